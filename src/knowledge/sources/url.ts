import { setTimeout as sleep } from 'node:timers/promises'
import { CarelineError } from '../../kit/errors.ts'
import type { FetchedResponse } from '../../platform/fetch/guarded-fetch.ts'
import { decodeText } from '../parse/decode-text.ts'
import { formatOfMediaType, formatOfPath } from '../parse/formats.ts'
import { contentHashOf } from './content-hash.ts'
import { readPageHead, robotsWishes } from './page-head.ts'
import { type Robots, readRobots } from './robots.ts'
import { type Listing, readSitemaps } from './sitemap.ts'
import type { ReadContext, ReadingState, SourceItem, SourceReading, UrlSource } from './source.ts'
import { readingOf } from './source.ts'
import { pageAddress, sameSite, scopeOf } from './web-address.ts'
import { createTurns, fetchWebPage, type Pause, type WebPage, type WebPageReader } from './web-page.ts'

const DEFAULT_MAX_PAGES = 500
const DEFAULT_CONCURRENCY = 2
const DEFAULT_DELAY_MS = 200
const LONGEST_DELAY_MS = 10_000

/**
 * The pages of a web site: those its sitemap lists, or else those found by following links breadth first from the
 * start address. robots.txt, `noindex` and canonical addresses are heeded, pages seen the last time are asked
 * for only if changed, and nothing outside the site is fetched.
 * @throws CarelineError when the start address is none, may not be fetched, or the site cannot be reached
 */
export function readUrl(source: UrlSource, context: ReadContext & { pause?: Pause }): SourceReading {
  return readingOf(async function* (state) {
    const crawl = await startCrawl(source, context, state)
    while (crawl.queue.length > 0 && !crawl.full()) {
      const batch = crawl.queue.splice(0, source.concurrency ?? DEFAULT_CONCURRENCY)
      const fetched = await Promise.all(
        batch.map(async address => ({
          address,
          page: await fetchWebPage(address, context.previous?.get(address), crawl.reader),
        })),
      )
      for (const { address, page } of fetched) {
        const item = crawl.full() ? 'unread' : itemOf(address, page, crawl, context)
        if (item === 'unread') crawl.queue.push(address)
        if (!item || item === 'unread') continue
        crawl.given.add(item.path)
        state.total = Math.min(crawl.given.size + crawl.queue.length, crawl.maxPages)
        yield item
      }
      crawl.asked += batch.length
    }
    if (crawl.queue.length > 0)
      state.notes.push(
        `Only the first ${crawl.maxPages} pages were read (the page cap); ${crawl.queue.length} known ones were not.`,
      )
    state.total = crawl.given.size
    state.complete = crawl.whole && crawl.queue.length === 0
    state.gone = goneFrom(crawl, context)
  })
}

interface Crawl {
  start: string
  queue: string[]
  /** Every address ever queued, so that none is asked for twice. */
  seen: Set<string>
  /** Content hashes already given: the same bytes under two addresses are one page. */
  hashes: Set<string>
  /** Paths of the items given so far. */
  given: Set<string>
  asked: number
  maxPages: number
  followLinks: boolean
  /** Whether the sitemaps were all read, so that a page they do not list is gone. */
  whole: boolean
  robots: Robots
  reader: WebPageReader
  inScope(address: string): boolean
  full(): boolean
  enqueue(address: string | undefined): void
}

async function startCrawl(
  source: UrlSource,
  context: ReadContext & { pause?: Pause },
  state: ReadingState,
): Promise<Crawl> {
  const start = pageAddress(source.location)
  if (start === undefined) throw new CarelineError('invalid', `"${source.location}" is not a web address.`)
  const { guardedFetch, signal } = context
  const robots = await readRobots(new URL(start).origin, guardedFetch, signal)
  const inScope = scopeOf(source, start)
  const maxPages = source.maxPages ?? DEFAULT_MAX_PAGES
  const crawl: Crawl = {
    start,
    queue: [],
    seen: new Set(),
    hashes: new Set(),
    given: new Set(),
    asked: 0,
    maxPages,
    followLinks: false,
    whole: true,
    robots,
    reader: readerOf(source, context, robots),
    inScope,
    // Endless calendars and the like give few pages for many requests: a site that does is left, too.
    full: () => crawl.given.size >= maxPages || crawl.asked >= maxPages * 4 + 20,
    enqueue: address => {
      if (address === undefined || crawl.seen.has(address) || !inScope(address)) return
      crawl.seen.add(address)
      if (robots.allows(address)) crawl.queue.push(address)
    },
  }
  const listing = await listedPages(start, crawl, context, state)
  crawl.whole = listing.whole
  for (const address of listing.pages) crawl.enqueue(pageAddress(address))
  if (crawl.queue.length === 0) startFollowing(crawl, context)
  else if (!listing.whole || crawl.queue.length > maxPages) askForKnown(crawl, context)
  if (crawl.queue.length === 0)
    throw new CarelineError('forbidden', `robots.txt of the site does not allow reading ${start}.`)
  state.total = Math.min(crawl.queue.length, maxPages)
  return crawl
}

/**
 * Without a sitemap links are followed. An unchanged page is not sent again, so its links are not seen: the pages
 * of the last time are therefore queued as well, and a page that is new is linked from one that changed.
 */
function startFollowing(crawl: Crawl, context: ReadContext): void {
  crawl.followLinks = true
  if (crawl.robots.allows(crawl.start)) {
    crawl.seen.add(crawl.start)
    crawl.queue.push(crawl.start)
  }
  for (const address of context.previous?.keys() ?? []) crawl.enqueue(pageAddress(address))
}

/**
 * When not all listed pages come to be seen, what is not listed may be gone or not: it is asked for, and first, since
 * the page cap would otherwise keep dead pages for ever.
 */
