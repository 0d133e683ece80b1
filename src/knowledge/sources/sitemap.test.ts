import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { startWebSite } from '../../../tests/support/web-site.ts'
import { createGuardedFetch } from '../../platform/fetch/guarded-fetch.ts'
import { parseSitemap, readSitemaps } from './sitemap.ts'

test('XML with or without namespace prefix and plain lines are sitemaps, other things are none', () => {
  const loc = 'https://shop.example/help?a=1&amp;b=2'
  expect(
    parseSitemap(`<s:urlset xmlns:s="x"><s:url><s:loc> ${loc} </s:loc></s:url></s:urlset>`)?.pages,
  ).toEqual(['https://shop.example/help?a=1&b=2'])
  expect(
    parseSitemap('https://shop.example/a\r\nnot an address\nhttps://shop.example/b')?.pages,
  ).toHaveLength(2)
  expect(parseSitemap('<html><body>Not found</body></html>')).toBeUndefined()
  expect(parseSitemap('<urlset/>')).toEqual({ pages: [], sitemaps: [] })
  expect(parseSitemap('<urlset><url><loc>https://shop.example/a</loc></url>')).toBeUndefined()
  expect(
    parseSitemap(
      '<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>https://a.example/&a;</loc></url></urlset>',
    ),
  ).toBeUndefined()
})

test('a bomb, a broken file and a circle of index files are named or passed over, and the rest is read', async () => {
  const site = await startWebSite({})
  const index = (...paths: string[]) =>
    `<sitemapindex>${paths.map(path => `<sitemap><loc>${site.origin}${path}</loc></sitemap>`).join('')}</sitemapindex>`
  Object.assign(site.pages, {
    '/index.xml': { body: index('/index.xml', '/bomb.xml.gz', '/broken.xml', '/good.xml') },
    '/bomb.xml.gz': { body: gzipSync(Buffer.alloc(64 * 1024 * 1024)) },
    '/broken.xml': { status: 500 },
    '/good.xml': { body: `<urlset><url><loc>${site.origin}/a</loc></url></urlset>` },
  })
  const guardedFetch = createGuardedFetch({ allow: [site.allow] })
  const notes: string[] = []
  const { pages, whole } = await readSitemaps([`${site.origin}/index.xml`], {
    guardedFetch,
    notes,
    admitted: () => true,
  })
  expect(pages).toEqual([`${site.origin}/a`])
  expect(whole).toBe(false)
  expect(notes).toHaveLength(2)
  expect(notes.join('\n')).toMatch(
    /bomb\.xml\.gz could not be read[\s\S]*broken\.xml could not be read: it answers 500/,
  )
  expect(site.requests.filter(request => request.endsWith('/index.xml'))).toHaveLength(1)
  await guardedFetch.close()
  await site.close()
})

test('a guessed sitemap may be missing or be a page, a named one may not', async () => {
  const site = await startWebSite({ '/page.xml': '<html>Everything is a page here</html>' })
  const guardedFetch = createGuardedFetch({ allow: [site.allow] })
  const read = (path: string, guessed: boolean) =>
    readSitemaps([site.origin + path], { guardedFetch, guessed, notes: [], admitted: () => true })
  for (const path of ['/missing.xml', '/page.xml']) {
    expect(await read(path, true), path).toEqual({ pages: [], whole: true })
    expect(await read(path, false), path).toEqual({ pages: [], whole: false })
  }
  await guardedFetch.close()
  await site.close()
})

test('a sitemap above 5 MB is not read', async () => {
  const site = await startWebSite({
    '/big.xml.gz': { body: gzipSync(`<urlset>${' '.repeat(5 * 1024 * 1024)}</urlset>`) },
  })
  const guardedFetch = createGuardedFetch({ allow: [site.allow] })
  const notes: string[] = []
  const listing = await readSitemaps([`${site.origin}/big.xml.gz`], {
    guardedFetch,
    notes,
    admitted: () => true,
  })
  expect(listing).toEqual({ pages: [], whole: false })
  expect(notes).toHaveLength(1)
  await guardedFetch.close()
  await site.close()
})
