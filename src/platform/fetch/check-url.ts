import { isPublicAddress, normalAddress } from './addresses.ts'
import { type AllowList, bareHost } from './allow-list.ts'
import { fetchFailure } from './failure.ts'

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }
const PUBLIC_PORTS = new Set([80, 443])

/** Name endings that are never of the public internet (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`, and habit). */
const INNER_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|in-addr\.arpa|ip6\.arpa|onion)$/

/** `new URL` without the exception: `undefined` when it is none. (`URL.parse` is not in Node 20.) */
export function parseUrl(input: string | URL, base?: string | URL): URL | undefined {
  return URL.canParse(String(input), base?.toString()) ? new URL(String(input), base) : undefined
}

/** The port a URL is fetched from. */
export function portOf(url: URL): number {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port)
}

/**
 * The first check of a URL, after the WHATWG parser has made one form of all spellings of a host: scheme,
 * credentials, name, literal address, port. What a name resolves to is checked when it is dialled.
 * @throws CarelineError with `details.cause`
 */
export function checkUrl(input: string | URL, allow: AllowList): URL {
  const url = parseUrl(input)
  if (!url) throw fetchFailure('invalid-url', 'This is not a web address.')
  if (DEFAULT_PORTS[url.protocol] === undefined)
    throw fetchFailure('scheme-refused', `Only http and https addresses are fetched, not "${url.protocol}".`)
  if (url.username !== '' || url.password !== '')
    throw fetchFailure(
      'credentials-in-url',
      'A web address with a user name or password in it is not fetched.',
    )
  checkHost(url, allow)
  return url
}

function checkHost(url: URL, allow: AllowList): void {
  const port = portOf(url)
  if (url.hostname === '') throw fetchFailure('invalid-url', 'This web address names no host.')
  if (allow.host(url.hostname, port)) return
  const address = normalAddress(url.hostname)
  if (address !== undefined) {
    checkAddress(address, url.hostname, port, allow)
    return
  }
  const name = bareHost(url.hostname)
  if (!name.includes('.') || INNER_NAMES.test(name))
    throw fetchFailure('name-refused', `"${name}" is a name of an inner network, which is not fetched from.`)
  if (!PUBLIC_PORTS.has(port) && !allow.hasRanges) refusePort(port)
}

/**
 * Whether one address may be dialled for a host: named in the allow-list, in an allowed range, or public unicast
 * on a public port. @throws CarelineError
 */
export function checkAddress(address: string, hostname: string, port: number, allow: AllowList): void {
  if (allow.host(hostname, port) || allow.address(address)) return
  if (!isPublicAddress(address))
    throw fetchFailure('address-refused', `"${hostname}" leads to an address that is not public.`)
  if (!PUBLIC_PORTS.has(port)) refusePort(port)
}

function refusePort(port: number): never {
  throw fetchFailure('port-refused', `Port ${port} is not fetched from: only 80 and 443.`)
}
