import { availableParallelism } from 'node:os'
import { readManifest } from '../manifest.ts'
import { createModelThread, type LoadState, type ModelThread } from '../model-thread.ts'
import type { Embedder, EmbedderManifest } from '../ports.ts'
import type { EncoderOptions } from './encoder.ts'

/** An embedder whose model takes time to load. */
export interface LoadableEmbedder extends Embedder {
  /** State of the session that answers queries. */
  state(): LoadState
  /** Loads the query session now instead of at the first query. */
  load(): Promise<void>
}

export interface LocalEmbedderOptions {
  /** Threads of a query; more than 1 is slower for short texts. */
  queryThreads?: number
  /** Threads of indexing; unset: half the cores. */
  indexThreads?: number
  /** How long the indexing session stays loaded without work. */
  indexIdleMs?: number
}

/** Texts sent to the indexing thread at once, so that progress is told and memory stays flat. */
const SLICE = 128

/**
 * A model directory (manifest, tokenizer, ONNX file) as an embedder. Queries and indexing have a thread and a session
 * each, since a run blocks its thread: a visitor never waits behind an import. The indexing one ends when idle.
 * @throws CarelineError `invalid` when the directory is no usable model.
 */
export async function openLocalEmbedder(
  directory: string,
  options: LocalEmbedderOptions = {},
): Promise<LoadableEmbedder> {
  return createLocalEmbedder(directory, await readManifest(directory, 'embedding'), options)
}

function createLocalEmbedder(
  directory: string,
  manifest: EmbedderManifest,
  options: LocalEmbedderOptions,
): LoadableEmbedder {
  const session = (threads: number, tokensPerBatch: number, idleMs?: number): ModelThread =>
    createModelThread({
      worker: 'encoder',
      called: `embedding model ${manifest.id}`,
      directory,
      workerData: { directory, manifest, threads, tokensPerBatch } satisfies EncoderOptions,
      ...(idleMs === undefined ? {} : { idleMs }),
    })
  const queries = session(options.queryThreads ?? 1, 1024)
  const indexing = session(
    options.indexThreads ?? Math.max(1, Math.floor(availableParallelism() / 2)),
    2048,
    options.indexIdleMs ?? 20_000,
  )
  const rowsOf = (flat: Float32Array) =>
    Array.from({ length: flat.length / manifest.dimensions }, (_, row) =>
      flat.slice(row * manifest.dimensions, (row + 1) * manifest.dimensions),
    )

  return {
    id: manifest.id,
    dimensions: manifest.dimensions,
    manifest,
    state: queries.state,
    load: queries.load,
    async embedQueries(texts) {
      return rowsOf(await queries.run(texts.map(text => manifest.queryPrefix + text)))
    },
    async countPieces(words) {
      return [...(await queries.run(words, undefined, 'pieces'))]
    },
    async embedPassages(texts, onProgress) {
      const vectors: Float32Array[] = []
      for (let from = 0; from < texts.length; from += SLICE) {
        const slice = texts.slice(from, from + SLICE).map(text => manifest.passagePrefix + text)
        vectors.push(...rowsOf(await indexing.run(slice, done => onProgress?.(from + done))))
      }
      return vectors
    },
    async close() {
      await Promise.all([queries.close(), indexing.close()])
    },
  }
}
