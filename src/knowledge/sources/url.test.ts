import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { type SitePage, startWebSite, type WebSite } from '../../../tests/support/web-site.ts'
import { createGuardedFetch } from '../../platform/fetch/guarded-fetch.ts'
import type { KnownPage, SourceItem, UrlSource } from './source.ts'
import { readUrl } from './url.ts'

const now = new Date('2026-03-01T09:00:00Z')
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0)) await part.close()
})

async function siteOf(pages: Record<string, SitePage>): Promise<WebSite> {
  const site = await startWebSite(pages)
  open.push(site)
  return site
}

async function crawl(site: WebSite, source: Partial<UrlSource> = {}, previous?: Map<string, KnownPage>) {
  const guardedFetch = createGuardedFetch({ allow: [site.allow] })
  open.unshift(guardedFetch)
  const pauses: number[] = []
  const reading = readUrl(
    { kind: 'url', location: `${site.origin}/`, delayMs: 0, ...source },
    {
      guardedFetch,
      now,
      userAgent: 'Careline/0.1.0 (+https://careline.example)',
      pause: async ms => {
        pauses.push(ms)
      },
      ...(previous ? { previous } : {}),
    },
  )
  const items: SourceItem[] = []
  for await (const item of reading) items.push(item)
  const paths = items.map(item => item.path.slice(site.origin.length))
  return { reading, items, paths, pauses }
}

const page = (links: string[] = [], head = '', text = '') =>
  `<html><head>${head}</head><body><p>${text || links.join()}</p>${links.map(link => `<a href="${link}">x</a>`).join('')}</body></html>`

function known(items: readonly SourceItem[]): Map<string, KnownPage> {
  return new Map(items.flatMap(item => ('contentHash' in item ? [[item.path, item]] : [])))
}

test('without a sitemap links are followed breadth first, on the site and below the start only', async () => {
  const site = await siteOf({
    '/help/': page([
      '/help/a',
      'b',
      '/shop',
      'https://elsewhere.example/x',
      '/help/logo.png',
      'mailto:a@b.example',
    ]),
    '/help/a': page(['/help/c#part', '/help/']),
    '/help/b': page([], '', 'b'),
    '/help/c': page([], '', 'c'),
    '/shop': page(),
  })
  const { paths, reading } = await crawl(site, { location: `${site.origin}/help/` })
  expect(paths).toEqual(['/help/', '/help/a', '/help/b', '/help/c'])
  expect(reading.complete).toBe(true)
  expect(reading.total).toBe(4)
  expect(site.requests).not.toContain('GET /shop')
  expect(site.headers['/help/a']?.['user-agent']).toBe('Careline/0.1.0 (+https://careline.example)')
})

test('a sitemap index with a zipped part gives the pages, and other sites in it are left out', async () => {
  const site: WebSite = await siteOf({})
  const list = (...paths: string[]) =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map(path => `<url><loc>${path.startsWith('http') ? path : site.origin + path}</loc></url>`).join('')}</urlset>`
  Object.assign(site.pages, {
    '/robots.txt': { body: `User-agent: *\nDisallow: /private\nSitemap: ${site.origin}/index.xml` },
    '/index.xml': {
      body: `<sitemapindex><sitemap><loc>${site.origin}/one.xml</loc></sitemap><sitemap><loc>${site.origin}/two.xml.gz</loc></sitemap><sitemap><loc>https://elsewhere.example/three.xml</loc></sitemap></sitemapindex>`,
    },
    '/one.xml': { body: list('/a', '/private/x', 'https://elsewhere.example/y') },
    '/two.xml.gz': { body: gzipSync(list('/b?utm_source=news', '/a#top')) },
    '/a': page(['/not-listed'], '', 'a'),
    '/b': page([], '', 'b'),
    '/not-listed': page(),
  } satisfies Record<string, SitePage>)
  const { paths } = await crawl(site)
  expect(paths).toEqual(['/a', '/b'])
  expect(site.requests).not.toContain('GET /private/x')
  expect(site.requests).not.toContain('GET /not-listed')
})

