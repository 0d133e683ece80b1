/** Which addresses a quote may link to: the pages' own hosts and those the owner allows. */
export interface LinkRule {
  allowedHosts: readonly string[]
  /** Address of the page quoted; its host is allowed, and relative links stay. */
  pageUrl: string
}

/**
 * The quote with images taken out and links that lead elsewhere turned into their text; code is left as it is. A bare
 * address that leads elsewhere becomes code: still to be read, and no reader of Markdown or mail makes it a link.
 */
export function keepSafeLinks(text: string, rule: LinkRule): string {
  return text
    .split(/(`[^`]*`)/)
    .map(part => (part.startsWith('`') ? part : cleanPart(part, rule)))
    .join('')
    .trim()
}

function cleanPart(part: string, rule: LinkRule): string {
  return part
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(
      /\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)/g,
      (whole, label: string, target: string) => (isAllowed(target, rule) ? whole : label),
    )
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/\]\([^)\s]*\)|(?:https?|ftp):\/\/[^\s<>"'`|[\]{}\\*]+/gi, found => {
      const address = /^.*[^.,;:!?)]/.exec(found)?.[0] ?? found
      if (found.startsWith('](') || isAllowed(address, rule)) return found
      return `\`${address}\`${found.slice(address.length)}`
    })
    .replace(/ {2,}/g, ' ')
}

/** Whether an answer may point to `target`: a relative link, the page's own host, or one the owner allows. */
export function isAllowed(target: string, rule: LinkRule): boolean {
  if (/^mailto:[^?]+$/i.test(target)) return true
  if (!/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) return target !== '' && !/[\\]/.test(target)
  const to = urlOf(target.startsWith('//') ? `https:${target}` : target)
  if (!to?.hostname || !/^(?:https?:|\/\/)/i.test(target)) return false
  return to.hostname === urlOf(rule.pageUrl)?.hostname || rule.allowedHosts.some(host => isOf(to, host))
}

/** `shop.example` stands for itself and what is below it, `*.shop.example` for the latter alone; a port is held to. */
function isOf(to: URL, allowed: string): boolean {
  const [name = '', port] = allowed.toLowerCase().split(':')
  if (port !== undefined && port !== (to.port || defaultPorts[to.protocol])) return false
  const below = to.hostname.endsWith(`.${name.replace(/^\*\./, '')}`)
  return below || to.hostname === name
}

const defaultPorts: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

function urlOf(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}
