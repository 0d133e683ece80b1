import { Readable } from 'node:stream'
import { Agent } from 'undici'
import { messageOf } from '../../kit/errors.ts'
import { parseAllowList } from './allow-list.ts'
import { checkUrl, parseUrl, portOf } from './check-url.ts'
import { ACCEPT_ENCODING, decodedBody, tooLarge } from './decode-body.ts'
import {
  checkedAddresses,
  createConnector,
  type Dialer,
  type Resolver,
  systemDialer,
  systemResolver,
} from './dial.ts'
import { fetchFailure, fetchFailureOf } from './failure.ts'
import { isRedirect, type OutboundRequest, redirectedRequest } from './redirect.ts'

export interface GuardedFetchOptions {
  /** Server configuration only: `host:port`, `host` or CIDR ranges that may be reached though not public. */
  allow?: readonly string[]
  /** Sent as `User-Agent` unless a request says another. */
  userAgent?: string
  /** For tests: where names and connections come from. */
  resolver?: Resolver
  dialer?: Dialer
}

interface FetchOptions {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  signal?: AbortSignal
  /** Bytes of the body after decoding. Default 5 MiB. */
  maxBytes?: number
  /** The whole of it: names, all redirects, the last byte. Default 30,000. */
  timeoutMs?: number
  /** Default 5. */
  maxRedirects?: number
  accept?: string
  /** Called before a redirect is followed; throw to refuse it. */
  onRedirect?: (from: URL, to: URL) => void
}

interface OpenResponse {
  status: number
  /** Where the answer came from in the end. */
  url: string
  /** Lower-case names; `content-encoding` and `content-length` are left out, since the body is decoded. */
  headers: Record<string, string>
  body: Readable
}

export interface FetchedResponse extends Omit<OpenResponse, 'body'> {
  body: Uint8Array
}

/** The one way out of the server. Calls fail with a CarelineError whose `details.cause` is a FetchFailure. */
export interface GuardedFetch {
  /** Fetches all of it. Every status is an answer, not an error. */
  (url: string | URL, options?: FetchOptions): Promise<FetchedResponse>
  /** The same, with the body as it comes. It must be read or destroyed. */
  open(url: string | URL, options?: FetchOptions): Promise<OpenResponse>
  /** Whether a URL may be fetched as things are now (for saving it): names are looked up, nothing is connected. */
  check(url: string | URL): Promise<void>
  close(): Promise<void>
}

export const DEFAULT_MAX_BYTES = 5 * 1024 * 1024
export const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_REDIRECTS = 5

/** A client that reaches public unicast addresses on ports 80 and 443, and what `allow` names; nothing else. */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const allow = parseAllowList(options.allow ?? [])
  const ways = {
    allow,
    resolver: options.resolver ?? systemResolver,
    dialer: options.dialer ?? systemDialer,
  }
  const agent = new Agent({ connect: createConnector(ways), maxHeaderSize: 64 * 1024, pipelining: 1 })
  const open = async (url: string | URL, request: FetchOptions = {}): Promise<OpenResponse> => {
    const deadline = startDeadline(request)
    try {
      return await follow(agent, checkUrl(url, allow), request, {
        signal: deadline.signal,
        check: next => checkUrl(next, allow),
        done: deadline.stop,
        userAgent: options.userAgent ?? 'Careline',
      })
    } catch (error) {
      deadline.stop()
      throw deadline.signal.aborted ? deadline.signal.reason : named(error)
    }
  }
  const whole = async (url: string | URL, request: FetchOptions = {}): Promise<FetchedResponse> => {
    const { body, ...response } = await open(url, request)
    return { ...response, body: await collect(body) }
  }
  return Object.assign(whole, {
    open,
    check: async (url: string | URL) => {
      const checked = checkUrl(url, allow)
      await checkedAddresses(checked.hostname, portOf(checked), ways)
    },
    close: () => agent.close(),
  })
}

interface Following {
  signal: AbortSignal
  check(url: URL | string): URL
  done(): void
  userAgent: string
}

async function follow(
  agent: Agent,
  start: URL,
  options: FetchOptions,
  { signal, check, done, userAgent }: Following,
): Promise<OpenResponse> {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES
  let request: OutboundRequest = {
    url: start,
    method: (options.method ?? 'GET').toUpperCase(),
    headers: requestHeaders(options, userAgent),
    body: options.body,
  }
  for (let hops = 0; ; hops++) {
    const response = await send(agent, request, signal)
    const location = response.headers['location']
    if (!isRedirect(response.status) || location === undefined)
      return { ...response, body: readableBody(response, request.method, maxBytes, { signal, done }) }
    response.body.on('error', () => {}).destroy()
    if (hops >= (options.maxRedirects ?? DEFAULT_MAX_REDIRECTS))
      throw fetchFailure('too-many-redirects', `The address redirects more than ${hops} times.`)
    const next = check(parseUrl(location, request.url) ?? location)
    options.onRedirect?.(request.url, next)
    request = redirectedRequest(request, next, response.status)
  }
}

async function send(
  agent: Agent,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<OpenResponse & { encoding: string; length: number | undefined }> {
  const { statusCode, headers, body } = await agent.request({
    origin: request.url.origin,
    path: request.url.pathname + request.url.search,
    method: request.method as 'GET',
    headers: request.headers,
    body: request.body ?? null,
    signal,
    // The deadline of the whole request stands in for undici's own timers.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const { 'content-encoding': encoding = '', 'content-length': length, ...rest } = flat(headers)
  return {
    status: statusCode,
    url: request.url.href,
    headers: rest,
    body,
    encoding,
    length: length === undefined ? undefined : Number(length),
  }
}

function readableBody(
  response: OpenResponse & { encoding: string; length: number | undefined },
  method: string,
  maxBytes: number,
  { signal, done }: Pick<Following, 'signal' | 'done'>,
): Readable {
  const empty = method === 'HEAD' || response.status === 204 || response.status === 304
  if (!empty && response.encoding === '' && (response.length ?? 0) > maxBytes) {
    response.body.on('error', () => {}).destroy()
    throw tooLarge(maxBytes)
  }
  async function* chunks() {
    try {
      yield* decodedBody(response.body, empty ? '' : response.encoding, maxBytes)
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    } finally {
      done()
    }
  }
  return Readable.from(chunks(), { objectMode: false })
}

async function collect(body: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function requestHeaders(options: FetchOptions, userAgent: string): Record<string, string> {
  const given = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  return {
    'user-agent': userAgent,
    accept: options.accept ?? '*/*',
    ...Object.fromEntries(given),
    'accept-encoding': ACCEPT_ENCODING,
  }
}

/** One signal for the caller's wish and the deadline, whichever comes first. */
function startDeadline({ signal, timeoutMs = DEFAULT_TIMEOUT_MS }: FetchOptions): {
  signal: AbortSignal
  stop(): void
} {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(fetchFailure('timeout', `No complete answer came within ${timeoutMs / 1000} s.`)),
    timeoutMs,
  )
  return {
    signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    stop: () => clearTimeout(timer),
  }
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  )
}

function named(error: unknown): unknown {
  return fetchFailureOf(error)
    ? error
    : fetchFailure('unreachable', `The request failed: ${messageOf(error)}.`, error)
}