const sitemap = (site: WebSite, ...paths: string[]) =>
  `<urlset>${paths.map(path => `<url><loc>${site.origin}${path}</loc></url>`).join('')}</urlset>`

/** A site of two sitemaps, `/a` and `/b` in the first and `/c` and `/d` in the second, read once. */
async function twoSitemaps() {
  const site: WebSite = await siteOf({})
  Object.assign(site.pages, {
    '/robots.txt': { body: `Sitemap: ${site.origin}/one.xml\nSitemap: ${site.origin}/two.xml` },
    '/one.xml': { body: sitemap(site, '/a', '/b') },
    '/two.xml': { body: sitemap(site, '/c', '/d') },
    ...Object.fromEntries(['/a', '/b', '/c', '/d'].map(path => [path, page([], '', path)])),
  } satisfies Record<string, SitePage>)
  const first = await crawl(site)
  expect(first.paths).toEqual(['/a', '/b', '/c', '/d'])
  expect(first.reading.complete).toBe(true)
  return { site, previous: known(first.items) }
}

const goneFrom = (site: WebSite, { gone }: { gone: readonly string[] }) =>
  gone.map(path => path.slice(site.origin.length))

test.each([
  ['answers 503', { status: 503 }],
  ['is gone', { status: 404 }],
  ['turns into a page', { body: '<html>Back soon</html>' }],
  ['breaks off', { body: '<urlset><url><loc>' }],
])('when one sitemap %s its known pages are asked for, and only what is gone goes', async (_, answer) => {
  const { site, previous } = await twoSitemaps()
  site.pages['/two.xml'] = answer
  delete site.pages['/d']
  const { paths, reading } = await crawl(site, {}, previous)
  expect(paths.sort()).toEqual(['/a', '/b', '/c'])
  expect(reading.complete).toBe(false)
  expect(goneFrom(site, reading)).toEqual(['/d'])
  expect(reading.notes.join()).toContain('/two.xml could not be read')
})

test('a page that no sitemap lists any more is gone when all of them were read', async () => {
  const { site, previous } = await twoSitemaps()
  site.pages['/two.xml'] = { body: sitemap(site, '/c') }
  const { paths, reading } = await crawl(site, {}, previous)
  expect(paths).toEqual(['/a', '/b', '/c'])
  expect(reading.complete).toBe(true)
})

test('pages behind the cap are neither read nor gone, and those known before are asked for first', async () => {
  const { site, previous } = await twoSitemaps()
  const grown = Array.from({ length: 6 }, (_, at) => `/new${at}`)
  for (const path of grown) site.pages[path] = page([], '', path)
  site.pages['/one.xml'] = { body: sitemap(site, ...grown, '/a') }
  delete site.pages['/b']
  const { paths, reading } = await crawl(site, { maxPages: 4 }, previous)
  expect(paths).toEqual(['/new0', '/new1', '/new2', '/new3'])
  expect(reading.complete).toBe(false)
  expect(goneFrom(site, reading)).toEqual(['/b'])
})

test('a page that a new pattern excludes is gone, though the cap left others unread', async () => {
  const { site, previous } = await twoSitemaps()
  const { reading } = await crawl(site, { maxPages: 1, exclude: ['/d'] }, previous)
  expect(reading.complete).toBe(false)
  expect(goneFrom(site, reading)).toEqual(['/d'])
})

test('a redirect to a page that robots.txt closes is not followed', async () => {
  const site = await siteOf({
    '/robots.txt': { body: 'User-agent: *\nDisallow: /private' },
    '/': page(['/moved', '/open']),
    '/moved': { status: 302, headers: { location: '/private/plan' } },
    '/private/plan': page([], '', 'secret'),
    '/open': page([], '', 'open'),
  })
  const { paths } = await crawl(site)
  expect(paths).toEqual(['/', '/open'])
  expect(site.requests).toContain('GET /moved')
  expect(site.requests).not.toContain('GET /private/plan')
})

