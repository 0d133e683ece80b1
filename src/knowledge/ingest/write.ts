import { appendEvents } from '../../events/index.ts'
import type { Embedder } from '../../models/index.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SourceItem } from '../sources/source.ts'
import { type PageToStore, storePage } from '../store/page-rows.ts'
import type { Source } from '../store/sources.ts'
import type { ReadyPage } from './page-to-store.ts'

type ReadItem = Extract<SourceItem, { bytes: Uint8Array }>

/** A page on its way into the database, with the passages that stay and those that are new. */
export interface StoredBatch {
  id: string | undefined
  item: ReadItem
  ready: ReadyPage
  passages: PageToStore['passages']
}

/** Writes pages with their passages and one `passages.changed` in one transaction. */
export async function storeBatch(
  database: Database,
  source: Pick<Source, 'id' | 'workspaceId'>,
  pages: readonly StoredBatch[],
  written: { now: Date; model: string | null },
): Promise<void> {
  const owner = { workspaceId: source.workspaceId, sourceId: source.id }
  await database.transaction(async tx => {
    const pageIds: string[] = []
    for (const page of pages) {
      pageIds.push(await storePage(tx, owner, toStore(page), written))
      await tx
        .deleteFrom('page_failures')
        .where('source_id', '=', source.id)
        .where('path', '=', page.item.path)
        .execute()
    }
    await appendEvents(
      tx,
      [{ name: 'passages.changed', workspaceId: source.workspaceId, data: { pageIds } }],
      written.now,
    )
  })
}

function toStore({ id, item, ready, passages }: StoredBatch): PageToStore {
  const { page, url } = ready
  return {
    id,
    path: item.path,
    url,
    title: page.title,
    language: page.language,
    contentHash: item.contentHash,
    etag: item.etag ?? null,
    lastModified: item.lastModified ?? null,
    blocks: page.blocks,
    effectiveOn: page.effectiveOn ?? null,
    expiresOn: page.expiresOn ?? null,
    passages,
  }
}

/**
 * The passages a page has, by content hash; one hash may stand several times. Those without vectors of the
 * embedder in use are not among them, so that they are written anew.
 */
export async function storedHashes(
  { database, embedder }: { database: Database; embedder: Embedder | null },
  pageId: string,
): Promise<Map<string, string[]>> {
  let query = database.sql.selectFrom('passages').select(['id', 'content_hash']).where('page_id', '=', pageId)
  if (embedder) query = query.where('embedding_model', '=', embedder.id)
  const byHash = new Map<string, string[]>()
  for (const row of await query.orderBy('ordinal').execute()) {
    const ids = byHash.get(row.content_hash)
    if (ids) ids.push(row.id)
    else byHash.set(row.content_hash, [row.id])
  }
  return byHash
}

/** Removes pages, and the failures of paths that are no longer `seen`, and tells the indexes. */
export async function removePages(
  database: Database,
  source: Pick<Source, 'id' | 'workspaceId'>,
  pageIds: readonly string[],
  seen: ReadonlySet<string> | undefined,
  now: Date,
): Promise<void> {
  await database.transaction(async tx => {
    if (seen) {
      const failures = await tx
        .selectFrom('page_failures')
        .select('path')
        .where('source_id', '=', source.id)
        .execute()
      for (const { path } of failures)
        if (!seen.has(path))
          await tx
            .deleteFrom('page_failures')
            .where('source_id', '=', source.id)
            .where('path', '=', path)
            .execute()
    }
    if (pageIds.length === 0) return
    for (let at = 0; at < pageIds.length; at += 500)
      await tx
        .deleteFrom('pages')
        .where('id', 'in', pageIds.slice(at, at + 500))
        .execute()
    const data = { pageIds: [...pageIds] }
    await appendEvents(tx, [{ name: 'passages.changed', workspaceId: source.workspaceId, data }], now)
  })
}

export async function recordFailure(
  database: Database,
  sourceId: string,
  path: string,
  reason: string,
  at: Date,
): Promise<void> {
  const values = { reason: reason.slice(0, 500), at }
  await database.sql
    .insertInto('page_failures')
    .values({ source_id: sourceId, path, ...values })
    .onConflict(conflict => conflict.columns(['source_id', 'path']).doUpdateSet(values))
    .execute()
}

export async function clearFailure(database: Database, sourceId: string, path: string): Promise<void> {
  await database.sql
    .deleteFrom('page_failures')
    .where('source_id', '=', sourceId)
    .where('path', '=', path)
    .execute()
}
