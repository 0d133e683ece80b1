import type { GiveGoldenQuestion, GoldenQuestion } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql } from '../platform/database/database.ts'
import type { GoldQuestion } from './question.ts'

/** The golden questions a workspace keeps, oldest first. */
export async function listGoldenQuestions(sql: Sql, workspaceId: string): Promise<GoldenQuestion[]> {
  const rows = await sql
    .selectFrom('golden_questions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
  return rows.map(({ id, question, answerable, gold_paths, created_at }) => ({
    ...{ id, question, answerable, goldPaths: gold_paths, createdAt: created_at.toISOString() },
  }))
}

/** Keeps a golden question; one that is kept already takes the new answer. */
export async function keepGoldenQuestion(
  sql: Sql,
  workspaceId: string,
  given: GiveGoldenQuestion,
  now: Date,
): Promise<GoldenQuestion> {
  const question = given.question.trim()
  const values = { answerable: given.answerable, gold_paths: given.answerable ? given.goldPaths : [] }
  const row = await sql
    .insertInto('golden_questions')
    .values({
      id: newId('gol', now.getTime()),
      workspace_id: workspaceId,
      question,
      created_at: now,
      ...values,
    })
    .onConflict(on => on.columns(['workspace_id', 'question']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow()
  const { id, answerable, gold_paths, created_at } = row
  return { id, question, answerable, goldPaths: gold_paths, createdAt: created_at.toISOString() }
}

/** @throws CarelineError `not-found`. */
export async function removeGoldenQuestion(sql: Sql, workspaceId: string, id: string): Promise<void> {
  const row = await sql
    .deleteFrom('golden_questions')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'There is no such golden question.')
}

/** The same as the eval reads them. */
export const goldQuestionOf = ({ id, question, answerable, goldPaths }: GoldenQuestion): GoldQuestion => ({
  ...{ id, question, answerable, gold_docs: goldPaths, kind: 'all', history: [] },
})
