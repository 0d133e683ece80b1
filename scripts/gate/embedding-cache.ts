import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Embedder } from '../../src/models/index.ts'

const hashBytes = 20

/**
 * An embedder that remembers on disk what it has embedded, so that an eval run again over the same pages is quick.
 * One file a model in `directory`: records of a text's SHA-1 and its vector (little endian floats), only ever appended;
 * a record cut short by a crash is ignored.
 */
export async function rememberEmbeddings(embedder: Embedder, directory: string): Promise<Embedder> {
  await mkdir(directory, { recursive: true })
  const path = join(directory, `${embedder.id.replace(/[^\w.-]/gu, '_')}-${embedder.dimensions}.vectors`)
  const known = await readRecords(path, embedder.dimensions)
  const remember = async (
    side: 'query' | 'passage',
    texts: readonly string[],
    embed: (missing: string[]) => Promise<Float32Array[]>,
  ): Promise<Float32Array[]> => {
    const keys = texts.map(text => keyOf(side, text))
    const missing = new Map(keys.flatMap((key, index) => (known.has(key) ? [] : [[key, texts[index] ?? '']])))
    if (missing.size > 0) {
      const vectors = await embed([...missing.values()])
      const fresh = [...missing.keys()].map((key, index) => [key, vectors[index] as Float32Array] as const)
      for (const [key, vector] of fresh) known.set(key, vector)
      await appendFile(path, Buffer.concat(fresh.map(([key, vector]) => recordOf(key, vector))))
    }
    return keys.map(key => known.get(key) as Float32Array)
  }
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    manifest: embedder.manifest,
    embedQueries: texts => remember('query', texts, missing => embedder.embedQueries(missing)),
    embedPassages: (texts, onProgress) =>
      remember('passage', texts, missing => embedder.embedPassages(missing, onProgress)),
    ...(embedder.countPieces
      ? { countPieces: words => (embedder.countPieces as NonNullable<Embedder['countPieces']>)(words) }
      : {}),
    close: () => embedder.close(),
  }
}

function keyOf(side: string, text: string): string {
  return createHash('sha1').update(`${side}\n${text}`).digest('hex')
}

function recordOf(key: string, vector: Float32Array): Buffer {
  return Buffer.concat([
    Buffer.from(key, 'hex'),
    Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
  ])
}

async function readRecords(path: string, dimensions: number): Promise<Map<string, Float32Array>> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0))
  const size = hashBytes + 4 * dimensions
  const known = new Map<string, Float32Array>()
  for (let at = 0; at + size <= bytes.length; at += size) {
    const vector = new Float32Array(dimensions)
    Buffer.from(vector.buffer).set(bytes.subarray(at + hashBytes, at + size))
    known.set(bytes.toString('hex', at, at + hashBytes), vector)
  }
  return known
}
