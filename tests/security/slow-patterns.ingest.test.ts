import { expect, test } from 'vitest'
import { parseCsv } from '../../src/knowledge/parse/csv.ts'
import { decodeText } from '../../src/knowledge/parse/decode-text.ts'
import { blocksOfPages } from '../../src/knowledge/parse/pdf-layout.ts'
import { titleOfPath } from '../../src/knowledge/parse/title.ts'
import { matchesGlob } from '../../src/knowledge/sources/glob.ts'
import { readPageHead, robotsWishes } from '../../src/knowledge/sources/page-head.ts'
import { parseSitemap } from '../../src/knowledge/sources/sitemap.ts'
import { pageAddress } from '../../src/knowledge/sources/web-address.ts'
import { parseAllowList } from '../../src/platform/fetch/allow-list.ts'
import { checkUrl } from '../../src/platform/fetch/check-url.ts'
import { sharedRows } from './shared-rows.ts'

const allow = parseAllowList([])
const address = 'https://shop.example/help/'

/** Everything of fetching and reading sources that takes a stranger's text in the server's own thread, and the layout of PDFs. */
const readers: Record<string, (text: string) => unknown> = {
  checkUrl: text => checkUrl(text, allow),
  'checkUrl of a host': text => checkUrl(`http://${text}/`, allow),
  pageAddress: text => pageAddress(text, address),
  readPageHead: text => readPageHead(text, address),
  'readPageHead of an attribute': text => readPageHead(`<a href="${text}">`, address),
  robotsWishes,
  parseSitemap,
  'parseSitemap of a location': text => parseSitemap(`<urlset><url><loc>${text}</loc></url></urlset>`),
  decodeText: text => decodeText(new TextEncoder().encode(text), text),
  parseCsv: text => parseCsv(text, 'a.csv'),
  titleOfPath,
  matchesGlob: text => matchesGlob(text, '/help/**/*.html'),
  blocksOfPages: text =>
    blocksOfPages([[{ text, size: 10, gapAbove: 12 }], [{ text, size: 10, gapAbove: 12 }]]),
}

/** Strings that make the usual mistakes of patterns like these slow. */
const own = [
  '<a '.repeat(50_000),
  `<a ${'href=" '.repeat(20_000)}`,
  `<a ${'a'.repeat(100_000)}>`,
  `<meta ${'name=robots '.repeat(20_000)}>`,
  '<'.repeat(200_000),
  `charset${' '.repeat(100_000)}x`,
  '-'.repeat(100_000),
  '"'.repeat(100_001),
  `${'1'.repeat(100_000)}x`,
  '&amp'.repeat(50_000),
]

const shared = sharedRows<{ id: string; input: string }>('slow_pattern_strings.jsonl')

/** The least that one of three readings took of this process, in ms: what others do on the machine counts for nothing. */
function quickest(read: (text: string) => unknown, text: string): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage()
      try {
        read(text)
      } catch {
        // Refusing is fine; taking long is not.
      }
      return process.cpuUsage(before).user / 1000
    }),
  )
}

for (const [index, text] of [...shared.map(row => row.input), ...own].entries())
  test(`every reader of slow string ${shared[index]?.id ?? `own ${index - shared.length + 1}`} is done in 100 ms`, () => {
    for (const [name, read] of Object.entries(readers)) {
      expect(quickest(read, text), name).toBeLessThan(100)
    }
  })
