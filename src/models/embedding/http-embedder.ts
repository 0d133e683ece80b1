import { createHash } from 'node:crypto'
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
  /** Of one request; a visitor's question waits 4 s at most. */
  timeoutMs?: number
  queryPrefix?: string
  passagePrefix?: string
  /** Longer texts are cut, since some servers refuse them. Default 512. */
  maxTokens?: number
  fusion?: EmbedderManifest['fusion']
}

/** What of the options a request needs; without `dimensions` any length is taken. */
type Endpoint = Omit<HttpEmbedderOptions, 'dimensions'> & { dimensions?: number }

/** A token is seldom shorter on the average, so that a text is never cut before the model would. */
const CHARACTERS_PER_TOKEN = 6

/** Texts of one request; most servers take at least this many. */
const PER_REQUEST = 64
const TIMEOUT_MS = 20_000
/** Asked twice in each of a turn's three attempts, a server that is silent still leaves time for an apology. */
const QUERY_TIMEOUT_MS = 4_000

const Reply = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()) })),
})

/**
 * An embedder behind any OpenAI-compatible `POST /embeddings`. Its id is `http:<model>`, with a mark of the passage
 * prefix if there is one, since that is part of what the vectors are of; vectors are made unit length.
 * One retry after 429, 5xx or a broken connection; then CarelineError `unavailable` that names the model.
 */
export function createHttpEmbedder(options: HttpEmbedderOptions): Embedder {
  const manifest = manifestOf(options)
  const longest = manifest.maxTokens * CHARACTERS_PER_TOKEN
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  const embed = async (
    whole: readonly string[],
    limits: { timeoutMs: number },
    onProgress?: (done: number) => void,
  ) => {
    const texts = whole.map(text => text.slice(0, longest))
    const vectors: Float32Array[] = []
    for (let from = 0; from < texts.length; from += PER_REQUEST) {
      const some = texts.slice(from, from + PER_REQUEST)
      vectors.push(...(await requestVectors({ ...options, ...limits }, some)))
      onProgress?.(vectors.length)
    }
    return vectors
  }
  return {
    id: manifest.id,
    dimensions: options.dimensions,
    manifest,
    embedQueries: texts =>
      embed(
        texts.map(text => manifest.queryPrefix + text),
        { timeoutMs: Math.min(timeoutMs, QUERY_TIMEOUT_MS) },
      ),
    embedPassages: (texts, onProgress) =>
      embed(
        texts.map(text => manifest.passagePrefix + text),
        { timeoutMs },
        onProgress,
      ),
    close: async () => {},
  }
}

/**
 * The embedder of an id that `createHttpEmbedder` gave under earlier settings, at the present endpoint; asked once, so that
 * what is returned is known to answer. `undefined` for other ids, and where another passage prefix is set by now.
 * @throws CarelineError `unavailable` when the endpoint has no such model (any more).
 */
export async function openFormerHttpEmbedder(
  id: string,
  options: Omit<HttpEmbedderOptions, 'dimensions' | 'model'>,
): Promise<Embedder | undefined> {
  const model = /^http:(.+?)(#[0-9a-f]{8})?$/.exec(id)?.[1]
  if (model === undefined || idOf({ ...options, model }) !== id) return undefined
  const [vector] = await requestVectors({ ...options, model }, ['hello'])
  return createHttpEmbedder({ ...options, model, dimensions: vector?.length ?? 0 })
}

async function requestVectors(options: Endpoint, texts: readonly string[]): Promise<Float32Array[]> {
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

function post(options: Endpoint, texts: readonly string[]): Promise<Response> {
  return options.fetch(`${options.url.replace(/\/+$/, '')}/embeddings`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    },
    body: JSON.stringify({ model: options.model, input: texts, encoding_format: 'float' }),
    signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
  })
}

function readVectors(options: Endpoint, count: number, body: unknown): Float32Array[] {
  const parsed = Reply.safeParse(body)
  if (!parsed.success) throw failure(options, 'the reply is not a list of embeddings')
  const rows = [...parsed.data.data].sort((a, b) => a.index - b.index)
  if (rows.length !== count) throw failure(options, `${rows.length} vectors came back for ${count} texts`)
  const width = options.dimensions ?? rows[0]?.embedding.length
  const odd = rows.find(row => row.embedding.length !== width)
  if (odd) throw failure(options, `a vector has ${odd.embedding.length} dimensions, ${width} are configured`)
  return rows.map(row => normalise(Float32Array.from(row.embedding)))
}

function failure(options: Endpoint, what: string, cause?: unknown): CarelineError {
  return new CarelineError(
    'unavailable',
    `The embedding model ${options.model} at ${options.url}: ${what}.`,
    {
      cause,
    },
  )
}

function idOf({ model, passagePrefix = '' }: Pick<HttpEmbedderOptions, 'model' | 'passagePrefix'>): string {
  const mark = passagePrefix && createHash('sha256').update(passagePrefix).digest('hex').slice(0, 8)
  return mark === '' ? `http:${model}` : `http:${model}#${mark}`
}

function manifestOf(options: HttpEmbedderOptions): EmbedderManifest {
  return {
    id: idOf(options),
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
    maxTokens: options.maxTokens ?? 512,
    chunkTarget: 130,
    languages: 'many',
    fusion: options.fusion ?? { method: 'score-sum', lexical: 0.4, passage: 0.3, sentence: 0.3 },
    licence: '',
  }
}
