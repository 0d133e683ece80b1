import type { Selectable } from 'kysely'
import { CarelineError } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { Sql, Tables } from '../../platform/database/database.ts'

/** What the company wants said, word for word, to these questions. */
export interface PinnedAnswer {
  id: string
  /** Ways to ask for it; the answer is said to whoever asks nearly the same. */
  questions: string[]
  text: string
  /** The page that is cited with it; null when the page is gone, and then the answer is not said. */
  pageId: string | null
  createdAt: Date
}

export type GivenPinnedAnswer = Pick<PinnedAnswer, 'questions' | 'text'> & { pageId: string }

/** The pinned answers of a workspace, oldest first. */
export async function listPinnedAnswers(sql: Sql, workspaceId: string): Promise<PinnedAnswer[]> {
  const rows = await sql
    .selectFrom('pinned_answers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
  return rows.map(pinnedOf)
}

/** Pins an answer. @throws CarelineError `invalid` when its page is not of this workspace. */
export async function pinAnswer(
  sql: Sql,
  workspaceId: string,
  given: GivenPinnedAnswer,
  now: Date,
): Promise<PinnedAnswer> {
  await refuseStrangePage(sql, workspaceId, given.pageId)
  const { questions, text, pageId } = given
  const row = await sql
    .insertInto('pinned_answers')
    .values({
      ...{ id: newId('pin', now.getTime()), workspace_id: workspaceId, questions, text },
      ...{ page_id: pageId, created_at: now, updated_at: null },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return pinnedOf(row)
}

/** @throws CarelineError `not-found`, or `invalid` when its page is not of this workspace. */
export async function changePinnedAnswer(
  sql: Sql,
  workspaceId: string,
  { id, questions, text, pageId }: GivenPinnedAnswer & { id: string },
  now: Date,
): Promise<PinnedAnswer> {
  await refuseStrangePage(sql, workspaceId, pageId)
  const row = await sql
    .updateTable('pinned_answers')
    .set({ questions, text, page_id: pageId, updated_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw noSuchAnswer()
  return pinnedOf(row)
}

/** @throws CarelineError `not-found`. */
export async function unpinAnswer(sql: Sql, workspaceId: string, id: string): Promise<void> {
  const row = await sql
    .deleteFrom('pinned_answers')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noSuchAnswer()
}

async function refuseStrangePage(sql: Sql, workspaceId: string, pageId: string): Promise<void> {
  const page = await sql
    .selectFrom('pages')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', pageId)
    .executeTakeFirst()
  if (!page) throw new CarelineError('invalid', 'There is no such page to cite. Choose one of your pages.')
}

const noSuchAnswer = () => new CarelineError('not-found', 'There is no such pinned answer.')

function pinnedOf(row: Selectable<Tables['pinned_answers']>): PinnedAnswer {
  const { id, questions, text, page_id, created_at } = row
  return { id, questions, text, pageId: page_id, createdAt: created_at }
}
