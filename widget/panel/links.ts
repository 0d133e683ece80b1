/**
 * Which addresses may become links. An answer may only lead where the company is at home: the page's own host, the
 * hosts of the sources it cites, and those its owner named. Everything else stays readable text.
 */

/**
 * The address a link may open, or undefined. Absolute http(s) on an allowed host (lower case), without user name or
 * password (`https://shop.example@evil.example` is a visit to evil.example); `mailto:` to one address of an allowed
 * host or of a domain above it, without the fields that could fill in a letter.
 */
export function safeLink(text: string, hosts: readonly string[]): string | undefined {
  const href = citationLink(text)
  if (href) return hosts.includes(new URL(href).hostname) ? href : undefined
  const [, address, domain] = /^(mailto:[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+)+))(?:\?|$)/i.exec(text) ?? []
  return domain && hosts.some(host => `.${host}`.endsWith(`.${domain.toLowerCase()}`)) ? address : undefined
}

/** An http(s) address without credentials, absolute or relative to `base`; undefined for anything else. */
export function citationLink(text: string, base?: string): string | undefined {
  try {
    const { protocol, username, password, href } = new URL(text, base)
    return /^https?:$/.test(protocol) && !username && !password ? href : undefined
  } catch {
    return undefined
  }
}
