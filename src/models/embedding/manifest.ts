import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CarelineError } from '../../kit/errors.ts'
import type { EmbedderManifest } from '../ports.ts'

const share = z.number().min(0).max(1)

const Manifest = z.object({
  id: z.string().regex(/^[\w.-]+$/),
  task: z.literal('embedding'),
  file: z.string().regex(/^(?!.*\.\.)[\w./-]+$/, 'must stay inside the model directory'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  dimensions: z.number().int().min(8).max(8192),
  output: z.string().min(1),
  pooling: z.enum(['mean', 'cls', 'model']),
  normalise: z.boolean(),
  queryPrefix: z.string(),
  passagePrefix: z.string(),
  maxTokens: z.number().int().min(16).max(8192),
  chunkTarget: z.number().int().positive(),
  languages: z.enum(['en', 'many']),
  fusion: z.object({
    method: z.enum(['score-sum', 'rrf']),
    lexical: share,
    passage: share,
    sentence: share,
  }),
  licence: z.string(),
})

/**
 * Reads `manifest.json` of a model directory and checks that the model file beside it has the stated size.
 * The checksum takes longer and is left to `verifyModel`.
 * @throws CarelineError `invalid` that names the model directory and what is wrong with it.
 */
export async function readManifest(directory: string): Promise<EmbedderManifest> {
  const manifest = await parseManifest(directory)
  const size = await stat(join(directory, manifest.file)).then(
    found => found.size,
    () => -1,
  )
  if (size < 0) throw broken(directory, `${manifest.file} is missing`)
  if (size !== manifest.bytes)
    throw broken(directory, `${manifest.file} has ${size} bytes, the manifest says ${manifest.bytes}`)
  return manifest
}

/**
 * Reads the whole model file and compares its SHA-256 with the manifest: what `careline models test` does first.
 * @throws CarelineError `invalid` when they differ.
 */
export async function verifyModel(directory: string): Promise<EmbedderManifest> {
  const manifest = await readManifest(directory)
  const found = await sha256OfFile(join(directory, manifest.file))
  if (found !== manifest.sha256)
    throw broken(directory, `${manifest.file} has SHA-256 ${found}, the manifest says ${manifest.sha256}`)
  return manifest
}

/** Hex SHA-256 of a file, read in pieces. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

async function parseManifest(directory: string): Promise<EmbedderManifest> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw broken(directory, 'manifest.json cannot be read', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw broken(directory, 'manifest.json is not JSON', cause)
  }
  const parsed = Manifest.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw broken(directory, `manifest.json: ${issues.join('; ')}`)
}

function broken(directory: string, what: string, cause?: unknown): CarelineError {
  return new CarelineError('invalid', `The model in ${directory} cannot be used: ${what}.`, { cause })
}
