import ipaddr from 'ipaddr.js'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * Tells the address of the client behind the proxies we trust: the rightmost entry of X-Forwarded-For that no
 * trusted proxy wrote. Without a trusted proxy the header is ignored, since anybody can send it.
 */
export function createClientAddress(
  trustedProxies: readonly string[],
): (peer: string, forwardedFor?: string) => string {
  const trusted = trustedProxies.map(toRange)
  return (peer, forwardedFor) => {
    let address = normalise(peer)
    const hops = (forwardedFor ?? '').split(',').map(hop => hop.trim())
    while (isTrusted(address, trusted)) {
      const next = hops.pop()
      if (!next || !ipaddr.isValid(next)) break
      address = normalise(next)
    }
    return address
  }
}

function toRange(text: string): Range {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

function normalise(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address
}

function isTrusted(address: string, ranges: Range[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return ranges.some(
    ([base, bits]) => base.kind() === parsed.kind() && parsed.match(base as ipaddr.IPv4, bits),
  )
}