function askForKnown(crawl: Crawl, context: ReadContext): void {
  const listed = crawl.queue.splice(0)
  for (const address of context.previous?.keys() ?? []) crawl.enqueue(pageAddress(address))
  crawl.queue.push(...listed)
}

/** Known pages that were asked for and gave nothing, or are outside what may be asked for. */
function goneFrom(crawl: Crawl, context: ReadContext): string[] {
  const kept = new Set([...crawl.given, ...crawl.queue])
  return [...(context.previous?.keys() ?? [])].filter(
    path => !kept.has(path) && (crawl.seen.has(path) || !crawl.inScope(path)),
  )
}

function listedPages(
  start: string,
  crawl: Crawl,
  { guardedFetch, signal }: ReadContext,
  state: ReadingState,
): Promise<Listing> {
  const { origin, pathname } = new URL(start)
  const isSitemap = /\.xml(?:\.gz)?$/i.test(pathname)
  const named = isSitemap ? [start] : crawl.robots.sitemaps
  return readSitemaps(named.length > 0 ? named : [`${origin}/sitemap.xml`], {
    guardedFetch,
    guessed: named.length === 0,
    notes: state.notes,
    admitted: address => sameSite(address, start),
    ...(signal ? { signal } : {}),
  })
}

function readerOf(
  source: UrlSource,
  context: ReadContext & { pause?: Pause },
  robots: Robots,
): WebPageReader {
  const pause = context.pause ?? ((ms, signal) => sleep(ms, undefined, signal ? { signal } : {}))
  const asked = Math.min((robots.crawlDelay ?? 0) * 1000, LONGEST_DELAY_MS)
  const delayMs = Math.max(source.delayMs ?? DEFAULT_DELAY_MS, asked)
  return {
    guardedFetch: context.guardedFetch,
    userAgent: context.userAgent ?? 'Careline',
    pause,
    turn: createTurns(delayMs, pause, context.signal),
    allows: robots.allows,
    ...(context.signal ? { signal: context.signal } : {}),
  }
}

/** The item of a fetched page, or nothing when it is gone, a duplicate, or does not want to be kept. */
function itemOf(address: string, page: WebPage, crawl: Crawl, context: ReadContext): SourceItem | undefined {
  const known = context.previous?.get(address)
  const isStart = address === crawl.start
  if (page.kind === 'page') return itemOfResponse(address, page.response, crawl, context)
  if (page.kind === 'unchanged' && known) {
    crawl.hashes.add(known.contentHash)
    return { path: address, url: address, unchanged: true, ...known }
  }
  if (page.kind === 'failed') {
    if (isStart && crawl.followLinks && page.unreachable)
      throw new CarelineError('unavailable', `${address} could not be read. ${page.reason}`)
    return { path: address, url: address, failed: page.reason }
  }
  if (isStart && crawl.followLinks && page.kind === 'gone')
    throw new CarelineError('not-found', `There is no page at ${address}.`)
  // A link of the site that leads away is no page of it; one that was listed, known or asked for is worth a word.
  if (page.kind === 'elsewhere' && (!crawl.followLinks || known || isStart))
    return { path: address, url: address, failed: 'The page leads to another site, which is not followed.' }
  return undefined
}

function itemOfResponse(
  asked: string,
  response: FetchedResponse,
  crawl: Crawl,
  context: ReadContext,
): SourceItem | undefined {
  const address = landedAt(asked, response, crawl)
  const mediaType = response.headers['content-type'] ?? ''
  const format =
    formatOfMediaType(mediaType) ?? (mediaType === '' ? formatOfPath(new URL(asked).pathname) : undefined)
  if (address === undefined || format === undefined) return undefined
  const wishes = robotsWishes(response.headers['x-robots-tag'] ?? '')
  if (format === 'html') {
    const head = readPageHead(decodeText(response.body, mediaType), address)
    if (crawl.followLinks && !wishes.nofollow) for (const link of head.links) crawl.enqueue(pageAddress(link))
    if (head.noindex || isCopy(head.canonical, address, crawl)) return undefined
  }
  const contentHash = contentHashOf(response.body)
  if (wishes.noindex || crawl.hashes.has(contentHash)) return undefined
  crawl.hashes.add(contentHash)
  const shared = { path: address, url: address, mediaType, contentHash, ...validatorsOf(response) }
  return context.previous?.get(address)?.contentHash === contentHash
    ? { ...shared, unchanged: true }
    : { ...shared, bytes: response.body }
}

/** Where redirects ended; `undefined` when that is a page already seen, out of scope, or closed by robots.txt. */
function landedAt(asked: string, response: FetchedResponse, crawl: Crawl): string | undefined {
  const address = pageAddress(response.url)
  if (address === undefined || address === asked) return address
  if (crawl.seen.has(address) || !crawl.robots.allows(address)) return undefined
  crawl.seen.add(address)
  return crawl.inScope(address) || asked === crawl.start ? address : undefined
}

/**
 * Whether a page says that another address is the real one; that one is then read instead. A canonical address
 * that is the site's front page is a common mistake of templates and ignored.
 */
function isCopy(canonical: string | undefined, address: string, crawl: Crawl): boolean {
  const real = canonical === undefined ? undefined : pageAddress(canonical)
  if (real === undefined || real === address || new URL(real).pathname === '/') return false
  if (!crawl.inScope(real) || !crawl.robots.allows(real)) return false
  crawl.enqueue(real)
  return true
}

function validatorsOf({ headers }: FetchedResponse): { etag?: string; lastModified?: string } {
  return {
    ...(headers['etag'] === undefined ? {} : { etag: headers['etag'] }),
    ...(headers['last-modified'] === undefined ? {} : { lastModified: headers['last-modified'] }),
  }
}
