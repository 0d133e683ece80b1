import { sql } from 'kysely'
import type { ConversationDeps } from './deps.ts'
import type { IntakeRecord } from './intake.ts'
import { replyRecord } from './reply-record.ts'
import { type MessageRow, toMessage } from './store.ts'
import type { TurnJob } from './turn-job.ts'

/**
 * Appends to the journal again what an earlier attempt of a turn committed and could not keep: its job is tried again
 * because of that, and finds nothing else to do. What is there twice is taken in once.
 */
export async function keepReplyAgain(
  deps: ConversationDeps,
  { conversationId, seq }: TurnJob,
): Promise<void> {
  if (!deps.journal) return
  for (const record of await recordsOf(deps, conversationId, seq)) await deps.journal.append(record)
}

async function recordsOf(
  { database }: ConversationDeps,
  conversationId: string,
  uptoSeq: number,
): Promise<IntakeRecord[]> {
  const turn = await database.sql
    .selectFrom('turns')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('upto_seq', '=', uptoSeq)
    .where('state', '=', 'ended')
    .executeTakeFirst()
  if (!turn?.outcome) return []
  const row = await database.sql
    .selectFrom('messages')
    .selectAll()
    .where('turn_id', '=', turn.id)
    // Before it there may be parts that somebody interrupted; they were kept by who did.
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  if (!row) return []
  const { rows } = await sql<{ number: number }>`
    select max(number) as number from events where conversation_id = ${conversationId}
      and name = 'turn.ended' and data ->> 'turnId' = ${turn.id}`.execute(database.sql)
  const event = rows[0]!.number
  const reply = replyRecord(toMessage(row, null), event, { id: turn.id, uptoSeq, outcome: turn.outcome })
  return turn.outcome === 'handoff' ? [reply, ...(await handoffsOf(database, row, event))] : [reply]
}

/** The handoff that was stored in one transaction with its reply. */
async function handoffsOf(
  database: ConversationDeps['database'],
  reply: MessageRow,
  event: number,
): Promise<IntakeRecord[]> {
  const rows = await database.sql
    .selectFrom('handoffs')
    .innerJoin('conversations', 'conversations.id', 'handoffs.conversation_id')
    .selectAll('handoffs')
    .select(['conversations.holder', 'conversations.epoch'])
    .where('handoffs.conversation_id', '=', reply.conversation_id)
    .where('handoffs.requested_at', '=', reply.created_at)
    .execute()
  return rows.map(({ id, conversation_id, reason, email, note, requested_at, holder, epoch }) => ({
    ...{ kind: 'handoff' as const, event, at: requested_at.toISOString() },
    ...{ id, conversationId: conversation_id, reason, email, note, holder, epoch },
  }))
}
