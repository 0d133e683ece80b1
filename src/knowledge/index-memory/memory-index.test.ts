import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createHashEmbedder } from '../../models/index.ts'
import { createMemoryIndex, type IndexRows } from './memory-index.ts'
import type { EmbeddedPassage } from './port.ts'
import { quantise } from './quantise.ts'

const embedder = createHashEmbedder(64)

async function row(
  pageId: string,
  text: string,
  more: Partial<EmbeddedPassage['passage']> = {},
): Promise<EmbeddedPassage> {
  const [vector] = await embedder.embedPassages([text])
  return {
    passage: {
      id: `pas_${pageId}`,
      pageId,
      sourceId: 'src_1',
      path: `${pageId}.md`,
      url: `https://example.com/${pageId}`,
      title: pageId,
      headingPath: [],
      anchor: '',
      kind: 'text',
      ordinal: 0,
      text,
      language: 'en',
      effectiveOn: null,
      expiresOn: null,
      sentences: [{ ordinal: 0, kind: 'sentence', start: 0, end: text.length, text }],
      ...more,
    },
    vector: vector as Float32Array,
    sentenceVectors: quantise(vector as Float32Array),
  }
}

/** The record of the tests: rows by workspace, and a version the test sets. */
function recordOf(workspaces: Record<string, EmbeddedPassage[]>) {
  const record = { workspaces, version: '1', loads: 0 }
  const rows: IndexRows = {
    async loadWorkspace(id) {
      record.loads++
      const all = record.workspaces[id]
      return all && { embedderId: embedder.id, dimensions: 64, rows: all }
    },
    async loadPages(id, pageIds) {
      const some = (record.workspaces[id] ?? []).filter(one => pageIds.includes(one.passage.pageId))
      return some.length === 0 ? undefined : { embedderId: embedder.id, dimensions: 64, rows: some }
    },
    version: async () => record.version,
  }
  return { record, rows }
}

async function ask(
  index: ReturnType<typeof createMemoryIndex>,
  workspaceId: string,
  text: string,
  today = '2026-03-01',
) {
  const [vector] = await embedder.embedQueries([text])
  return index.find(workspaceId, {
    ...{ text, vector: vector as Float32Array, depth: 10, today },
    embedderId: embedder.id,
  })
}

const pagesOf = (found: Awaited<ReturnType<typeof ask>>) => found.findings.map(one => one.passage.pageId)

describe('the index in memory', () => {
  test('scores BM25 as the formula says and bounds it by the best possible', async () => {
    const { rows } = recordOf({
      ws: [
        await row('a', 'refund refund delivery', { title: '' }),
        await row('b', 'delivery times', { title: '' }),
        await row('c', 'opening hours', { title: '' }),
      ],
    })
    const found = await ask(createMemoryIndex({ rows }), 'ws', 'refunds')
    const idf = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    const norm = 1.2 * (0.25 + (0.75 * 3) / (7 / 3))
    const first = found.findings.find(one => one.passage.pageId === 'a')
    expect(first?.lexical).toBeCloseTo((idf * 2 * 2.2) / (2 + norm), 5)
    expect(first?.lexicalBounded).toBeCloseTo(2 / (2 + norm), 5)
    expect(found.terms).toEqual([{ term: 'refund', word: 'refunds', idf, known: true }])
  })

  test('says which words of the question no passage holds', async () => {
    const { rows } = recordOf({ ws: [await row('a', 'refund policy')] })
    const { terms } = await ask(createMemoryIndex({ rows }), 'ws', 'refund for zeppelin')
    expect(terms.map(term => [term.word, term.known])).toEqual([
      ['refund', true],
      ['for', false],
      ['zeppelin', false],
    ])
  })

  test('keeps workspaces apart', async () => {
    const { rows } = recordOf({
      one: [await row('a', 'secret tariff')],
      two: [await row('b', 'public tariff')],
    })
    const index = createMemoryIndex({ rows })
    expect(pagesOf(await ask(index, 'one', 'tariff'))).toEqual(['a'])
    expect(pagesOf(await ask(index, 'two', 'tariff'))).toEqual(['b'])
    expect(pagesOf(await ask(index, 'three', 'tariff'))).toEqual([])
  })

  test('forgets a removed page at once and shows a changed one as it is now', async () => {
    const { record, rows } = recordOf({
      ws: [await row('a', 'alpha parcel'), await row('b', 'beta invoice')],
    })
    const index = createMemoryIndex({ rows })
    await index.load('ws')
    record.workspaces.ws = [await row('b', 'gamma voucher')]
    await index.replacePages('ws', ['a', 'b'], '2')
    expect(pagesOf(await ask(index, 'ws', 'alpha parcel'))).toEqual(['b'])
    const { terms, findings } = await ask(index, 'ws', 'voucher parcel invoice')
    expect(terms.filter(term => term.known).map(term => term.word)).toEqual(['voucher'])
    expect(findings).toHaveLength(1)
  })

  test('never returns a passage of a page that expired before the day of the question', async () => {
    const { rows } = recordOf({
      ws: [
        await row('old', 'winter sale', { expiresOn: '2026-02-28' }),
        await row('last', 'winter sale', { expiresOn: '2026-03-01' }),
      ],
    })
    const index = createMemoryIndex({ rows })
    expect(pagesOf(await ask(index, 'ws', 'winter sale', '2026-03-01'))).toEqual(['last'])
    expect(pagesOf(await ask(index, 'ws', 'winter sale', '2026-02-28')).sort()).toEqual(['last', 'old'])
  })

  test('refuses vectors of another length', async () => {
    const odd = { ...(await row('a', 'x')), vector: new Float32Array(8) }
    const { rows } = recordOf({ ws: [odd] })
    await expect(createMemoryIndex({ rows }).load('ws')).rejects.toMatchObject({ code: 'conflict' })
  })

  test('refuses a question of another embedder, also one with as many dimensions', async () => {
    const { rows } = recordOf({ ws: [await row('a', 'refund policy')] })
    const index = createMemoryIndex({ rows })
    const [vector] = (await embedder.embedQueries(['refund'])) as [Float32Array]
    const probe = { text: 'refund', vector, depth: 10, today: '2026-03-01' }
    await expect(index.find('ws', { ...probe, embedderId: 'other-64' })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await index.find('ws', { ...probe, embedderId: embedder.id })).findings).toHaveLength(1)
  })

  test('answers the same after many removals closed up its slots', async () => {
    const many = await Promise.all(
      Array.from({ length: 900 }, (_, i) => row(`p${i}`, `article ${i} about topic${i % 7}`)),
    )
    const { record, rows } = recordOf({ ws: many })
    const index = createMemoryIndex({ rows })
    await index.load('ws')
    const gone = many.slice(0, 700).map(one => one.passage.pageId)
    record.workspaces.ws = many.slice(700)
    await index.replacePages('ws', gone, '2')
    const fresh = createMemoryIndex({ rows })
    const [was, is] = [
      await ask(index, 'ws', 'article 801 topic3'),
      await ask(fresh, 'ws', 'article 801 topic3'),
    ]
    expect(pagesOf(was)).toEqual(pagesOf(is))
    expect(was.findings[0]?.lexical).toBeCloseTo(is.findings[0]?.lexical ?? -1, 5)
    expect(index.stats().ws?.passages).toBe(200)
  })
})

