import { gunzipSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'
import { messageOf } from '../../kit/errors.ts'
import type { GuardedFetch } from '../../platform/fetch/guarded-fetch.ts'

/** Bytes of one sitemap, unpacked; sitemaps.org allows 50 MB, real help centres stay below one. */
const MAX_BYTES = 10 * 1024 * 1024
const MAX_SITEMAPS = 50
const MAX_ADDRESSES = 50_000

/**
 * All page addresses of some sitemaps (sitemaps.org 0.9: XML, index files, plain text, gzip), each once. A sitemap that cannot be
 * read is named in `notes` and does not spoil the others; `admitted` keeps out sitemaps of other sites.
 */
export async function readSitemaps(
  sitemaps: readonly string[],
  options: {
    guardedFetch: GuardedFetch
    admitted: (address: string) => boolean
    notes: string[]
    signal?: AbortSignal
  },
): Promise<string[]> {
  const waiting = [...sitemaps]
  const seen = new Set<string>()
  const pages = new Set<string>()
  while (waiting.length > 0 && seen.size < MAX_SITEMAPS && pages.size < MAX_ADDRESSES) {
    const address = waiting.shift() as string
    if (seen.has(address) || !options.admitted(address)) continue
    seen.add(address)
    const found = await readSitemap(address, options)
    waiting.push(...found.sitemaps)
    for (const page of found.pages) if (pages.size < MAX_ADDRESSES) pages.add(page)
  }
  return [...pages]
}

interface Sitemap {
  pages: string[]
  sitemaps: string[]
}

const NOTHING: Sitemap = { pages: [], sitemaps: [] }

async function readSitemap(
  address: string,
  { guardedFetch, notes, signal }: { guardedFetch: GuardedFetch; notes: string[]; signal?: AbortSignal },
): Promise<Sitemap> {
  try {
    const response = await guardedFetch(address, { maxBytes: MAX_BYTES, ...(signal ? { signal } : {}) })
    if (response.status === 404 || response.status === 410) return NOTHING
    if (response.status !== 200) throw new Error(`it answers ${response.status}`)
    return parseSitemap(textOf(response.body))
  } catch (error) {
    signal?.throwIfAborted()
    notes.push(`The sitemap ${address} could not be read: ${messageOf(error)}`)
    return NOTHING
  }
}

function textOf(body: Uint8Array): string {
  const zipped = body[0] === 0x1f && body[1] === 0x8b
  return new TextDecoder().decode(zipped ? gunzipSync(body, { maxOutputLength: MAX_BYTES }) : body)
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  isArray: name => name === 'url' || name === 'sitemap',
})

/** The addresses a sitemap lists. Anything that is neither XML nor lines of addresses gives nothing. @throws Error */
export function parseSitemap(text: string): Sitemap {
  if (!text.trimStart().startsWith('<'))
    return {
      pages: text
        .split(/\r?\n/)
        .map(line => line.trim())
        .filter(isAddress),
      sitemaps: [],
    }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return NOTHING
  const parsed = parser.parse(text) as {
    urlset?: { url?: { loc?: unknown }[] }
    sitemapindex?: { sitemap?: { loc?: unknown }[] }
  }
  return {
    pages: locations(parsed.urlset?.url),
    sitemaps: locations(parsed.sitemapindex?.sitemap),
  }
}

function locations(entries: { loc?: unknown }[] | undefined): string[] {
  return (entries ?? []).map(entry => String(entry?.loc ?? '').trim()).filter(isAddress)
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}
