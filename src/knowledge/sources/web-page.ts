import { messageOf } from '../../kit/errors.ts'
import { fetchFailure, fetchFailureOf } from '../../platform/fetch/failure.ts'
import type { FetchedResponse, GuardedFetch } from '../../platform/fetch/guarded-fetch.ts'
import type { KnownPage } from './source.ts'
import { sameSite } from './web-address.ts'

/** What came of fetching one page. */
export type WebPage =
  | { kind: 'page'; response: FetchedResponse }
  | { kind: 'unchanged' }
  /** 404 or 410. */
  | { kind: 'gone' }
  /** It leads to another site. */
  | { kind: 'elsewhere' }
  /** It leads to a page that robots.txt closes. */
  | { kind: 'closed' }
  | { kind: 'failed'; reason: string; unreachable: boolean }

/** Waits; rejects when the signal is aborted. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>

export interface WebPageReader {
  guardedFetch: GuardedFetch
  userAgent: string
  pause: Pause
  /** Resolves when the next request may start. */
  turn: () => Promise<void>
  /** What robots.txt says of an address. */
  allows: (address: string) => boolean
  signal?: AbortSignal
}

const LONGEST_RETRY_SECONDS = 30
const ACCEPT = 'text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf, */*;q=0.5'

/**
 * Fetches one page, politely: not before its turn, only if changed since `known`, once more when the server says
 * it is busy (429, 503) and when to come back. Redirects are followed inside the site only,
 * and not to pages that robots.txt closes.
 */
export async function fetchWebPage(
  address: string,
  known: KnownPage | undefined,
  reader: WebPageReader,
): Promise<WebPage> {
  let refused: 'elsewhere' | 'closed' = 'elsewhere'
  const request = () =>
    ask(address, known, reader, to => {
      refused = sameSite(to, address) ? 'closed' : 'elsewhere'
      return refused === 'closed' && reader.allows(to)
    })
  try {
    const first = await request()
    const wait = retryAfter(first)
    if (wait === undefined) return outcome(first)
    await reader.pause(wait * 1000, reader.signal)
    return outcome(await request())
  } catch (error) {
    reader.signal?.throwIfAborted()
    const cause = fetchFailureOf(error)
    if (cause === 'redirect-refused') return { kind: refused }
    return {
      kind: 'failed',
      reason: messageOf(error),
      unreachable: cause === 'unreachable' || cause === 'timeout' || cause === 'name-unknown',
    }
  }
}

async function ask(
  address: string,
  known: KnownPage | undefined,
  { guardedFetch, userAgent, turn, signal }: WebPageReader,
  follows: (address: string) => boolean,
): Promise<FetchedResponse> {
  await turn()
  return guardedFetch(address, {
    accept: ACCEPT,
    headers: {
      'user-agent': userAgent,
      ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
      ...(known?.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified }),
    },
    ...(signal ? { signal } : {}),
    onRedirect: (_, to) => {
      if (!follows(to.href))
        throw fetchFailure('redirect-refused', 'The page leads to where it is not followed.')
    },
  })
}

function outcome(response: FetchedResponse): WebPage {
  if (response.status === 200) return { kind: 'page', response }
  if (response.status === 304) return { kind: 'unchanged' }
  if (response.status === 404 || response.status === 410) return { kind: 'gone' }
  return {
    kind: 'failed',
    reason: `The page answers ${response.status}${hints[response.status] ?? ''}.`,
    unreachable: response.status >= 500,
  }
}

const hints: Readonly<Record<number, string>> = {
  401: ' (it asks for a sign-in)',
  403: ' (it does not let us in)',
  429: ' (too many requests)',
}

/** Seconds after which a busy server wants us back (RFC 9110, section 10.2.3), if it is busy and not for long. */
function retryAfter(response: FetchedResponse): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined
  const seconds = Number(response.headers['retry-after'] ?? 2)
  return seconds >= 0 && seconds <= LONGEST_RETRY_SECONDS ? seconds : undefined
}

/** Turns at least `delayMs` apart, by the monotonic clock. */
export function createTurns(delayMs: number, pause: Pause, signal?: AbortSignal): () => Promise<void> {
  let next = 0
  return async () => {
    const now = performance.now()
    const at = Math.max(now, next)
    next = at + delayMs
    if (at > now) await pause(at - now, signal)
  }
}
