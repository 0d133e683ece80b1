import { lookup } from 'node:dns/promises'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { buildConnector } from 'undici'
import { messageOf } from '../../kit/errors.ts'
import { normalAddress } from './addresses.ts'
import type { AllowList } from './allow-list.ts'
import { checkAddress } from './check-url.ts'
import { fetchFailure, fetchFailureOf } from './failure.ts'

/** All addresses of a name, in the order to try them. Throws or answers `[]` when it has none. */
export type Resolver = (hostname: string) => Promise<string[]>

/** Where to connect: an address that has been checked, never a name. `servername` asks for TLS with that name. */
interface DialTarget {
  address: string
  port: number
  servername: string | undefined
}

export type Dialer = (target: DialTarget) => Promise<Socket>

const CONNECT_TIMEOUT_MS = 10_000

/** The system's resolver (hosts file, then DNS), every address asked for. */
export const systemResolver: Resolver = async hostname =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address)

/**
 * Opens TCP connections, with TLS (certificate checked for `servername`) when that is given. Without `ca` the
 * authorities that Node trusts count, those of `NODE_EXTRA_CA_CERTS` among them.
 */
export function createSystemDialer({ ca }: { ca?: string[] } = {}): Dialer {
  return ({ address, port, servername }) =>
    connected(
      servername === undefined
        ? connectPlain({ host: address, port })
        : connectTls({
            host: address,
            port,
            ALPNProtocols: ['http/1.1'],
            // An address is not a name: SNI is left out for it (RFC 6066).
            ...(normalAddress(servername) === undefined ? { servername } : {}),
            ...(ca ? { ca } : {}),
          }),
      servername === undefined ? 'connect' : 'secureConnect',
    )
}

export const systemDialer = createSystemDialer()

/** @throws what the connection failed with */
function connected(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('connecting took too long')), CONNECT_TIMEOUT_MS)
    const settle = (act: () => void) => {
      clearTimeout(timer)
      socket.off('error', reject)
      act()
    }
    socket.once(event, () => settle(() => resolve(socket)))
    socket.once('error', error => settle(() => reject(error)))
  })
}

/**
 * The one place where outbound connections are made. A name is looked up once, every answer is checked (one bad
 * answer refuses the name), and what is dialled is an address from that checked list, so that a second answer of
 * a hostile name server changes nothing.
 */
export function createConnector(options: {
  allow: AllowList
  resolver: Resolver
  dialer: Dialer
}): buildConnector.connector {
  return (target, callback) => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
    dialChecked(target.hostname, port, target.protocol === 'https:', options).then(
      socket => callback(null, socket),
      (error: Error) => callback(error, null),
    )
  }
}

/** The checked addresses of a host. @throws CarelineError when it has none or one of them is refused */
export async function checkedAddresses(
  hostname: string,
  port: number,
  { allow, resolver }: { allow: AllowList; resolver: Resolver },
): Promise<string[]> {
  const literal = normalAddress(hostname)
  const found = literal === undefined ? await lookUp(hostname, resolver) : [literal]
  const addresses = found.map(address => normalAddress(address))
  for (const address of addresses) checkAddress(address ?? 'none', hostname, port, allow)
  return addresses.filter(address => address !== undefined)
}

async function lookUp(hostname: string, resolver: Resolver): Promise<string[]> {
  let found: string[] = []
  try {
    found = await resolver(hostname)
  } catch (error) {
    throw fetchFailure('name-unknown', `The name "${hostname}" is not known.`, error)
  }
  if (found.length === 0) throw fetchFailure('name-unknown', `The name "${hostname}" has no address.`)
  return found
}

async function dialChecked(
  hostname: string,
  port: number,
  secure: boolean,
  options: { allow: AllowList; resolver: Resolver; dialer: Dialer },
): Promise<Socket> {
  const addresses = await checkedAddresses(hostname, port, options)
  let last: unknown
  for (const address of addresses) {
    try {
      return await options.dialer({ address, port, servername: secure ? hostname : undefined })
    } catch (error) {
      if (fetchFailureOf(error)) throw error
      last = error
    }
  }
  throw fetchFailure('unreachable', `"${hostname}" could not be reached: ${messageOf(last)}.`, last)
}
