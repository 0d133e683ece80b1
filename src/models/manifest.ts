import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CarelineError } from '../kit/errors.ts'
import type { EmbedderManifest, RerankerManifest } from './ports.ts'

/** `name`, or `org/name` as hubs have it. */
export const MODEL_ID = /^\w[\w.-]*(?:\/\w[\w.-]*)?$/

const share = z.number().min(0).max(1)

const common = {
  id: z.string().regex(MODEL_ID, 'must be name or org/name'),
  file: z.string().regex(/^(?!.*\.\.)[\w./-]+$/, 'must stay inside the model directory'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  output: z.string().min(1),
  maxTokens: z.number().int().min(16).max(8192),
  licence: z.string(),
}

const Embedding = z.object({
  ...common,
  task: z.literal('embedding'),
  dimensions: z.number().int().min(8).max(8192),
  pooling: z.enum(['mean', 'cls', 'model']),
  normalise: z.boolean(),
  queryPrefix: z.string(),
  passagePrefix: z.string(),
  chunkTarget: z.number().int().positive(),
  languages: z.enum(['en', 'many']),
  fusion: z.object({
    method: z.enum(['score-sum', 'rrf']),
    lexical: share,
    passage: share,
    sentence: share,
  }),
})

const Reranking = z.object({
  ...common,
  task: z.literal('reranking'),
  calibration: z.object({ slope: z.number(), bias: z.number() }).exactOptional(),
})

const Manifest = z.discriminatedUnion('task', [Embedding, Reranking])

export type ModelManifest = EmbedderManifest | RerankerManifest

/**
 * Reads `manifest.json` of a model directory and checks that the model file beside it has the stated size.
 * The checksum takes longer and is left to `verifyModel`.
 * @throws CarelineError `invalid` that names the model directory and what is wrong with it, another task included.
 */
export async function readManifest<Task extends ModelManifest['task']>(
  directory: string,
  task?: Task,
): Promise<Extract<ModelManifest, { task: Task }>> {
  const manifest = await manifestIn(directory)
  if (task !== undefined && manifest.task !== task)
    throw broken(directory, `it is for ${manifest.task}, not for ${task}`)
  const size = await stat(join(directory, manifest.file)).then(
    found => found.size,
    () => -1,
  )
  if (size < 0) throw broken(directory, `${manifest.file} is missing`)
  if (size !== manifest.bytes)
    throw broken(directory, `${manifest.file} has ${size} bytes, the manifest says ${manifest.bytes}`)
  return manifest as Extract<ModelManifest, { task: Task }>
}

/**
 * Reads the whole model file and compares its SHA-256 with the manifest: what `careline models test` does first.
 * @throws CarelineError `invalid` when they differ.
 */
export async function verifyModel(directory: string): Promise<ModelManifest> {
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

async function manifestIn(directory: string): Promise<ModelManifest> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw broken(directory, 'manifest.json cannot be read', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw broken(directory, 'manifest.json is not JSON', cause)
  }
  return parseManifest(value, directory)
}

/**
 * Checks the JSON of a manifest; `place` names it in the error.
 * @throws CarelineError `invalid` that says what is wrong with it.
 */
export function parseManifest(value: unknown, place: string): ModelManifest {
  const parsed = Manifest.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw broken(place, `manifest.json: ${issues.join('; ')}`)
}

function broken(directory: string, what: string, cause?: unknown): CarelineError {
  return new CarelineError('invalid', `The model in ${directory} cannot be used: ${what}.`, { cause })
}
