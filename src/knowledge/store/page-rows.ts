import { sql as raw } from 'kysely'
import { newId } from '../../kit/ids.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Block, Passage } from '../page.ts'
import { int8Bytes, vectorText } from './vectors.ts'

/** A page ready to be stored: read, cut, and its new passages embedded. */
export interface PageToStore {
  /** The stored page's id, or `undefined` for a new one. */
  id: string | undefined
  path: string
  url: string | null
  title: string
  language: string
  contentHash: string
  etag: string | null
  lastModified: string | null
  blocks: Block[]
  effectiveOn: string | null
  expiresOn: string | null
  passages: { passage: Passage; storedId: string | undefined; vectors: PassageVectors | null }[]
}

export interface PassageVectors {
  passage: Float32Array
  /** By the sentence's ordinal. */
  sentences: Float32Array[]
}

/** Rows an insert takes at once: PostgreSQL binds at most 65,535 values. */
const ROWS = 1000

/**
 * Writes a page and its passages: kept passages only move, others are replaced. Returns the page's id.
 * Vectors are written under `model`; passages without any wait for `embedPending`.
 */
export async function storePage(
  tx: Tx,
  owner: { workspaceId: string; sourceId: string },
  page: PageToStore,
  { now, model }: { now: Date; model: string | null },
): Promise<string> {
  const id = await upsertPage(tx, owner, page, now)
  const kept = page.passages.flatMap(({ storedId }) => (storedId === undefined ? [] : [storedId]))
  await deletePassages(tx, id, kept)
  await moveKept(tx, id, page)
  const fresh = page.passages
    .filter(({ storedId }) => storedId === undefined)
    .map(each => ({ ...each, id: newId('pas', now.getTime()) }))
  const common = { workspace_id: owner.workspaceId }
  await insertInParts(fresh, async part => {
    await tx
      .insertInto('passages')
      .values(
        part.map(({ id: passageId, passage, vectors }) => ({
          ...common,
          id: passageId,
          source_id: owner.sourceId,
          page_id: id,
          ...placeColumns(passage),
          kind: passage.kind,
          heading_path: passage.headingPath,
          text: passage.text,
          language: page.language,
          content_hash: passage.contentHash,
          embedding: vectors ? vectorText(vectors.passage) : null,
          embedding_model: vectors ? model : null,
        })),
      )
      .execute()
  })
  const sentences = fresh.flatMap(({ id: passageId, passage, vectors }) =>
    passage.sentences.map(sentence => ({
      ...common,
      passage_id: passageId,
      ordinal: sentence.ordinal,
      kind: sentence.kind,
      start_offset: sentence.start,
      end_offset: sentence.end,
      text: sentence.text,
      embedding: vectors?.sentences[sentence.ordinal]
        ? int8Bytes(vectors.sentences[sentence.ordinal] as Float32Array)
        : null,
      embedding_model: vectors ? model : null,
    })),
  )
  await insertInParts(sentences, async part => {
    await tx.insertInto('sentences').values(part).execute()
  })
  return id
}

async function insertInParts<T>(rows: readonly T[], insert: (part: T[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS) await insert(rows.slice(at, at + ROWS))
}

async function upsertPage(
  tx: Tx,
  owner: { workspaceId: string; sourceId: string },
  page: PageToStore,
  now: Date,
): Promise<string> {
  const values = {
    url: page.url,
    title: page.title,
    language: page.language,
    content_hash: page.contentHash,
    blocks: JSON.stringify(page.blocks),
    effective_on: page.effectiveOn,
    expires_on: page.expiresOn,
    etag: page.etag,
    last_modified: page.lastModified,
    indexed_at: now,
  }
  const { id } = await tx
    .insertInto('pages')
    .values({
      id: page.id ?? newId('pag', now.getTime()),
      workspace_id: owner.workspaceId,
      source_id: owner.sourceId,
      path: page.path,
      ...values,
    })
    .onConflict(conflict => conflict.columns(['source_id', 'path']).doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function deletePassages(tx: Tx, pageId: string, kept: readonly string[]): Promise<void> {
  let query = tx.deleteFrom('passages').where('page_id', '=', pageId)
  if (kept.length > 0) query = query.where('id', 'not in', kept)
  await query.execute()
}

/** First out of the way of each other (ordinals are unique in a page), then to their new places. */
async function moveKept(tx: Tx, pageId: string, page: PageToStore): Promise<void> {
  const kept = page.passages.filter(({ storedId }) => storedId !== undefined)
  if (kept.length === 0) return
  await tx
    .updateTable('passages')
    .set({ ordinal: raw<number>`-1 - ordinal` })
    .where('page_id', '=', pageId)
    .execute()
  for (const { passage, storedId } of kept)
    await tx
      .updateTable('passages')
      .set(placeColumns(passage))
      .where('id', '=', storedId as string)
      .execute()
}

function placeColumns(passage: Passage) {
  return {
    ordinal: passage.ordinal,
    anchor: passage.anchor,
    start_offset: passage.startOffset,
    end_offset: passage.endOffset,
    start_line: passage.startLine,
    end_line: passage.endLine,
  }
}
