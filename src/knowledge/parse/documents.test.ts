import { expect, test } from 'vitest'
import { pdfOf } from '../../../tests/support/pdf.ts'
import { parseCsv } from './csv.ts'
import { decodeText } from './decode-text.ts'
import { formatOf } from './formats.ts'
import { parsePdf } from './pdf.ts'
import { blocksOfPages } from './pdf-layout.ts'
import type { PdfLine } from './pdf-lines.ts'
import { titleOfPath } from './title.ts'

const line = (text: string, size = 10, gapAbove = 12): PdfLine => ({ text, size, gapAbove })

test('larger letters are headings, gaps part paragraphs, marks begin list items', () => {
  const blocks = blocksOfPages([
    [
      line('Refund policy', 18, 0),
      line('You may send goods back within'),
      line('thirty days of pur-'),
      line('chase.'),
      line('The money comes back as paid.', 10, 24),
      line('How to', 14, 30),
      line('1. Print the label', 10, 24),
      line('and stick it on.'),
      line('2. Bring the parcel.'),
    ],
  ])
  expect(blocks).toMatchObject([
    { kind: 'heading', depth: 1, text: 'Refund policy', anchor: 'page=1' },
    { kind: 'paragraph', text: 'You may send goods back within thirty days of purchase.' },
    { kind: 'paragraph', text: 'The money comes back as paid.' },
    { kind: 'heading', depth: 2, text: 'How to' },
    {
      kind: 'list',
      ordered: true,
      items: [
        { text: 'Print the label and stick it on.', number: 1 },
        { text: 'Bring the parcel.', number: 2 },
      ],
    },
  ])
})

test('running heads, feet and page numbers go; a sentence over a page break stays whole', () => {
  const pages = [1, 2, 3].map(page => [
    line(`Shop manual, page ${page}`, 10, 0),
    line(`Rule ${page + 40} begins here and`),
    line(page < 3 ? 'goes on' : 'ends.'),
    line(`${page} / 3`),
  ])
  pages[1]?.splice(1, 1, line('over the break.'))
  const text = JSON.stringify(blocksOfPages(pages))
  expect(text).toContain('Rule 41 begins here and goes on over the break.')
  expect(text).not.toContain('Shop manual')
  expect(text).not.toContain('/ 3')
})

test('a PDF is titled by its file when it says nothing better', async () => {
  const page = await parsePdf(pdfOf([['We deliver on weekdays.']]), 'docs/delivery-times_2026.pdf')
  expect(page.title).toBe('Delivery times 2026')
  expect(page.blocks).toMatchObject([
    { kind: 'heading', text: 'Page 1', anchor: 'page=1' },
    { kind: 'paragraph', text: 'We deliver on weekdays.' },
  ])
})

test('a PDF without text is refused with advice', async () => {
  await expect(parsePdf(pdfOf([[]]), 'scan.pdf')).rejects.toThrow('holds no text (a scan?)')
})

test('text is decoded by mark, header, meta tag, and then by what it is', () => {
  const latin = Uint8Array.of(0x63, 0x61, 0x66, 0xe9)
  expect(decodeText(latin)).toBe('café')
  expect(decodeText(new TextEncoder().encode('café'))).toBe('café')
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0x00))).toBe('a')
  expect(decodeText(Uint8Array.of(0xc0), 'text/html; charset="koi8-r"')).toBe('ю')
  const page = (charset: string, byte: number) =>
    Buffer.concat([Buffer.from(`<meta charset="${charset}">`), Buffer.from([byte])])
  expect(decodeText(page('windows-1251', 0xe0))).toContain('а')
  expect(decodeText(page('utf-7', 0x61))).toContain('a')
})

test('the served media type decides, a plain one gives way to the name', () => {
  const bytes = new TextEncoder().encode('hello')
  expect(formatOf(bytes, 'a.html')).toBe('html')
  expect(formatOf(bytes, 'https://x.example/help', 'text/html; charset=utf-8')).toBe('html')
  expect(formatOf(bytes, 'https://x.example/help.md', 'text/plain')).toBe('markdown')
  expect(() => formatOf(bytes, 'a.exe')).toThrow('not read')
  expect(() => formatOf(bytes, 'a.html', 'image/png')).toThrow('not read')
})

test('a CSV becomes one table, quotes and separators understood', () => {
  const page = parseCsv('Size;Price\n"S, small";"4 ""euro"""\n\nL;9\n', 'prices.csv')
  expect(page).toMatchObject({
    title: 'Prices',
    blocks: [
      {
        kind: 'table',
        header: ['Size', 'Price'],
        rows: [
          ['S, small', '4 "euro"'],
          ['L', '9'],
        ],
      },
    ],
  })
})

test('titles are read from paths and addresses', () => {
  expect(titleOfPath('a/refund-policy_2026.pdf')).toBe('Refund policy 2026')
  expect(titleOfPath('https://x.example/help/returns/?a=b.c')).toBe('Returns')
})