describe('the snapshot', () => {
  test('is restored at the next start without reading the rows, and answers the same', async () => {
    const { snapshotDir, record, rows } = await saved()
    const again = createMemoryIndex({ rows, snapshotDir })
    const found = await ask(again, 'ws', 'alpha parcel')
    expect(record.loads).toBe(1)
    expect(pagesOf(found)[0]).toBe('a')
    expect(found.findings[0]?.dense).toBeCloseTo(1, 3)
    expect(found.findings[0]?.sentenceScores[0]).toBeCloseTo(1, 2)
  })

  test('is passed over when the rows changed since', async () => {
    const { snapshotDir, record, rows } = await saved()
    record.version = '2'
    await ask(createMemoryIndex({ rows, snapshotDir }), 'ws', 'alpha')
    expect(record.loads).toBe(2)
  })

  test('is passed over when a byte of it is wrong or the end is missing', async () => {
    const { snapshotDir, record, rows } = await saved()
    const file = join(snapshotDir, (await readdir(snapshotDir))[0] as string)
    const whole = await readFile(file)
    const flipped = Buffer.from(whole)
    flipped[whole.length - 3] = (flipped[whole.length - 3] ?? 0) ^ 1
    for (const [at, bad] of [flipped, whole.subarray(0, whole.length - 40), Buffer.from('{}\n')].entries()) {
      await writeFile(file, bad)
      expect(pagesOf(await ask(createMemoryIndex({ rows, snapshotDir }), 'ws', 'alpha'))[0]).toBe('a')
      expect(record.loads).toBe(2 + at)
    }
  })

  test('cites its own pages below the path of whoever restores it, and others where they are', async () => {
    const snapshotDir = await mkdtemp(join(tmpdir(), 'careline-index-'))
    const { record, rows } = recordOf({
      ws: [
        await row('own', 'alpha parcel', { url: '/help/pages/own#top' }),
        await row('far', 'alpha invoice', { url: 'https://example.com/help/far' }),
      ],
    })
    const server = createMemoryIndex({ rows, snapshotDir, basePath: '/help' })
    await server.load('ws')
    await server.save()
    const urlsBelow = async (basePath: string) =>
      (await ask(createMemoryIndex({ rows, snapshotDir, basePath }), 'ws', 'alpha')).findings
        .map(({ passage }) => passage.url)
        .sort()
    expect(await urlsBelow('')).toEqual(['/pages/own#top', 'https://example.com/help/far'])
    expect(await urlsBelow('/help')).toEqual(['/help/pages/own#top', 'https://example.com/help/far'])
    expect(record.loads).toBe(1)
  })

  test('never claims a change it has not seen', async () => {
    const { snapshotDir, record, rows } = await saved()
    const index = createMemoryIndex({ rows, snapshotDir })
    await index.load('ws')
    record.version = '2'
    record.workspaces.ws = [await row('c', 'gamma')]
    await index.save()
    expect(pagesOf(await ask(createMemoryIndex({ rows, snapshotDir }), 'ws', 'gamma'))).toEqual(['c'])
  })

  async function saved() {
    const snapshotDir = await mkdtemp(join(tmpdir(), 'careline-index-'))
    const made = recordOf({ ws: [await row('a', 'alpha parcel'), await row('b', 'beta invoice')] })
    const index = createMemoryIndex({ rows: made.rows, snapshotDir })
    await index.load('ws')
    await index.save()
    return { snapshotDir, ...made }
  }
})
