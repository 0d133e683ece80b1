import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'

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
  fetch: typeof globalThis.fetch
  onProgress?: (progress: { path: string; done: number; total: number | undefined }) => void
}

/**
 * Downloads a model into `modelsDir/<id>`: each file to a temporary name, size and SHA-256 checked, then renamed, so
 * that a half-fetched model is never seen. Only ever called by `careline models pull`.
 * @returns the model's directory.
 * @throws CarelineError `invalid` for a bad id, path or checksum, `unavailable` when the server does not give the file.
 */
export async function pullModel(id: string, options: PullOptions): Promise<string> {
  if (!/^[\w][\w.-]*$/.test(id)) throw new CarelineError('invalid', `${id} is no model id.`)
  const directory = join(options.modelsDir, id)
  for (const file of options.files) {
    if (!/^[0-9a-f]{64}$/.test(file.sha256))
      throw new CarelineError('invalid', `${file.path} of ${id} has no pinned SHA-256; nothing was fetched.`)
    if (!/^[\w][\w./-]*$/.test(file.path) || file.path.includes('..'))
      throw new CarelineError('invalid', `${file.path} leaves the model's directory.`)
  }
  for (const file of options.files) await pullFile(directory, file, options)
  return directory
}

async function pullFile(directory: string, file: PulledFile, options: PullOptions): Promise<void> {
  const target = join(directory, file.path)
  const temporary = `${target}.${randomUUID()}.part`
  await mkdir(dirname(target), { recursive: true })
  try {
    const found = await download(file, temporary, options)
    if (file.bytes !== undefined && found.bytes !== file.bytes)
      throw new CarelineError('invalid', `${file.url} gave ${found.bytes} bytes instead of ${file.bytes}.`)
    if (found.sha256 !== file.sha256)
      throw new CarelineError('invalid', `${file.url} has SHA-256 ${found.sha256} instead of ${file.sha256}.`)
    await rename(temporary, target)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function download(
  file: PulledFile,
  temporary: string,
  options: PullOptions,
): Promise<{ bytes: number; sha256: string }> {
  const response = await options.fetch(file.url)
  if (!response.ok || !response.body)
    throw new CarelineError('unavailable', `${file.url} answered ${response.status}.`)
  const stated = Number(response.headers.get('content-length'))
  const total = file.bytes ?? (stated > 0 ? stated : undefined)
  const hash = createHash('sha256')
  let bytes = 0
  const handle = await open(temporary, 'wx')
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