test('robots.txt closes paths and sets the pace', async () => {
  const site = await siteOf({
    '/robots.txt': {
      body: 'User-agent: careline\nDisallow: /closed\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /',
    },
    '/': page(['/closed/a', '/open']),
    '/open': page([], '', 'open'),
    '/closed/a': page(),
  })
  const { paths, pauses } = await crawl(site)
  expect(paths).toEqual(['/', '/open'])
  expect(pauses.every(ms => ms > 2000 && ms <= 3000)).toBe(true)
  expect(pauses).toHaveLength(1)
})

test('a robots.txt that forbids everything refuses the source, and one that fails puts it off', async () => {
  const closed = await siteOf({ '/robots.txt': { body: 'User-agent: *\nDisallow: /' }, '/': page() })
  await expect(crawl(closed)).rejects.toMatchObject({ code: 'forbidden' })
  const failing = await siteOf({ '/robots.txt': { status: 503 }, '/': page() })
  await expect(crawl(failing)).rejects.toMatchObject({ code: 'unavailable' })
  expect(failing.requests).toEqual(['GET /robots.txt'])
})

test('include and exclude patterns choose pages, and the cap ends the crawl with a note', async () => {
  const site = await siteOf({
    '/': page(['/help/a', '/help/old/b', '/blog/c', '/help/d', '/help/e']),
    '/help/a': page([], '', 'a'),
    '/help/old/b': page([], '', 'b'),
    '/blog/c': page([], '', 'c'),
    '/help/d': page([], '', 'd'),
    '/help/e': page([], '', 'e'),
  })
  const chosen = await crawl(site, { include: ['/', '/help/**'], exclude: ['/help/old/**'] })
  expect(chosen.paths).toEqual(['/', '/help/a', '/help/d', '/help/e'])
  const capped = await crawl(site, { include: ['/', '/help/**'], maxPages: 2 })
  expect(capped.paths).toEqual(['/', '/help/a'])
  expect(capped.reading.notes.join()).toContain('first 2 pages')
})

test('noindex pages are followed but not kept, nofollow pages are kept but not followed', async () => {
  const site = await siteOf({
    '/': page(['/tags', '/end', '/hidden']),
    '/tags': page(['/found'], '<meta name="robots" content="noindex">'),
    '/found': page([], '', 'found'),
    '/end': page(['/beyond'], '<meta name="robots" content="nofollow">'),
    '/beyond': page(),
    '/hidden': { headers: { 'content-type': 'text/html', 'x-robots-tag': 'noindex' }, body: 'hidden' },
  })
  const { paths } = await crawl(site)
  expect(paths.sort()).toEqual(['/', '/end', '/found'])
})

test('copies are one page: fragments, tracking parameters, canonical address, equal bytes', async () => {
  const site = await siteOf({
    '/': page(['/a#one', '/a?utm_campaign=x', '/a?sort=price', '/same', '/same/', '/typo']),
    '/a': page([], '', 'a'),
    '/a?sort=price': page([], '<link rel="canonical" href="/a">', 'a sorted'),
    '/same': page([], '', 'same'),
    '/same/': page([], '', 'same'),
    '/typo': page([], '<link rel="canonical" href="/">', 'its template names the front page'),
  })
  const { paths } = await crawl(site)
  expect(paths).toEqual(['/', '/a', '/same', '/typo'])
})

test('a second reading asks only for changes, finds new pages, and does not list what is gone', async () => {
  const site = await siteOf({
    '/': page(['/a', '/b', '/c']),
    '/a': page(['/deep'], '', 'a'),
    '/b': page([], '', 'b'),
    '/c': page([], '', 'c'),
    '/deep': page([], '', 'deep'),
  })
  const first = await crawl(site)
  expect(first.paths).toEqual(['/', '/a', '/b', '/c', '/deep'])
  site.pages['/b'] = page(['/new'], '', 'b changed')
  site.pages['/new'] = page([], '', 'new')
  delete site.pages['/c']
  const second = await crawl(site, {}, known(first.items))
  const told = Object.fromEntries(
    second.items.map(item => [
      item.path.slice(site.origin.length),
      'unchanged' in item ? 'unchanged' : 'bytes' in item ? 'bytes' : 'failed',
    ]),
  )
  expect(told).toEqual({
    '/': 'unchanged',
    '/a': 'unchanged',
    '/b': 'bytes',
    '/deep': 'unchanged',
    '/new': 'bytes',
  })
  expect(second.items.find(item => item.path.endsWith('/a'))).toMatchObject({ etag: expect.any(String) })
})

