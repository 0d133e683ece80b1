import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { IndexedPassage } from '../search.ts'
import type { EmbeddedPassage } from './port.ts'
import { WorkspaceIndex } from './workspace-index.ts'

/** Changes whenever the layout does; another number is treated as no snapshot. */
const FORMAT = 2

const Head = z.object({
  format: z.literal(FORMAT),
  workspaceId: z.string(),
  version: z.string(),
  embedderId: z.string(),
  dimensions: z.number().int().positive(),
  passages: z.number().int().nonnegative(),
  /** Bytes of the JSON of the passages, which the vectors follow. */
  textBytes: z.number().int().nonnegative(),
  /** SHA-256 of everything after the head. */
  sha256: z.string(),
})

/** Whose index a snapshot is, and where its own pages are shown. */
export interface SnapshotOf {
  workspaceId: string
  version: string
  /**
   * Put before the addresses of pages Careline shows itself. The file holds them without it: a command and the server,
   * or a server that moved, share it.
   */
  basePath: string
}

/**
 * Writes an index to a file: a line of JSON, the passages as JSON, then per passage its vector (float32) and the int8
 * vectors of its sentences. Written beside and renamed, so a reader sees the old one or the new one.
 */
export async function writeSnapshot(
  path: string,
  { basePath, ...about }: SnapshotOf,
  index: WorkspaceIndex,
): Promise<void> {
  const rows = [...index.rows()]
  const texts = Buffer.from(
    JSON.stringify(
      rows.map(({ passage, sentenceVectors }) => [
        { ...passage, url: isOwn(passage.url) ? passage.url.slice(basePath.length) : passage.url },
        sentenceVectors.length / index.dimensions,
      ]),
    ),
  )
  const body = Buffer.concat([
    texts,
    ...rows.flatMap(row => [bytesOf(row.vector), bytesOf(row.sentenceVectors)]),
  ])
  const head = {
    format: FORMAT,
    ...about,
    embedderId: index.embedderId,
    dimensions: index.dimensions,
    passages: rows.length,
    textBytes: texts.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  }
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.part`
  const file = await open(temporary, 'wx')
  try {
    await file.writeFile(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path).catch(async (error: unknown) => {
    await rm(temporary, { force: true })
    throw error
  })
}

/**
 * Reads a snapshot back. `undefined` when there is none, it is of another version of the rows, or it is damaged: the
 * caller rebuilds from the rows, which are the record.
 */
export async function readSnapshot(path: string, about: SnapshotOf): Promise<WorkspaceIndex | undefined> {
  const file = await readFile(path).catch(() => undefined)
  const end = file?.indexOf(10) ?? -1
  if (!file || end < 0) return undefined
  const head = Head.safeParse(parseJson(file.toString('utf8', 0, end)))
  if (!head.success || head.data.workspaceId !== about.workspaceId || head.data.version !== about.version)
    return undefined
  const body = file.subarray(end + 1)
  if (createHash('sha256').update(body).digest('hex') !== head.data.sha256) return undefined
  const index = new WorkspaceIndex(head.data.embedderId, head.data.dimensions)
  index.add(rowsOf(body, head.data, about.basePath))
  return index
}

function* rowsOf(
  body: Buffer,
  { textBytes, dimensions }: { textBytes: number; dimensions: number },
  basePath: string,
): Generator<EmbeddedPassage> {
  const texts = JSON.parse(body.toString('utf8', 0, textBytes)) as [IndexedPassage, number][]
  let at = textBytes
  const take = (bytes: number) => {
    // Copied, since a view would keep the whole file in memory and floats need their alignment.
    const piece = Uint8Array.prototype.slice.call(body, at, at + bytes).buffer
    at += bytes
    return piece as ArrayBuffer
  }
  for (const [passage, sentences] of texts)
    yield {
      passage: isOwn(passage.url) ? { ...passage, url: basePath + passage.url } : passage,
      vector: new Float32Array(take(dimensions * 4)),
      sentenceVectors: new Int8Array(take(sentences * dimensions)),
    }
}

/** Without a host: a page that Careline shows. */
function isOwn(url: string): boolean {
  return url.startsWith('/')
}

function bytesOf(array: Float32Array | Int8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
