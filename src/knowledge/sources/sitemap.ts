import { gunzipSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'
import { messageOf } from '../../kit/errors.ts'
import { DEFAULT_MAX_BYTES, type GuardedFetch } from '../../platform/fetch/guarded-fetch.ts'

/** Bytes of one sitemap, unpacked; sitemaps.org allows 50 MB, real help centres stay below one. */
const MAX_BYTES = DEFAULT_MAX_BYTES
const MAX_SITEMAPS = 50
const MAX_ADDRESSES = 50_000

export interface SitemapOptions {
  guardedFetch: GuardedFetch
  /** Keeps out sitemaps of other sites. */
  admitted: (address: string) => boolean
  /** Nobody named these sitemaps: that one is missing, or is a page, says nothing. */
  guessed?: boolean
  /** Gets a sentence on each sitemap that could not be read. */
  notes: string[]
  signal?: AbortSignal
}

/** The page addresses of sitemaps, each once. When not `whole`, there may be pages that are not among them. */
export interface Listing {
  pages: string[]
  whole: boolean
}

/**
 * All page addresses of some sitemaps (sitemaps.org 0.9: XML, index files, plain text, gzip). A sitemap that cannot
 * be read is named in `notes` and does not spoil the others.
 */
export async function readSitemaps(sitemaps: readonly string[], options: SitemapOptions): Promise<Listing> {
  const waiting = sitemaps.filter(options.admitted)
  const named = new Set(waiting)
  const pages = new Set<string>()
  let whole = true
  let read = 0
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (read++ === MAX_SITEMAPS || pages.size === MAX_ADDRESSES) {
      options.notes.push(`Only the first ${MAX_SITEMAPS} sitemaps and ${MAX_ADDRESSES} addresses were read.`)
      return { pages: [...pages], whole: false }
    }
    const found = await readSitemap(address, { ...options, guessed: options.guessed === true && read === 1 })
    whole &&= found !== undefined
    for (const next of found?.sitemaps ?? []) {
      if (named.has(next) || !options.admitted(next)) continue
      named.add(next)
      waiting.push(next)
    }
    for (const page of found?.pages ?? []) if (pages.size < MAX_ADDRESSES) pages.add(page)
  }
  return { pages: [...pages], whole: whole && pages.size < MAX_ADDRESSES }
}

interface Sitemap {
  pages: string[]
  sitemaps: string[]
}

const NOTHING: Sitemap = { pages: [], sitemaps: [] }

/** `undefined`: what it lists is not known. */
async function readSitemap(
  address: string,
  { guardedFetch, guessed, notes, signal }: SitemapOptions,
): Promise<Sitemap | undefined> {
  try {
    const response = await guardedFetch(address, { maxBytes: MAX_BYTES, ...(signal ? { signal } : {}) })
    if (guessed && (response.status === 404 || response.status === 410)) return NOTHING
    if (response.status !== 200) throw new Error(`it answers ${response.status}.`)
    const sitemap = parseSitemap(textOf(response.body))
    if (!sitemap && !guessed) throw new Error('it is not a sitemap, or not a whole one.')
    return sitemap ?? NOTHING
  } catch (error) {
    signal?.throwIfAborted()
    notes.push(`The sitemap ${address} could not be read: ${messageOf(error)}`)
    return undefined
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

/** Where a sitemap or an index ends: one that was cut off lists less than there is. */
const CLOSED = /<\/(?:\w{1,20}:)?(?:urlset|sitemapindex)\s*>|<(?:urlset|sitemapindex)[^<>]{0,500}\/>/

/** The addresses a sitemap lists; `undefined` for what is neither whole XML nor lines of addresses. @throws Error */
export function parseSitemap(text: string): Sitemap | undefined {
  if (!text.trimStart().startsWith('<')) return linesOfAddresses(text)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text) || !CLOSED.test(text)) return undefined
  const parsed = parser.parse(text) as {
    urlset?: { url?: { loc?: unknown }[] }
    sitemapindex?: { sitemap?: { loc?: unknown }[] }
  }
  return {
    pages: locations(parsed.urlset?.url),
    sitemaps: locations(parsed.sitemapindex?.sitemap),
  }
}

function linesOfAddresses(text: string): Sitemap | undefined {
  const lines = text.split(/\r?\n/).map(line => line.trim())
  const pages = lines.filter(isAddress)
  return pages.length > 0 ? { pages, sitemaps: [] } : undefined
}

function locations(entries: { loc?: unknown }[] | undefined): string[] {
  return (entries ?? []).map(entry => String(entry?.loc ?? '').trim()).filter(isAddress)
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}
