import { sql as raw } from 'kysely'
import { appendEvents } from '../../events/index.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Embedder } from '../../models/index.ts'
import type { Database, Sql } from '../../platform/database/database.ts'
import { int8Bytes, vectorText } from '../store/vectors.ts'
import { embedPassages } from './embed.ts'

/** Passages embedded and written at a time. */
const BATCH = 64

/**
 * Gives vectors of `embedder` to every passage of a workspace that has none of it: passages stored before an
 * embedder was chosen, and all of them after a change of the embedder. The new vectors are collected beside the
 * present ones and take their place all at once, with one `passages.changed`, so that search never sees a mixture.
 * Returns how many passages were embedded; stopped (`signal`) and called again, it goes on where it was.
 */
export async function embedPending(
  { database, embedder, clock }: { database: Database; embedder: Embedder; clock: Clock },
  workspaceId: string,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<number> {
  const total = await countPending(database.sql, workspaceId, embedder.id)
  if (total > 0) onProgress?.(0, total)
  let done = 0
  for (;;) {
    signal?.throwIfAborted()
    const batch = await nextBatch(database.sql, workspaceId, embedder.id)
    if (batch.length === 0) break
    const vectors = await embedPassages(embedder, batch)
    const rows = batch.flatMap(({ passage }, at) => {
      const own = vectors[at]
      return own
        ? [
            {
              passage_id: passage.id,
              workspace_id: workspaceId,
              model: embedder.id,
              embedding: vectorText(own.passage),
              sentences: Buffer.concat(own.sentences.map(int8Bytes)),
            },
          ]
        : []
    })
    await keepBeside(database.sql, rows)
    done += batch.length
    onProgress?.(done, Math.max(total, done))
  }
  await moveOver(database, workspaceId, embedder, clock)
  return done
}

async function keepBeside(
  sql: Sql,
  rows: {
    passage_id: string
    workspace_id: string
    model: string
    embedding: string
    sentences: Uint8Array
  }[],
): Promise<void> {
  await sql
    .insertInto('next_vectors')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('passage_id').doUpdateSet(({ ref }) => ({
        model: ref('excluded.model'),
        embedding: ref('excluded.embedding'),
        sentences: ref('excluded.sentences'),
      })),
    )
    .execute()
}

/** Puts the collected vectors in place of the old ones, in one transaction. */
async function moveOver(
  database: Database,
  workspaceId: string,
  { id: model, dimensions }: Embedder,
  clock: Clock,
): Promise<void> {
  await database.transaction(async tx => {
    const pages = await tx
      .selectFrom('next_vectors')
      .innerJoin('passages', 'passages.id', 'next_vectors.passage_id')
      .select('passages.page_id')
      .distinct()
      .where('next_vectors.workspace_id', '=', workspaceId)
      .where('next_vectors.model', '=', model)
      .execute()
    if (pages.length === 0) return
    await raw`update passages set embedding = n.embedding, embedding_model = n.model from next_vectors n
      where n.passage_id = passages.id and n.workspace_id = ${workspaceId} and n.model = ${model}`.execute(tx)
    await raw`update sentences set embedding_model = n.model,
        embedding = substring(n.sentences from sentences.ordinal * ${dimensions}::int + 1 for ${dimensions}::int)
      from next_vectors n
      where n.passage_id = sentences.passage_id and n.workspace_id = ${workspaceId} and n.model = ${model}`.execute(
      tx,
    )
    await tx.deleteFrom('next_vectors').where('workspace_id', '=', workspaceId).execute()
    const pageIds = pages.map(page => page.page_id)
    await appendEvents(tx, [{ name: 'passages.changed', workspaceId, data: { pageIds } }], clock.now())
  })
}

/** Passages without a vector of `model`, neither in place nor collected. */
function pending(sql: Sql, workspaceId: string, model: string) {
  return sql
    .selectFrom('passages')
    .where('passages.workspace_id', '=', workspaceId)
    .where(({ eb, or }) =>
      or([eb('passages.embedding_model', 'is', null), eb('passages.embedding_model', '!=', model)]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('next_vectors')
            .select('next_vectors.passage_id')
            .whereRef('next_vectors.passage_id', '=', 'passages.id')
            .where('next_vectors.model', '=', model),
        ),
      ),
    )
}

async function countPending(sql: Sql, workspaceId: string, model: string): Promise<number> {
  const { count } = await pending(sql, workspaceId, model)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function nextBatch(sql: Sql, workspaceId: string, model: string) {
  const rows = await pending(sql, workspaceId, model)
    .innerJoin('pages', 'pages.id', 'passages.page_id')
    .select(['passages.id', 'passages.heading_path', 'passages.text', 'pages.title'])
    // What is embedded together bears a little on each vector, and ids are random: by them no two readings were alike.
    .orderBy('pages.path')
    .orderBy('passages.ordinal')
    .orderBy('passages.id')
    .limit(BATCH)
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const sentences = await sql
    .selectFrom('sentences')
    .select(['passage_id', 'text'])
    .where('passage_id', 'in', ids)
    .orderBy('ordinal')
    .execute()
  return rows.map(row => ({
    title: row.title,
    passage: {
      id: row.id,
      headingPath: row.heading_path,
      text: row.text,
      sentences: sentences.filter(sentence => sentence.passage_id === row.id),
    },
  }))
}
