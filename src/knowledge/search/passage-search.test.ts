import { expect, test } from 'vitest'
import { createFakeClock } from '../../kit/clock.ts'
import { createHashEmbedder, type Embedder } from '../../models/index.ts'
import { createMemoryIndex } from '../index-memory/memory-index.ts'
import type { EmbeddedPassage, Finding } from '../index-memory/port.ts'
import { quantise } from '../index-memory/quantise.ts'
import type { IndexedPassage } from '../search.ts'
import { fuse } from './fuse.ts'
import { createPassageSearch } from './passage-search.ts'
import { tellingParts } from './telling-parts.ts'

const embedder = createHashEmbedder(64)

async function searchOver(pages: Record<string, { text: string; effectiveOn?: string; language?: string }>) {
  const rows: EmbeddedPassage[] = []
  for (const [pageId, { text, effectiveOn = null, language = 'en' }] of Object.entries(pages)) {
    const [vector] = (await embedder.embedPassages([text])) as [Float32Array]
    rows.push({
      passage: {
        id: pageId,
        pageId,
        sourceId: 's',
        path: pageId,
        url: pageId,
        title: pageId,
        headingPath: [],
        anchor: '',
        kind: 'text',
        ordinal: 0,
        text,
        language,
        effectiveOn,
        expiresOn: null,
        sentences: [],
      },
      vector,
      sentenceVectors: quantise(vector),
    })
  }
  const index = createMemoryIndex({
    rows: {
      loadWorkspace: async id =>
        id === 'ws' ? { embedderId: embedder.id, dimensions: 64, rows } : undefined,
      loadPages: async () => undefined,
      version: async () => '1',
    },
  })
  return createPassageSearch({ index, embedderOf: async () => embedder, clock: createFakeClock() })
}

test('the page that says it comes first, with its three scores', async () => {
  const search = await searchOver({
    shipping: { text: 'Parcels arrive within three days.' },
    refunds: { text: 'Refunds take five working days.' },
  })
  const { candidates, query } = await search.search('ws', 'when do refunds arrive on my card')
  expect(candidates[0]?.passage.pageId).toBe('refunds')
  expect(candidates[0]?.lexicalBounded).toBeGreaterThan(0)
  expect(candidates[0]?.lexicalBounded).toBeLessThanOrEqual(1)
  expect(query.denseDeviation).toBeGreaterThan(0)
})

test('an unknown workspace and an empty question give no candidates', async () => {
  const search = await searchOver({ a: { text: 'something' } })
  expect((await search.search('other', 'something')).candidates).toEqual([])
  expect((await search.search('ws', '  ')).candidates).toEqual([])
})

test('a question that meets the change of the embedder is put again with the new one', async () => {
  const passage = (await searchOver({ a: { text: 'black tea' } })).search('ws', 'tea')
  const found = (await passage).candidates[0]?.passage as IndexedPassage
  const [old, next] = [createHashEmbedder(64), { ...createHashEmbedder(64), id: 'next-64' }]
  const rowsOf = async (maker: Embedder): Promise<EmbeddedPassage[]> => {
    const [vector] = (await maker.embedPassages(['black tea'])) as [Float32Array]
    return [{ passage: found, vector, sentenceVectors: quantise(vector) }]
  }
  let current: Embedder = old
  const index = createMemoryIndex({
    rows: {
      loadWorkspace: async () => ({
        embedderId: current.id,
        dimensions: 64,
        rows: await rowsOf(current),
      }),
      loadPages: async () => undefined,
      version: async () => '1',
    },
  })
  const search = createPassageSearch({
    index,
    clock: createFakeClock(),
    async embedderOf(id) {
      if (current !== old) return next
      // The switch falls between the choice of the embedder and the look into the index.
      current = next
      await index.reload('ws')
      return id === old.id ? old : next
    },
  })
  const { query, candidates } = await search.search('ws', 'black tea')
  expect(query.embedder).toBe('next-64')
  expect(candidates).toHaveLength(1)
})

test('a page that takes effect later is found and marked', async () => {
  const search = await searchOver({ next: { text: 'new tariff', effectiveOn: '2026-07-01' } })
  expect((await search.search('ws', 'tariff')).candidates[0]?.upcoming).toBe(true)
  const later = await search.search('ws', 'tariff', { now: new Date('2026-07-01T00:00:00Z') })
  expect(later.candidates[0]?.upcoming).toBeUndefined()
})

test('a long story is found by the sentence that tells', async () => {
  const story =
    'Hello there, I hope you are all having a lovely week over at the office with the weather we have. My cousin and I visited the old town last weekend, we had ice cream by the river and talked about everything under the sun for many hours. The export to spreadsheet fails with error E4711. Anyway best wishes to everybody and thank you for reading.'
  const search = await searchOver({
    greeting: { text: 'A lovely week at the office by the river with ice cream and the old town weather' },
    export: { text: 'Export to spreadsheet fails with error E4711 when the file is open.' },
  })
  const { candidates, query } = await search.search('ws', story)
  expect(candidates[0]?.passage.pageId).toBe('export')
  expect(query.text).toContain('E4711')
  expect(new Set(candidates.map(one => one.passage.id)).size).toBe(candidates.length)
})

test('a question of ordinary length is not taken apart', () => {
  expect(tellingParts('How do I exclude my own visits?')).toEqual(['How do I exclude my own visits?'])
})

test('a long story in Japanese is taken apart too, its question first', () => {
  const story = `先週、友人と一緒に古い町を訪れて、川のそばでアイスクリームを食べながら何時間も楽しく話をしました。${'天気もとても良くて、素敵な一日でした。'.repeat(2)}ところで、注文した商品をまだ受け取っていません。返品するにはどうすればいいですか？よろしくお願いいたします。`
  const parts = tellingParts(story)
  expect(parts[0]).toBe(story)
  expect(parts[1]).toBe('返品するにはどうすればいいですか？')
  expect(tellingParts('返品するにはどうすればいいですか？')).toHaveLength(1)
})

test('each language of a workspace is searched by its own stems', async () => {
  const search = await searchOver({
    en: { text: 'Excluding visitors' },
    de: { text: 'Bestellungen stornieren', language: 'de' },
  })
  const found = await search.search('ws', 'Bestellung exclude')
  expect(found.query.terms.every(term => term.known)).toBe(true)
})

test('score sum and reciprocal rank order by their own measures', () => {
  const finding = (id: string, lexical: number, dense: number): Finding => ({
    passage: { id } as Finding['passage'],
    lexical,
    lexicalBounded: lexical / 10,
    dense,
    sentenceScores: [dense],
  })
  const found = [finding('a', 10, 0.1), finding('b', 9, 0.5), finding('c', 0, 0.6)]
  const weights = { lexical: 0.4, passage: 0.3, sentence: 0.3 }
  const sum = fuse(found, { method: 'score-sum', ...weights })
  expect(sum.map(one => one.passage.id)).toEqual(['b', 'c', 'a'])
  expect(sum[0]?.fused).toBeCloseTo(0.4 * 0.9 + 0.6 * 0.8, 6)
  const rrf = fuse(found, { method: 'rrf', ...weights })
  expect(rrf.map(one => one.passage.id)).toEqual(['b', 'a', 'c'])
  expect(rrf[0]?.fused).toBeCloseTo(0.4 / 62 + 0.6 / 62, 6)
  // What holds none of the words stands nowhere in the list by words.
  expect(rrf[2]?.fused).toBeCloseTo(0.6 / 61, 6)
})
