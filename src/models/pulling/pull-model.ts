import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import { MODEL_ID, type ModelManifest, verifyModel } from '../manifest.ts'

export interface PulledFile {
  url: string
  /** Path below the model's directory, such as `onnx/model.onnx`. */
  path: string
  /** Hex, pinned beforehand: a file without one is never fetched. */
  sha256: string
  bytes?: number
}

export interface PullOptions {
  /** `models/` of the data directory. */
  modelsDir: string
  files: readonly PulledFile[]
  /** Written as the model's manifest when it is not one of the files. */
  manifest?: ModelManifest
  fetch: typeof globalThis.fetch
  onProgress?: (progress: { path: string; done: number; total: number | undefined }) => void
}

/** For the client that pulls: no file of a model is larger or takes longer. */
export const pullLimits = { maxBytes: 4 * 1024 ** 3, timeoutMs: 3_600_000 }

/** Endings of directories that are no models: one that is being pulled, and one that is being replaced. */
export const UNFINISHED = /\.(?:part|old)$/

/**
 * Downloads a model into `modelsDir/<id>`: all files into a directory beside it, each with size and SHA-256 checked, the
 * whole against its manifest; only then is the directory renamed, so that a half-fetched model is never seen.
 * @returns the model's directory.
 * @throws CarelineError `invalid` for a bad id, path or checksum, `unavailable` when the server does not give the file.
 */
export async function pullModel(id: string, options: PullOptions): Promise<string> {
  checkRequest(id, options.files)
  const directory = join(options.modelsDir, id)
  const part = `${directory}.part`
  await rm(part, { recursive: true, force: true })
  try {
    for (const file of options.files) await pullFile(part, file, options)
    if (options.manifest)
      await writeFile(join(part, 'manifest.json'), `${JSON.stringify(options.manifest, null, 2)}\n`)
    const manifest = await verifyModel(part)
    if (manifest.id !== id)
      throw new CarelineError('invalid', `The manifest is of ${manifest.id}, not of ${id}; nothing was kept.`)
    await replace(part, directory)
  } finally {
    await rm(part, { recursive: true, force: true })
  }
  return directory
}

function checkRequest(id: string, files: readonly PulledFile[]): void {
  if (!MODEL_ID.test(id) || UNFINISHED.test(id)) throw new CarelineError('invalid', `${id} is no model id.`)
  for (const file of files) {
    if (!/^[0-9a-f]{64}$/.test(file.sha256))
      throw new CarelineError('invalid', `${file.path} of ${id} has no pinned SHA-256; nothing was fetched.`)
    if (!/^[\w][\w./-]*$/.test(file.path) || file.path.includes('..'))
      throw new CarelineError('invalid', `${file.path} leaves the model's directory.`)
  }
}

async function pullFile(part: string, file: PulledFile, options: PullOptions): Promise<void> {
  const target = join(part, file.path)
  await mkdir(dirname(target), { recursive: true })
  const found = await download(file, target, options)
  if (file.bytes !== undefined && found.bytes !== file.bytes)
    throw new CarelineError('invalid', `${file.url} gave ${found.bytes} bytes instead of ${file.bytes}.`)
  if (found.sha256 !== file.sha256)
    throw new CarelineError('invalid', `${file.url} has SHA-256 ${found.sha256} instead of ${file.sha256}.`)
}

/** A directory cannot be renamed over one that holds files, so an earlier pull steps aside first. */
async function replace(part: string, directory: string): Promise<void> {
  const old = `${directory}.old`
  await rm(old, { recursive: true, force: true })
  await rename(directory, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(part, directory)
  await rm(old, { recursive: true, force: true })
}

async function download(
  file: PulledFile,
  target: string,
  options: PullOptions,
): Promise<{ bytes: number; sha256: string }> {
  const response = await options.fetch(file.url)
  if (!response.ok || !response.body)
    throw new CarelineError('unavailable', `${file.url} answered ${response.status}.`)
  const stated = Number(response.headers.get('content-length'))
  const total = file.bytes ?? (stated > 0 ? stated : undefined)
  const hash = createHash('sha256')
  let bytes = 0
  const handle = await open(target, 'wx')
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      hash.update(piece)
      bytes += piece.byteLength
      if (file.bytes !== undefined && bytes > file.bytes)
        throw new CarelineError('invalid', `${file.url} is larger than ${file.bytes} bytes.`)
      await handle.write(piece)
      options.onProgress?.({ path: file.path, done: bytes, total })
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}
