import type { Sql } from '../../platform/database/database.ts'
import type { PassageSentence } from '../page.ts'
import { passageUrl } from '../passages/passage-url.ts'
import type { IndexedPassage } from '../search.ts'
import { vectorOfText } from './vectors.ts'

/** A passage with its vectors, as an index takes it in. */
export interface IndexRow {
  passage: IndexedPassage
  /** `null` until it is embedded. */
  vector: Float32Array | null
  /** The int8 vectors of its sentences one after another (sentences x dimensions), or `null` if one is missing. */
  sentenceVectors: Int8Array | null
  embeddingModel: string | null
}

export interface RowOptions {
  /** The path of the public URL, without a slash at the end, for pages Careline shows itself. */
  basePath?: string
  /** Only rows of this workspace. */
  workspaceId?: string
}

/** Passages read at a time. */
const BATCH = 500

/** Every passage of a workspace with sentences and vectors, in batches in the order of their ids. */
export async function* loadIndexRows(
  sql: Sql,
  workspaceId: string,
  options: RowOptions = {},
): AsyncGenerator<IndexRow[]> {
  let after = ''
  for (;;) {
    const passages = await passageQuery(sql)
      .where('passages.workspace_id', '=', workspaceId)
      .where('passages.id', '>', after)
      .orderBy('passages.id')
      .limit(BATCH)
      .execute()
    if (passages.length === 0) return
    yield withSentences(sql, passages, options)
    after = passages.at(-1)?.id ?? after
  }
}

/** The passages of some pages, for following `passages.changed`; a page that is gone gives none. */
export async function loadPageRows(
  sql: Sql,
  pageIds: readonly string[],
  options: RowOptions = {},
): Promise<IndexRow[]> {
  const rows: IndexRow[] = []
  for (let at = 0; at < pageIds.length; at += 50) {
    let query = passageQuery(sql).where('passages.page_id', 'in', pageIds.slice(at, at + 50))
    if (options.workspaceId !== undefined)
      query = query.where('passages.workspace_id', '=', options.workspaceId)
    const passages = await query.orderBy('passages.id').execute()
    for (let from = 0; from < passages.length; from += BATCH)
      rows.push(...(await withSentences(sql, passages.slice(from, from + BATCH), options)))
  }
  return rows
}

function passageQuery(sql: Sql) {
  return sql
    .selectFrom('passages')
    .innerJoin('pages', 'pages.id', 'passages.page_id')
    .select([
      'passages.id',
      'passages.page_id',
      'passages.source_id',
      'passages.ordinal',
      'passages.kind',
      'passages.heading_path',
      'passages.anchor',
      'passages.text',
      'passages.language',
      'passages.embedding',
      'passages.embedding_model',
      'pages.path',
      'pages.url',
      'pages.title',
      'pages.effective_on',
      'pages.expires_on',
    ])
}

type PassageRow = Awaited<ReturnType<ReturnType<typeof passageQuery>['execute']>>[number]

async function withSentences(
  sql: Sql,
  passages: readonly PassageRow[],
  options: RowOptions,
): Promise<IndexRow[]> {
  const ids = passages.map(passage => passage.id)
  const rows = await sql
    .selectFrom('sentences')
    .select(['passage_id', 'ordinal', 'kind', 'start_offset', 'end_offset', 'text', 'embedding'])
    .where('passage_id', 'in', ids)
    .orderBy('passage_id')
    .orderBy('ordinal')
    .execute()
  const byPassage = new Map<string, typeof rows>()
  for (const row of rows) {
    const own = byPassage.get(row.passage_id)
    if (own) own.push(row)
    else byPassage.set(row.passage_id, [row])
  }
  return passages.map(passage => {
    const own = byPassage.get(passage.id) ?? []
    const sentences = own.map(row => ({
      ordinal: row.ordinal,
      kind: row.kind as PassageSentence['kind'],
      start: row.start_offset,
      end: row.end_offset,
      text: row.text,
    }))
    return {
      passage: indexedPassage(passage, sentences, options),
      vector: passage.embedding === null ? null : vectorOfText(passage.embedding),
      sentenceVectors: joined(own.map(row => row.embedding)),
      embeddingModel: passage.embedding_model,
    }
  })
}

function joined(vectors: readonly (Uint8Array | null)[]): Int8Array | null {
  const dimensions = vectors[0]?.length ?? 0
  const all = new Int8Array(vectors.length * dimensions)
  for (const [at, vector] of vectors.entries()) {
    if (vector === null || vector.length !== dimensions) return null
    all.set(new Int8Array(vector.buffer, vector.byteOffset, vector.length), at * dimensions)
  }
  return all
}

function indexedPassage(row: PassageRow, sentences: PassageSentence[], options: RowOptions): IndexedPassage {
  return {
    id: row.id,
    pageId: row.page_id,
    sourceId: row.source_id,
    path: row.path,
    url: passageUrl({ id: row.page_id, url: row.url }, { anchor: row.anchor, sentences }, options),
    title: row.title,
    headingPath: row.heading_path,
    anchor: row.anchor,
    kind: row.kind,
    ordinal: row.ordinal,
    text: row.text,
    language: row.language,
    effectiveOn: row.effective_on,
    expiresOn: row.expires_on,
    sentences,
  }
}
