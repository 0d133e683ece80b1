import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../../src/kit/clock.ts'
import {
  addSource,
  embedPending,
  getPage,
  type IndexRow,
  type IngestDeps,
  type IngestResult,
  ingestSource,
  languageShares,
  listPages,
  listSources,
  loadIndexRows,
  loadPageRows,
  readSource,
  removeSource,
  type Source,
} from '../../src/knowledge/index.ts'
import { parseDocument } from '../../src/knowledge/parse/parse-document.ts'
import type { SourceReading } from '../../src/knowledge/sources/source.ts'
import { createHashEmbedder } from '../../src/models/index.ts'
import type { Database } from '../../src/platform/database/index.ts'
import { describeOnEveryDatabase } from '../support/database.ts'

let workspaceId = 'ws_0'
let workspaces = 0
const clock = createFakeClock()

const refunds = `---
title: Refunds
effective: 2026-01-01
---

You have 30 days to send an order back, counted from the day on which it came.

## How to return

1. Open **Orders** in your account and find the order it came with.
2. Choose *Return* and print the label that you are shown.

## Costs

| Country | Price |
| --- | --- |
| Germany | 4 € |
| France | 6 € |
| Sweden | 9 € |
`
const shipping = '# Shipping\n\nParcels leave within 2 days.\n'

const partial = (gone: string[] = []): SourceReading => ({
  total: 2,
  complete: false,
  gone,
  notes: ['The site stopped answering.'],
  [Symbol.asyncIterator]: async function* () {},
})

