import ipaddr from 'ipaddr.js'

/** An address in its one normal form, IPv4-mapped IPv6 as the IPv4 it means; `undefined` when it is none. */
export function normalAddress(text: string): string | undefined {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  // A zone (`fe80::1%eth0`) only makes sense for link-local addresses, which are refused anyway.
  if (bare.includes('%') || !ipaddr.isValid(bare)) return undefined
  return ipaddr.process(bare).toString()
}

/**
 * Addresses that look public but are not: the platform endpoint that Azure hangs on every virtual machine, and
 * what the IANA special-purpose registries set apart and the address library counts as unicast.
 */
const setApart = [
  '168.63.129.16/32',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.175.48.0/24',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
].map(range => ipaddr.parseCIDR(range))

/** All of IPv6 that is given out as global unicast (RFC 4291); `::/96`, `64:ff9b::/96`, `fec0::/10` ... lie outside. */
const globalUnicast6 = ipaddr.parseCIDR('2000::/3')

/** Whether an address is one any stranger on the internet could reach: public unicast and nothing else. */
export function isPublicAddress(text: string): boolean {
  const normal = normalAddress(text)
  if (normal === undefined) return false
  const address = ipaddr.parse(normal)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv6' && !inRange(address, globalUnicast6)) return false
  return !setApart.some(range => inRange(address, range))
}

/** A range of addresses such as `10.0.0.0/8` as a test, or `undefined` when `text` is no range and no address. */
export function addressRange(text: string): ((address: string) => boolean) | undefined {
  const bare = text.replace(/[[\]]/g, '')
  const range = ipaddr.isValidCIDR(bare) ? ipaddr.parseCIDR(bare) : undefined
  if (!range) return undefined
  return address => {
    const normal = normalAddress(address)
    return normal !== undefined && inRange(ipaddr.parse(normal), range)
  }
}

type Address = ReturnType<typeof ipaddr.parse>

function inRange(address: Address, [base, bits]: ReturnType<typeof ipaddr.parseCIDR>): boolean {
  return address.kind() === base.kind() && address.match(base, bits)
}
