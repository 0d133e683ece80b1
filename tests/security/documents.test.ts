import { createHash } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ParsedPage } from '../../src/knowledge/page.ts'
import { createDocumentParser, type DocumentParser } from '../../src/knowledge/parse/parse-in-worker.ts'
import type { ParseResult } from '../../src/knowledge/parse/parser-messages.ts'
import { pdfOf } from '../support/pdf.ts'
import { sharedBytes, sharedRows } from './shared-rows.ts'

interface DocumentRow {
  id: string
  file: string
  sha256: string
  expect: { result: 'text' | 'refused' | 'refused-or-text'; text?: string }
}

const rows = sharedRows<DocumentRow>('documents_expect.jsonl')
let parser: DocumentParser
beforeAll(() => {
  parser = createDocumentParser({ timeoutMs: 20_000, maxMemoryMb: 256 })
})
afterAll(() => parser.close())

const neighbour = new TextEncoder().encode('<h1>Returns</h1><p>You have 30 days.</p>')

function textOf(page: ParsedPage): string {
  return JSON.stringify(page.blocks)
}

function reasonOf(result: ParseResult): string {
  return result.ok ? `a page: ${textOf(result.page).slice(0, 200)}` : result.reason
}

for (const row of rows)
  test(`${row.file} (${row.id}) gives ${row.expect.result}, and its neighbour is read`, async () => {
    const bytes = sharedBytes(row.file)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(row.sha256)
    // Asked for together, as in a folder: the second must not suffer from the first.
    const [result, after] = await Promise.all([
      parser.parse(bytes, { path: row.file }),
      parser.parse(neighbour, { path: 'returns.html' }),
    ])
    if (row.expect.result === 'text') expect(result.ok, reasonOf(result)).toBe(true)
    if (row.expect.result === 'refused') expect(result.ok, reasonOf(result)).toBe(false)
    if (!result.ok) expect(result.reason).toMatch(/^[A-Z][^\n]{10,300}[.]$/)
    if (result.ok && row.expect.text) expect(textOf(result.page)).toContain(row.expect.text)
    if (result.ok) expect(textOf(result.page)).not.toMatch(/javascript:|file:\/\//i)
    expect(after.ok && textOf(after.page)).toContain('30 days')
  })

const relations = (rest: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rest}</Relationships>`

function docxOf(body: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      relations(
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>',
      ),
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>${body}</w:body></w:document>`,
    ),
    ...more,
  })
}

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

test('a DOCX that unpacks to more than the limit is refused before it is unpacked', async () => {
  const bomb = docxOf(paragraph('hello'), { 'word/footnotes.xml': new Uint8Array(40 * 1024 * 1024) })
  expect(bomb.length).toBeLessThan(200_000)
  const result = await parser.parse(bomb, { path: 'bomb.docx' })
  expect(reasonOf(result)).toBe('The DOCX unpacks to more than 32 MB of text.')
})

test('the same DOCX with an ordinary part in that place is read', async () => {
  const result = await parser.parse(docxOf(paragraph('Refunds take ten days.')), { path: 'ok.docx' })
  expect(result.ok && textOf(result.page)).toContain('Refunds take ten days.')
})

test('a DOCX that lies about a part’s size gives no more than it declared', async () => {
  const honest = docxOf(paragraph('x'.repeat(100_000)))
  const name = strToU8('word/document.xml')
  const lying = Uint8Array.from(honest)
  const view = new DataView(lying.buffer)
  for (let at = 0; at < lying.length - 46; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    const here = Buffer.from(lying.subarray(at + 46, at + 46 + name.length)).equals(Buffer.from(name))
    if (here) view.setUint32(at + 24, 300, true)
  }
  const result = await parser.parse(lying, { path: 'lying.docx' })
  expect(result.ok && textOf(result.page).length > 1000).toBe(false)
})

test('a page of 5 MB is read and one byte more is refused with the reason', async () => {
  const size = 5 * 1024 * 1024
  const page = (bytes: number) => new TextEncoder().encode(`<p>${'word '.repeat(40)}</p>`.padEnd(bytes, ' '))
  expect((await parser.parse(page(size), { path: 'full.html' })).ok).toBe(true)
  const result = await parser.parse(page(size + 1), { path: 'over.html' })
  expect(reasonOf(result)).toBe(
    'The page is too large: 5,242,881 bytes, and at most 5,242,880 (5 MB) are read.',
  )
})

test('a PDF of 200 pages is read whole, each page by its own anchor', async () => {
  const pages = Array.from({ length: 200 }, (_, index) =>
    Array.from(
      { length: 40 },
      (_, line) => `Rule ${index + 1}.${line + 1} says what to do in case ${index * 40 + line}.`,
    ),
  )
  const result = await parser.parse(pdfOf(pages), { path: 'manual.pdf' })
  if (!result.ok) throw new Error(result.reason)
  const text = textOf(result.page)
  for (const rule of ['Rule 1.1 says', 'Rule 77.20 says', 'Rule 200.40 says'])
    expect(text.includes(rule), rule).toBe(true)
  const anchors = result.page.blocks.flatMap(block => (block.kind === 'heading' ? [block.anchor] : []))
  expect(anchors[0]).toBe('page=1')
  expect(anchors.at(-1)).toBe('page=200')
})

test('a PDF whose content unpacks to 384 MB is given up, and the next document is read', async () => {
  const bomb = pdfOf([['hello']], { fillMb: 384 })
  expect(bomb.length).toBeLessThan(3 * 1024 * 1024)
  const small = createDocumentParser({ timeoutMs: 15_000, maxMemoryMb: 64 })
  const result = await small.parse(bomb, { path: 'bomb.pdf' })
  expect(reasonOf(result)).toMatch(/more memory|took longer/)
  const after = await small.parse(neighbour, { path: 'returns.html' })
  expect(after.ok).toBe(true)
  await small.close()
})

test('a document that takes too long is given up, and the next one is read by a new worker', async () => {
  const impatient = createDocumentParser()
  await impatient.parse(neighbour, { path: 'warm.html' })
  const slow = pdfOf(
    Array.from({ length: 400 }, () => Array.from({ length: 60 }, () => 'so many words '.repeat(5))),
  )
  const [late, after] = await Promise.all([
    impatient.parse(slow, { path: 'slow.pdf' }, { timeoutMs: 50 }),
    impatient.parse(neighbour, { path: 'returns.html' }),
  ])
  expect(reasonOf(late)).toBe('The document took longer than 0.05 s to read and was given up.')
  expect(after.ok).toBe(true)
  await impatient.close()
})

test('a picture by any name is refused', async () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)
  for (const path of ['a.png', 'a.html', 'a.pdf', 'a.docx', 'a', 'a.txt'])
    expect((await parser.parse(png, { path })).ok, path).toBe(false)
  expect((await parser.parse(neighbour, { path: 'x', mediaType: 'image/png' })).ok).toBe(false)
})
