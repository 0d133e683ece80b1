import { CarelineError } from '../../kit/errors.ts'
import { addressRange, normalAddress } from './addresses.ts'

/** What server configuration allows beyond the public internet: named hosts with their port, and address ranges. */
export interface AllowList {
  /** Whether this very host and port were named. */
  host(hostname: string, port: number): boolean
  /** Whether an address lies in an allowed range (any port). */
  address(address: string): boolean
  readonly hasRanges: boolean
}

/**
 * Reads entries `host:port` (`ollama:11434`, `127.0.0.1:8080`, `[::1]:8080`), `host` (ports 80 and 443) and
 * CIDR ranges (`10.1.0.0/16`). Entries come from the server's own configuration, never from a workspace.
 * @throws CarelineError invalid, naming the entry
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>()
  const ranges: ((address: string) => boolean)[] = []
  for (const entry of entries) {
    const range = entry.includes('/') ? addressRange(entry) : undefined
    if (range) ranges.push(range)
    else for (const host of hostsOf(entry)) hosts.add(host)
  }
  return {
    host: (hostname, port) => hosts.has(`${bareHost(hostname)}:${port}`),
    address: address => ranges.some(range => range(address)),
    hasRanges: ranges.length > 0,
  }
}

/** The entry that opens the one server of an address which the owner named. */
export function allowEntryOf(address: string): string {
  const { hostname, port, protocol } = new URL(address)
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}

/** A host name or literal in the form used for comparing: no brackets, no trailing dot, lower case. */
export function bareHost(hostname: string): string {
  return normalAddress(hostname) ?? hostname.toLowerCase().replace(/\.$/, '')
}

function hostsOf(entry: string): string[] {
  const url = entry.includes('/') || !URL.canParse(`http://${entry}`) ? undefined : new URL(`http://${entry}`)
  if (!url || url.hostname === '' || url.username !== '')
    throw new CarelineError(
      'invalid',
      `"${entry}" is not an allow-list entry: write host:port, host, or a range such as 10.1.0.0/16.`,
    )
  const stated = /:(\d+)$/.exec(entry.replace(/^\[[^\]]*\]/, ''))?.[1]
  return (stated ? [stated] : ['80', '443']).map(port => `${bareHost(url.hostname)}:${port}`)
}
