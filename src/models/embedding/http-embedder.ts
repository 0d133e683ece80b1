import { z } from 'zod'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import type { Embedder, EmbedderManifest } from '../ports.ts'
import { normalise } from './pooling.ts'

export interface HttpEmbedderOptions {
  /** Base address of an OpenAI-compatible API, such as `http://127.0.0.1:11434/v1`. */
  url: string
  model: string
  apiKey?: string
  dimensions: number
  /** The guarded client; never the global one in production. */
  fetch: typeof globalThis.fetch
  timeoutMs?: number
  queryPrefix?: string
  passagePrefix?: string
}

/** Texts of one request; most servers take at least this many. */
const PER_REQUEST = 64

const Reply = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()) })),
})

/**
 * An embedder behind any OpenAI-compatible `POST /embeddings`. Its id is `http:<model>`; vectors are made unit length.
 * One retry after 429, 5xx or a broken connection; then CarelineError `unavailable` that names the model.
 */
export function createHttpEmbedder(options: HttpEmbedderOptions): Embedder {
  const manifest = manifestOf(options)
  const embed = async (texts: readonly string[], onProgress?: (done: number) => void) => {
    const vectors: Float32Array[] = []
    for (let from = 0; from < texts.length; from += PER_REQUEST) {
      vectors.push(...(await requestVectors(options, texts.slice(from, from + PER_REQUEST))))
      onProgress?.(vectors.length)
    }
    return vectors
  }
  return {
    id: manifest.id,
    dimensions: options.dimensions,
    manifest,
    embedQueries: texts => embed(texts.map(text => manifest.queryPrefix + text)),
    embedPassages: (texts, onProgress) =>
      embed(
        texts.map(text => manifest.passagePrefix + text),
        onProgress,
      ),
    close: async () => {},
  }
}

async function requestVectors(
  options: HttpEmbedderOptions,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const response = await post(options, texts).catch(() => undefined)
  const again = response === undefined || response.status === 429 || response.status >= 500
  const last = again
    ? await post(options, texts).catch((cause: unknown) => {
        throw failure(options, messageOf(cause), cause)
      })
    : response
  if (!last.ok) throw failure(options, `the server answered ${last.status}`)
  return readVectors(options, texts.length, await last.json().catch(() => undefined))
}

function post(options: HttpEmbedderOptions, texts: readonly string[]): Promise<Response> {
  return options.fetch(`${options.url.replace(/\/+$/, '')}/embeddings`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    },
    body: JSON.stringify({ model: options.model, input: texts, encoding_format: 'float' }),
    signal: AbortSignal.timeout(options.timeoutMs ?? 20_000),
  })
}

function readVectors(options: HttpEmbedderOptions, count: number, body: unknown): Float32Array[] {
  const parsed = Reply.safeParse(body)
  if (!parsed.success) throw failure(options, 'the reply is not a list of embeddings')
  const rows = [...parsed.data.data].sort((a, b) => a.index - b.index)
  if (rows.length !== count) throw failure(options, `${rows.length} vectors came back for ${count} texts`)
  const odd = rows.find(row => row.embedding.length !== options.dimensions)
  if (odd)
    throw failure(
      options,
      `a vector has ${odd.embedding.length} dimensions, ${options.dimensions} are configured`,
    )
  return rows.map(row => normalise(Float32Array.from(row.embedding)))
}

function failure(options: HttpEmbedderOptions, what: string, cause?: unknown): CarelineError {
  return new CarelineError(
    'unavailable',
    `The embedding model ${options.model} at ${options.url}: ${what}.`,
    {
      cause,
    },
  )
}

function manifestOf(options: HttpEmbedderOptions): EmbedderManifest {
  return {
    id: `http:${options.model}`,
    task: 'embedding',
    file: '',
    sha256: '',
    bytes: 0,
    dimensions: options.dimensions,
    output: '',
    pooling: 'model',
    normalise: true,
    queryPrefix: options.queryPrefix ?? '',
    passagePrefix: options.passagePrefix ?? '',
    maxTokens: 512,
    chunkTarget: 130,
    languages: 'many',
    fusion: { method: 'score-sum', lexical: 0.4, passage: 0.3, sentence: 0.3 },
    licence: '',
  }
}
