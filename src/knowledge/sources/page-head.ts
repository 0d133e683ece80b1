/** What a crawler needs of an HTML page, read without building a tree (the page is parsed in the worker later). */
export interface PageHead {
  /** Absolute addresses of links that may be followed, in the order of the page, each once. */
  links: string[]
  canonical: string | undefined
  noindex: boolean
  nofollow: boolean
}

const MAX_LINKS = 5000

/**
 * Links, canonical address and robots wishes of an HTML page. A scan over its tags, in time linear in its length;
 * `<base href>` counts for links, never for what may be fetched (the guarded client decides that).
 */
export function readPageHead(html: string, address: string): PageHead {
  const head: PageHead = { links: [], canonical: undefined, noindex: false, nofollow: false }
  const links = new Set<string>()
  let base = address
  for (const [, name = '', inside = ''] of html.matchAll(/<(a|area|base|link|meta)\s([^<>]{1,4000})>/gi)) {
    const attributes = attributesOf(inside)
    const tag = name.toLowerCase()
    const href = attributes['href']
    if (tag === 'meta') noteRobots(head, attributes)
    else if (href === undefined || !URL.canParse(href, base)) continue
    else if (tag === 'base') base = new URL(href, address).href
    else if (tag === 'link') noteCanonical(head, attributes['rel'] ?? '', new URL(href, base).href)
    else if (!/\bnofollow\b/i.test(attributes['rel'] ?? '') && links.size < MAX_LINKS)
      links.add(new URL(href, base).href)
  }
  head.links = head.nofollow ? [] : [...links]
  return head
}

/** The wishes of `X-Robots-Tag` or of `<meta name=robots>`: whether to keep the page, and whether to follow it. */
export function robotsWishes(content: string): { noindex: boolean; nofollow: boolean } {
  const words = content
    .toLowerCase()
    .slice(0, 1000)
    .split(/[\s,;:]/)
  const none = words.includes('none')
  return { noindex: none || words.includes('noindex'), nofollow: none || words.includes('nofollow') }
}

function noteRobots(head: PageHead, attributes: Record<string, string>): void {
  if (!/^(?:robots|careline)$/i.test(attributes['name'] ?? '')) return
  const wishes = robotsWishes(attributes['content'] ?? '')
  head.noindex ||= wishes.noindex
  head.nofollow ||= wishes.nofollow
}

function noteCanonical(head: PageHead, rel: string, href: string): void {
  if (/\bcanonical\b/i.test(rel)) head.canonical ??= href
}

function attributesOf(inside: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  const found = inside.matchAll(
    /(?<![\w-])([a-z-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]{1,2000}))/gi,
  )
  for (const [, name = '', double, single, bare] of found)
    attributes[name.toLowerCase()] ??= unescapeAmpersand((double ?? single ?? bare ?? '').trim())
  return attributes
}

function unescapeAmpersand(value: string): string {
  return value.replaceAll(/&(?:amp|#38|#x26);/gi, '&')
}
