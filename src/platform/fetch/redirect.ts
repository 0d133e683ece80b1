import { fetchFailure } from './failure.ts'

/** A request as it goes out for one hop. Header names are lower case. */
export interface OutboundRequest {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | Uint8Array | undefined
}

/** Headers that say nothing about who asks; all others (tokens, cookies, keys) stay with the first origin. */
const TRAVELLING = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent', 'range'])

/** Whether a status asks to go elsewhere (RFC 9110, section 15.4). */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/**
 * The request of the next hop. A body is sent again only to the same origin, and to another origin nothing that
 * could be a credential goes along. POST becomes GET on 301, 302 and 303, as browsers do.
 * @throws CarelineError redirect-refused
 */
export function redirectedRequest(request: OutboundRequest, next: URL, status: number): OutboundRequest {
  const sameOrigin = next.origin === request.url.origin
  const dropsBody = status === 303 || ((status === 301 || status === 302) && request.method === 'POST')
  const method = dropsBody && request.method !== 'HEAD' ? 'GET' : request.method
  const body = dropsBody ? undefined : request.body
  if (body !== undefined && !sameOrigin)
    throw fetchFailure('redirect-refused', 'The address redirects a request with content to another host.')
  const kept = Object.entries(request.headers).filter(
    ([name]) => (sameOrigin || TRAVELLING.has(name)) && !(dropsBody && name.startsWith('content-')),
  )
  return { url: next, method, headers: Object.fromEntries(kept), body }
}
