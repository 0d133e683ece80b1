import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { fetchFailure, fetchFailureOf } from './failure.ts'

/** What we tell servers we can decode. */
export const ACCEPT_ENCODING = 'gzip, deflate, br'

/**
 * The body of a response, decoded, as chunks. More than `maxBytes` decoded bytes end it with `too-large`: decoders
 * work chunk by chunk, so that a bomb costs no more than the limit. More than one encoding is refused.
 */
export async function* decodedBody(
  body: Readable,
  contentEncoding: string,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0
  try {
    for await (const chunk of await decoded(body, contentEncoding)) {
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      yield chunk
    }
  } catch (error) {
    throw named(error)
  } finally {
    body.on('error', () => {}).destroy()
  }
}

export function tooLarge(maxBytes: number): Error {
  return fetchFailure(
    'too-large',
    `The answer is larger than ${maxBytes.toLocaleString('en')} bytes, which is the most that is read.`,
  )
}

async function decoded(body: Readable, contentEncoding: string): Promise<AsyncIterable<Uint8Array>> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',', 4)
    .map(encoding => encoding.trim())
    .filter(encoding => encoding !== '' && encoding !== 'identity')
  const [encoding] = encodings
  if (encoding === undefined) return body
  const decoder = encodings.length === 1 ? decoderFor(encoding) : undefined
  if (decoder) return pipeline(body, decoder, () => {})
  if (encodings.length === 1 && encoding === 'deflate') return inflated(body)
  throw fetchFailure(
    'encoding-refused',
    `The answer is encoded in a way that is not read ("${encodings.join(', ')}").`,
  )
}

function decoderFor(encoding: string): Transform | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'br') return createBrotliDecompress()
  return undefined
}

/** "deflate" means zlib (RFC 9110), but some servers send the bare stream: the low bits of the first byte tell. */
async function* inflated(body: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const first = await chunks.next()
  if (first.done) return
  const decoder = ((first.value[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
  async function* rejoined() {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  yield* pipeline(rejoined, decoder, () => {})
}

function named(error: unknown): unknown {
  if (fetchFailureOf(error) || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return error
  if (/^(?:Z_|ERR_|BROTLI)/.test(code) && code !== 'ERR_STREAM_PREMATURE_CLOSE')
    return fetchFailure('encoding-refused', 'The answer is damaged: it could not be decompressed.', error)
  return fetchFailure('cut-off', 'The connection was lost before the answer was complete.', error)
}
