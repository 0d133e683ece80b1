import dns from 'node:dns'
import net from 'node:net'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { boundedParts } from '../../src/knowledge/parse/docx-parts.ts'
import { parseDocument } from '../../src/knowledge/parse/parse-document.ts'
import { sharedBytes, sharedRows } from './shared-rows.ts'

interface Row {
  id: string
  file: string
  expect: { must?: string }
}

const rows = sharedRows<Row>('documents_expect.jsonl').filter(row =>
  row.expect.must?.includes('no connection'),
)

// Outside the worker, whose network is taken away, so that an attempt is seen rather than stopped.
let attempts: string[] = []
beforeEach(() => {
  attempts = []
  const note = (what: string) => () => {
    attempts.push(what)
    throw new Error(`${what} is forbidden here`)
  }
  vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(note('connect'))
  vi.spyOn(dns, 'lookup').mockImplementation(note('lookup') as unknown as typeof dns.lookup)
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => note('fetch')())
})
afterEach(() => vi.restoreAllMocks())

test('an attempt to connect would be seen', async () => {
  expect(() => net.connect(80, '127.0.0.1')).toThrow('forbidden')
  await expect(fetch('http://127.0.0.1/')).rejects.toThrow('forbidden')
  expect(attempts).toEqual(['connect', 'fetch'])
})

for (const row of rows)
  test(`${row.file} is read without an attempt to connect`, async () => {
    await parseDocument(sharedBytes(row.file), { path: row.file })
    expect(attempts).toEqual([])
  })

test('a page that asks for pictures, styles and frames is read without an attempt to connect', async () => {
  const html =
    '<base href="http://10.0.0.1/"><link rel=stylesheet href="http://10.0.0.1/a.css"><img src="http://10.0.0.1/b.png"><iframe src="http://10.0.0.1/c"></iframe><script src="http://10.0.0.1/d.js"></script><p>We deliver on weekdays.</p>'
  const page = await parseDocument(new TextEncoder().encode(html), { path: 'a.html' })
  expect(JSON.stringify(page.blocks)).toContain('We deliver on weekdays.')
  expect(attempts).toEqual([])
})

test('relations that lead out of a DOCX are cut, web links stay', () => {
  const relation = (id: string, kind: string, target: string, external = true) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`
  const rels = `<?xml version="1.0"?><Relationships>${[
    relation('a', 'hyperlink', 'https://shop.example/?a=1&amp;b=2'),
    relation('b', 'hyperlink', 'javascript:alert(1)'),
    relation('c', 'hyperlink', 'java&#115;cript:alert(1)'),
    relation('d', 'image', 'file:///etc/passwd'),
    relation('e', 'image', 'http://10.0.0.1/x.png'),
    relation('f', 'attachedTemplate', '\\\\10.0.0.1\\t.dotm'),
    relation('g', 'image', '../../etc/passwd', false),
    relation('h', 'styles', 'styles.xml', false),
  ].join('')}</Relationships>`
  const parts = boundedParts(zipSync({ 'word/_rels/document.xml.rels': strToU8(rels) }))
  const kept = new TextDecoder().decode(parts['word/_rels/document.xml.rels'])
  expect([...kept.matchAll(/Id="(\w)"/g)].map(match => match[1])).toEqual(['a', 'h'])
  expect(kept).toContain('?a=1&amp;b=2')
})
