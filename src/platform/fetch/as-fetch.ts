import { Readable } from 'node:stream'
import { fetchFailureOf } from './failure.ts'
import type { GuardedFetch } from './guarded-fetch.ts'

/**
 * The guarded client in the shape of the WHATWG `fetch`, for libraries that take one (the AI SDK's providers).
 * The body streams. Fails as fetch does: with the signal's reason when aborted, else `TypeError('fetch failed')`
 * whose `cause` is the CarelineError. Bodies may be text or bytes.
 */
export function asFetch(
  guarded: GuardedFetch,
  { maxBytes = 32 * 1024 * 1024, timeoutMs = 300_000 }: { maxBytes?: number; timeoutMs?: number } = {},
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, withoutBody(init))
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    const body = await bodyOf(input, init)
    try {
      const response = await guarded.open(request.url, {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        ...(body === undefined ? {} : { body }),
        ...(signal ? { signal } : {}),
        maxBytes,
        timeoutMs,
      })
      const empty = response.status === 204 || response.status === 304
      // Nobody will read it, and a body that is not read keeps its connection, and `close`, waiting for ever.
      if (empty) response.body.resume()
      return new Response(empty ? null : (Readable.toWeb(response.body) as ReadableStream<Uint8Array>), {
        status: response.status,
        headers: response.headers,
      })
    } catch (error) {
      throw fetchFailureOf(error) ? new TypeError('fetch failed', { cause: error }) : error
    }
  }
}

/** `Request` is used to read method and headers; giving it the body as well would consume it. */
function withoutBody(init: RequestInit | undefined): RequestInit {
  const { body: _, signal: __, ...rest } = init ?? {}
  return rest
}

async function bodyOf(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<string | Uint8Array | undefined> {
  const body = init?.body
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  if (body !== undefined && body !== null) return new Uint8Array(await new Response(body).arrayBuffer())
  return input instanceof Request && input.body ? new Uint8Array(await input.arrayBuffer()) : undefined
}