test('a page that fails says why and is listed, so that what was known of it stays', async () => {
  const site = await siteOf({
    '/': page(['/broken', '/big', '/ok', '/login']),
    '/broken': { status: 500 },
    '/big': { headers: { 'content-type': 'text/html' }, body: 'x'.repeat(5 * 1024 * 1024 + 1) },
    '/ok': page([], '', 'ok'),
    '/login': { status: 302, headers: { location: 'https://accounts.example/' } },
  })
  const { items, paths } = await crawl(site)
  expect(paths).toEqual(['/', '/broken', '/big', '/ok'])
  expect(items[1]).toMatchObject({ failed: expect.stringContaining('500') })
  expect(items[2]).toMatchObject({ failed: expect.stringContaining('larger than 5,242,880 bytes') })
})

test('a busy server is asked once more after the time it names', async () => {
  let asked = 0
  const site = await siteOf({
    '/': () => (asked++ === 0 ? { status: 429, headers: { 'retry-after': '7' } } : page([], '', 'now')),
  })
  const { paths, pauses } = await crawl(site)
  expect(paths).toEqual(['/'])
  expect(pauses).toEqual([7000])
})

test('redirects inside the site are followed to the real address, which is read once', async () => {
  const site = await siteOf({
    '/': page(['/old', '/new']),
    '/old': { status: 301, headers: { location: '/new' } },
    '/new': page([], '', 'new'),
  })
  const { paths } = await crawl(site)
  expect(paths).toEqual(['/', '/new'])
})

test('no more requests run at once than configured', async () => {
  const links = Array.from({ length: 12 }, (_, index) => `/p${index}`)
  const site = await siteOf({
    '/': page(links),
    ...Object.fromEntries(links.map(link => [link, page([], '', link)])),
  })
  site.together = { path: /^\/p/, count: 3 }
  const { paths } = await crawl(site, { concurrency: 3 })
  expect(paths).toHaveLength(13)
  expect(site.mostAtOnce).toBe(3)
})

test('links to inner addresses are never fetched, whatever a page says its base is', async () => {
  const site = await siteOf({
    '/': page(['x', 'http://169.254.169.254/latest'], '<base href="http://10.0.0.1/">'),
    '/x': page(),
  })
  const { paths } = await crawl(site)
  expect(paths).toEqual(['/'])
  expect(site.requests).toEqual(['GET /robots.txt', 'GET /sitemap.xml', 'GET /'])
})

test('a site that cannot be reached or has no such page is an error of the source, not an empty site', async () => {
  const site = await siteOf({ '/': { status: 404 } })
  await expect(crawl(site)).rejects.toMatchObject({ code: 'not-found' })
  await site.close()
  await expect(crawl(site)).rejects.toMatchObject({ code: 'unavailable' })
})

test('a crawl that is stopped in the middle is not complete', async () => {
  const site = await siteOf({ '/': page(['/a', '/b']), '/a': page([], '', 'a'), '/b': page([], '', 'b') })
  const guardedFetch = createGuardedFetch({ allow: [site.allow] })
  open.unshift(guardedFetch)
  const controller = new AbortController()
  const reading = readUrl(
    { kind: 'url', location: `${site.origin}/`, delayMs: 0 },
    { guardedFetch, now, signal: controller.signal },
  )
  const stopped = (async () => {
    for await (const _ of reading) controller.abort(new Error('the server stops'))
  })()
  await expect(stopped).rejects.toThrow('the server stops')
  expect(reading.complete).toBe(false)
  expect(site.requests).not.toContain('GET /a')
})
