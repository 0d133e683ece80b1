import { sql as raw } from 'kysely'
import { CarelineError } from '../../kit/errors.ts'
import type { Sql } from '../../platform/database/database.ts'
import type { Block } from '../page.ts'
import type { KnownPage } from '../sources/source.ts'

export interface PageSummary {
  id: string
  sourceId: string
  path: string
  url: string | null
  title: string
  language: string
  effectiveOn: string | null
  expiresOn: string | null
  indexedAt: Date
}

/** A page for showing: its blocks, and where its passages stand in them. */
export interface StoredPage extends PageSummary {
  blocks: Block[]
  passages: StoredPassage[]
}

export interface StoredPassage {
  id: string
  ordinal: number
  kind: string
  headingPath: string[]
  anchor: string
  startOffset: number
  endOffset: number
  startLine: number
  endLine: number
  text: string
}

const summaryColumns = [
  'id',
  'source_id',
  'path',
  'url',
  'title',
  'language',
  'effective_on',
  'expires_on',
  'indexed_at',
] as const

/** Pages of a workspace (or of one source) by path, `limit` at a time (default 100) behind the path `after`. */
export async function listPages(
  sql: Sql,
  workspaceId: string,
  { sourceId, after, limit = 100 }: { sourceId?: string; after?: string; limit?: number } = {},
): Promise<PageSummary[]> {
  let query = sql.selectFrom('pages').select(summaryColumns).where('workspace_id', '=', workspaceId)
  if (sourceId !== undefined) query = query.where('source_id', '=', sourceId)
  if (after !== undefined) query = query.where('path', '>', after)
  const rows = await query.orderBy('path').orderBy('id').limit(limit).execute()
  return rows.map(summaryOf)
}

/** @throws CarelineError `not-found` */
export async function getPage(sql: Sql, workspaceId: string, pageId: string): Promise<StoredPage> {
  const row = await sql
    .selectFrom('pages')
    .select([...summaryColumns, 'blocks'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', pageId)
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', `There is no page ${pageId}.`)
  const passages = await sql
    .selectFrom('passages')
    .select([
      'id',
      'ordinal',
      'kind',
      'heading_path',
      'anchor',
      'start_offset',
      'end_offset',
      'start_line',
      'end_line',
      'text',
    ])
    .where('page_id', '=', pageId)
    .orderBy('ordinal')
    .execute()
  return {
    ...summaryOf(row),
    blocks: row.blocks as Block[],
    passages: passages.map(passage => ({
      id: passage.id,
      ordinal: passage.ordinal,
      kind: passage.kind,
      headingPath: passage.heading_path,
      anchor: passage.anchor,
      startOffset: passage.start_offset,
      endOffset: passage.end_offset,
      startLine: passage.start_line,
      endLine: passage.end_line,
      text: passage.text,
    })),
  }
}

/** What is known of a source's pages, by path: what a reader needs to leave unchanged ones alone. */
export async function knownPages(
  sql: Sql,
  sourceId: string,
): Promise<Map<string, KnownPage & { id: string }>> {
  const rows = await sql
    .selectFrom('pages')
    .select(['id', 'path', 'content_hash', 'etag', 'last_modified'])
    .where('source_id', '=', sourceId)
    .execute()
  return new Map(
    rows.map(row => [
      row.path,
      {
        id: row.id,
        contentHash: row.content_hash,
        ...(row.etag === null ? {} : { etag: row.etag }),
        ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
      },
    ]),
  )
}

/** How many passages of a workspace are in which language; what the embedder is chosen by. */
export async function languageShares(sql: Sql, workspaceId: string): Promise<Record<string, number>> {
  const rows = await sql
    .selectFrom('passages')
    .select(['language', raw<number>`count(*)::int`.as('count')])
    .where('workspace_id', '=', workspaceId)
    .groupBy('language')
    .execute()
  return Object.fromEntries(rows.map(row => [row.language, row.count]))
}

function summaryOf(row: {
  id: string
  source_id: string
  path: string
  url: string | null
  title: string
  language: string
  effective_on: string | null
  expires_on: string | null
  indexed_at: Date
}): PageSummary {
  return {
    id: row.id,
    sourceId: row.source_id,
    path: row.path,
    url: row.url,
    title: row.title,
    language: row.language,
    effectiveOn: row.effective_on,
    expiresOn: row.expires_on,
    indexedAt: row.indexed_at,
  }
}