describeOnEveryDatabase('ingest', open => {
  let database: Database
  let folder: string
  let embedder: ReturnType<typeof createHashEmbedder>
  let source: Source

  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    workspaceId = `ws_${++workspaces}`
    await database.sql.insertInto('workspaces').values({ id: workspaceId, name: 'Test' }).execute()
    folder = mkdtempSync(join(tmpdir(), 'careline-ingest-'))
    writeFileSync(join(folder, 'refunds.md'), refunds)
    writeFileSync(join(folder, 'shipping.md'), shipping)
    embedder = createHashEmbedder()
    source = await addSource(
      database,
      workspaceId,
      { kind: 'folder', location: folder },
      { now: clock.now() },
    )
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function deps(over: Partial<IngestDeps> = {}): IngestDeps {
    return {
      database,
      parse: async (bytes, origin) => {
        try {
          return { ok: true, page: await parseDocument(bytes, origin) }
        } catch (error) {
          return { ok: false, reason: (error as Error).message }
        }
      },
      readSource: (spec, context) =>
        readSource(spec, {
          ...context,
          guardedFetch: (() => Promise.reject(new Error('no network'))) as never,
        }),
      embedder,
      detector: { detect: () => undefined },
      clock,
      ...over,
    }
  }
  const ingest = (over: Partial<IngestDeps> = {}): Promise<IngestResult> => ingestSource(deps(over), source)
  const allRows = async (): Promise<IndexRow[]> => {
    const rows: IndexRow[] = []
    for await (const batch of loadIndexRows(database.sql, workspaceId)) rows.push(...batch)
    return rows
  }
  const changes = () =>
    database.sql
      .selectFrom('events')
      .select(['name', 'data'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('number')
      .execute()

  test('a first reading, before an encoder is chosen, cuts pages as a later one does', async () => {
    const paragraph = (at: number) =>
      `Paragraph ${at} ${'tells of parcels and lorries on the road '.repeat(4)}home.`
    writeFileSync(
      join(folder, 'long.md'),
      `# Long\n\n${Array.from({ length: 30 }, (_, at) => paragraph(at)).join('\n\n')}\n`,
    )
    const texts = async () => (await allRows()).map(row => row.passage.text).sort()
    await ingest({ embedder: null })
    await embedPending({ database, embedder, clock }, workspaceId)
    const first = await texts()
    await removeSource(database, workspaceId, source.id, clock.now())
    source = await addSource(
      database,
      workspaceId,
      { kind: 'folder', location: folder },
      { now: clock.now() },
    )
    await ingest()
    expect(await texts()).toEqual(first)
  })

  test('stores pages, passages, sentences and their vectors, and tells of them', async () => {
    const result = await ingest()
    expect(result).toMatchObject({ added: 2, changed: 0, removed: 0, failed: 0 })
    const rows = await allRows()
    expect(rows.map(row => row.passage.title).sort()).toContain('Shipping')
    const costs = rows.find(row => row.passage.headingPath[0] === 'Costs')
    expect(costs?.passage).toMatchObject({
      kind: 'table',
      text: 'Country: Germany; Price: 4 €\nCountry: France; Price: 6 €\nCountry: Sweden; Price: 9 €',
      effectiveOn: '2026-01-01',
      path: 'refunds.md',
    })
    expect(costs?.passage.url).toBe(`/pages/${costs?.passage.pageId}#costs`)
    expect(costs?.vector).toHaveLength(64)
    expect(costs?.sentenceVectors).toHaveLength(3 * 64)
    expect(costs?.embeddingModel).toBe('hash-64')
    const [expected] = await embedder.embedPassages(['Refunds: Country: Germany; Price: 4 €'])
    const kept = costs?.sentenceVectors?.subarray(0, 64) ?? new Int8Array()
    for (let at = 0; at < 64; at++) expect((kept[at] ?? 0) / 127).toBeCloseTo(expected?.[at] ?? 9, 1)
    expect((await changes()).map(event => event.name)).toEqual([
      'source.added',
      'passages.changed',
      'source.synced',
    ])
    expect((await listSources(database.sql, workspaceId))[0]).toMatchObject({
      state: 'ready',
      pages: 2,
      failures: [],
    })
  })

  test('embeds nothing when nothing changed', async () => {
    await ingest()
    const before = embedder.calls.texts
    expect(before).toBeGreaterThan(0)
    expect(await ingest()).toMatchObject({ added: 0, changed: 0, unchanged: 2, embedded: 0 })
    expect(embedder.calls.texts).toBe(before)
  })

  test('embeds only the new passage of a changed page, and a passage that moved keeps its row', async () => {
    await ingest()
    const before = new Map((await allRows()).map(row => [row.passage.text, row.passage]))
    const texts = embedder.calls.texts
    writeFileSync(
      join(folder, 'refunds.md'),
      refunds.replace(
        '## How to return',
        '## Where to send it\n\nSend it to the address on the label, please, in its box.\n\n## How to return',
      ),
    )
    expect(await ingest()).toMatchObject({ changed: 1, embedded: 1, unchanged: 1 })
    // One passage and its one sentence.
    expect(embedder.calls.texts - texts).toBe(2)
    const after = await allRows()
    const moved = after.find(row => row.passage.headingPath[0] === 'Costs')?.passage
    const was = before.get(moved?.text ?? '')
    expect(moved?.id).toBe(was?.id)
    expect(moved?.ordinal).toBe((was?.ordinal ?? 9) + 1)
  })

  test('embeds a page anew when its title changed, since the title is part of what is embedded', async () => {
    await ingest()
    writeFileSync(join(folder, 'shipping.md'), shipping.replace('# Shipping', '# Delivery'))
    expect(await ingest()).toMatchObject({ changed: 1, embedded: 1 })
    expect((await allRows()).map(row => row.passage.title)).not.toContain('Shipping')
  })

  test('a page that is gone leaves at once, with its event', async () => {
    await ingest()
    const [page] = (await listPages(database.sql, workspaceId)).filter(each => each.path === 'shipping.md')
    rmSync(join(folder, 'shipping.md'))
    expect(await ingest()).toMatchObject({ removed: 1, unchanged: 1 })
    expect(await loadPageRows(database.sql, [page?.id ?? ''])).toEqual([])
    expect((await changes()).slice(-2)).toMatchObject([
      { name: 'passages.changed', data: { pageIds: [page?.id] } },
      { name: 'source.synced', data: { removed: 1 } },
    ])
  })

  test('keeps every page when the reading did not come to its end', async () => {
    await ingest()
    const result = await ingest({ readSource: () => partial() })
    expect(result).toMatchObject({ removed: 0, notes: ['The site stopped answering.'] })
    expect(await listPages(database.sql, workspaceId)).toHaveLength(2)
    // What was found to be gone on the way leaves all the same.
    expect(await ingest({ readSource: () => partial(['shipping.md']) })).toMatchObject({ removed: 1 })
    expect(await listPages(database.sql, workspaceId)).toMatchObject([{ path: 'refunds.md' }])
  })

  test('a broken file is recorded with its reason and its neighbours go on; the record goes when it is mended', async () => {
    writeFileSync(join(folder, 'broken.pdf'), 'this is no PDF')
    expect(await ingest()).toMatchObject({ added: 2, failed: 1 })
    const failures = async () => (await listSources(database.sql, workspaceId))[0]?.failures
    expect(await failures()).toEqual([{ path: 'broken.pdf', reason: expect.stringContaining('not a PDF') }])
    rmSync(join(folder, 'broken.pdf'))
    await ingest()
    expect(await failures()).toEqual([])
  })

  test('refuses to mix the vectors of two models, and embeds anew when asked', async () => {
    await ingest()
    const other = createHashEmbedder(32)
    await expect(ingest({ embedder: other })).rejects.toMatchObject({ code: 'conflict' })
    const done = await embedPending({ database, embedder: other, clock }, workspaceId)
    const rows = await allRows()
    expect(done).toBe(rows.length)
    expect(rows.every(row => row.vector?.length === 32 && row.embeddingModel === 'hash-32')).toBe(true)
    expect(rows.every(row => row.sentenceVectors?.length === row.passage.sentences.length * 32)).toBe(true)
    expect(await ingest({ embedder: other })).toMatchObject({ unchanged: 2 })
  })

  test('stores without vectors when no embedder is chosen yet, and says in which languages the passages are', async () => {
    await ingest({ embedder: null, detector: { detect: () => 'de' } })
    expect((await allRows()).every(row => row.vector === null && row.sentenceVectors === null)).toBe(true)
    expect(Object.keys(await languageShares(database.sql, workspaceId))).toEqual(['de'])
    expect(await embedPending({ database, embedder, clock }, workspaceId)).toBeGreaterThan(1)
    expect((await allRows()).every(row => row.vector !== null)).toBe(true)
  })

  test('embeds in the order of the pages, so that the same pages give the same vectors each time', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `page-${String(at).padStart(2, '0')}.md`)
    for (const name of names)
      writeFileSync(join(folder, name), `# ${name}\n\nOne.\n\n## Two\n\nMore of ${name}.\n`)
    await ingest({ embedder: null })
    const seen: string[] = []
    const watched = {
      ...embedder,
      embedPassages: (texts: readonly string[]) => {
        seen.push(...texts)
        return embedder.embedPassages(texts)
      },
    }
    await embedPending({ database, embedder: watched, clock }, workspaceId)
    const order = seen.flatMap(text => /More of (page-\d+\.md)/.exec(text)?.[1] ?? [])
    expect([...new Set(order)]).toEqual(names)
    expect(order).toEqual([...names, ...names])
  })

  test('a removed source leaves nothing behind and tells the indexes', async () => {
    await ingest()
    const pageIds = (await listPages(database.sql, workspaceId)).map(page => page.id)
    await removeSource(database, workspaceId, source.id, clock.now())
    expect(await allRows()).toEqual([])
    expect(
      await database.sql
        .selectFrom('sentences')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .execute(),
    ).toEqual([])
    const last = (await changes()).at(-1)
    expect(last?.name).toBe('passages.changed')
    expect(last?.data).toEqual({ pageIds: expect.arrayContaining(pageIds) })
    await expect(removeSource(database, 'ws_other', source.id, clock.now())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('shows a page with its blocks and passages', async () => {
    await ingest()
    const [summary] = (await listPages(database.sql, workspaceId)).filter(each => each.path === 'refunds.md')
    const page = await getPage(database.sql, workspaceId, summary?.id ?? '')
    expect(page.blocks.map(block => block.kind)).toEqual(['paragraph', 'heading', 'list', 'heading', 'table'])
    expect(page.passages.map(passage => passage.ordinal)).toEqual(page.passages.map((_, at) => at))
    await expect(getPage(database.sql, 'ws_other', page.id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a page is read where the source says, and links in it lead there', async () => {
    const settings = { baseUrl: 'https://help.example.com/docs' }
    writeFileSync(
      join(folder, 'links.md'),
      '# Links\n\nSee [refunds](refunds.md#costs) or [mail us](mailto:a@b.example).\n',
    )
    const withBase = await addSource(
      database,
      workspaceId,
      { kind: 'folder', location: `${folder}/.` },
      { now: clock.now(), settings },
    )
    await ingestSource(deps(), withBase)
    const row = (await allRows()).find(each => each.passage.title === 'Links')
    expect(row?.passage.text).toBe(
      'See [refunds](https://help.example.com/docs/refunds#costs) or [mail us](mailto:a@b.example).',
    )
    expect(row?.passage.url).toBe(
      'https://help.example.com/docs/links#links:~:text=See%20refunds%20or%20mail%20us.',
    )
  })

  test('tells how far it is', async () => {
    const seen: unknown[] = []
    await ingestSource(deps(), source, { onProgress: progress => seen.push(progress) })
    expect(seen.at(-1)).toMatchObject({ done: 2, total: 2, failed: 0, embedded: 4 })
  })
})
