import { admits } from './glob.ts'
import type { UrlSource } from './source.ts'

/** Query parameters that say where a visitor came from, never what the page shows. */
const TRACKING =
  /^(?:utm_\w{1,40}|gclid|gclsrc|dclid|fbclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|_hsenc|_hsmi|hsctatracking|vero_id|mkt_tok|ref_src)$/i

/** File endings that are never a page. */
const NOT_PAGES =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|css|m?js|json|xml|rss|atom|zip|gz|tgz|rar|7z|exe|dmg|apk|mp[34]|m4[av]|webm|ogg|wav|mov|avi|woff2?|ttf|eot|pptx?|xlsx?)$/i

const LONGEST_URL = 2000

/**
 * A web address in the form by which pages are told apart: no fragment, no tracking parameters, the others in
 * order. `undefined` when it is not http(s), carries credentials or is longer than 2,000 characters.
 */
export function pageAddress(href: string, base?: string): string | undefined {
  if (href.length > LONGEST_URL || !URL.canParse(href, base)) return undefined
  const url = new URL(href, base)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  url.searchParams.sort()
  return url.href
}

/** Whether two addresses are of one site: the same host, `www.` and http or https aside. */
export function sameSite(a: string, b: string): boolean {
  return siteOf(a) === siteOf(b)
}

function siteOf(address: string): string {
  const url = new URL(address)
  const port = url.port === '80' || url.port === '443' ? '' : url.port
  return `${url.hostname.replace(/^www\./, '')}:${port}`
}

/**
 * Which addresses belong to a source: of its site, shown as pages, let in by the patterns; without an `include`
 * pattern, only what lies below the start address.
 */
export function scopeOf(source: UrlSource, start: string): (address: string) => boolean {
  const below = folderOf(new URL(start).pathname)
  return address => {
    const { pathname } = new URL(address)
    if (!sameSite(address, start) || NOT_PAGES.test(pathname) || !admits(pathname, source)) return false
    return (
      Boolean(source.include?.length) ||
      pathname === below ||
      pathname.startsWith(`${below}/`) ||
      below === ''
    )
  }
}

/** `/help/` and `/help/index.html` and `/help` stand for what lies below `/help`; `/` for everything. */
function folderOf(pathname: string): string {
  const last = pathname.slice(pathname.lastIndexOf('/') + 1)
  return last === '' || last.includes('.') ? pathname.slice(0, pathname.lastIndexOf('/')) : pathname
}
