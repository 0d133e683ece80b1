import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import type { IntakeRecord } from './intake.ts'
import { lockConversation } from './store.ts'
import { cleanText } from './text.ts'
import { about } from './turn-rows.ts'

type SurveyRecord = Extract<IntakeRecord, { kind: 'survey' }>

/** The engagement whose visitor has not said yet how it was; null while it is not resolved, or once they have. */
export async function findOpenSurvey(db: Sql, conversationId: string): Promise<number | null> {
  const row = await db
    .selectFrom('conversations')
    .innerJoin('resolutions', join =>
      join
        .onRef('resolutions.conversation_id', '=', 'conversations.id')
        .onRef('resolutions.engagement', '=', 'conversations.engagement'),
    )
    .select('resolutions.engagement')
    .where('conversations.id', '=', conversationId)
    .where('conversations.status', '=', 'resolved')
    .where('resolutions.score', 'is', null)
    .executeTakeFirst()
  return row?.engagement ?? null
}

/**
 * The visitor says how it was, once for each engagement that was resolved; the same again changes nothing.
 * @throws CarelineError `not-found` where there is none to judge, `conflict` when it was judged otherwise before.
 */
export async function answerSurvey(
  deps: ConversationDeps,
  input: { conversationId: string; engagement: number; score: number; comment?: string | undefined },
): Promise<void> {
  const { conversationId, engagement, score } = input
  const given = { score, comment: input.comment?.trim() ? cleanText(input.comment).trim() : null }
  const record = await deps.database.transaction(async tx => {
    await lockConversation(tx, conversationId)
    const row = await tx
      .selectFrom('resolutions')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('engagement', '=', engagement)
      .executeTakeFirst()
    if (!row) throw new CarelineError('not-found', 'There is nothing resolved to judge.')
    if (row.score !== null && (row.score !== given.score || row.comment !== given.comment))
      throw new CarelineError('conflict', 'You have judged this before.')
    return await storeSurvey(tx, {
      ...{ kind: 'survey', event: 0, at: (row.scored_at ?? deps.clock.now()).toISOString() },
      ...{ conversationId, engagement, ...given },
      ...{ uptoSeq: row.upto_seq, resolvedBy: row.resolved_by, resolvedAt: row.resolved_at.toISOString() },
    })
  })
  await accept(deps, record)
}

/** The transaction of `answerSurvey`, and its replay: with the resolution it judges, should the database have lost that. */
export async function storeSurvey(tx: Tx, record: SurveyRecord): Promise<SurveyRecord> {
  const { conversationId, engagement, score, comment } = record
  const conversation = await lockConversation(tx, conversationId)
  const at = new Date(record.at)
  const judged = { score, comment, scored_at: at }
  await tx
    .insertInto('resolutions')
    .values({
      ...{ conversation_id: conversationId, engagement, workspace_id: conversation.workspace_id },
      ...{
        upto_seq: record.uptoSeq,
        resolved_by: record.resolvedBy,
        resolved_at: new Date(record.resolvedAt),
      },
      ...judged,
    })
    .onConflict(on => on.columns(['conversation_id', 'engagement']).doUpdateSet(judged))
    .execute()
  const data = { conversationId, engagement, score }
  const [event] = await appendEvents(tx, [{ name: 'survey.answered', data, ...about(conversation) }], at)
  return { ...record, event: event!.number }
}
