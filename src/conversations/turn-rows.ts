import { type Selectable, sql } from 'kysely'
import type { EventData } from '../contract/events.ts'
import type { NewEvent } from '../events/index.ts'
import { newId } from '../kit/ids.ts'
import type { Tables, Tx } from '../platform/database/database.ts'
import type { ConversationRow } from './store.ts'

export type TurnRow = Selectable<Tables['turns']>
export type Outcome = EventData<'turn.ended'>['outcome']

/** Begins the turn that deals with everything up to `uptoSeq`, or takes it up again as a new attempt. */
export async function openTurn(
  tx: Tx,
  conversation: ConversationRow,
  uptoSeq: number,
  now: Date,
  { drafts = false }: { drafts?: boolean } = {},
): Promise<{ turn: TurnRow; events: NewEvent[] }> {
  const { events: ended } = await endRunningTurns(tx, conversation, now, uptoSeq)
  const turn = await tx
    .insertInto('turns')
    .values({
      id: newId('trn', now.getTime()),
      workspace_id: conversation.workspace_id,
      bot_id: conversation.bot_id,
      conversation_id: conversation.id,
      upto_seq: uptoSeq,
      epoch: conversation.epoch,
      drafts,
      started_at: now,
    })
    .onConflict(conflict =>
      conflict.columns(['conversation_id', 'upto_seq']).doUpdateSet({
        attempt: sql<number>`turns.attempt + 1`,
        epoch: conversation.epoch,
        drafts,
        state: 'running',
        outcome: null,
        ended_at: null,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  // The visitor is not shown that somebody writes when nothing of it will reach them.
  if (drafts) return { turn, events: ended }
  const data = { turnId: turn.id, attempt: turn.attempt, uptoSeq }
  return { turn, events: [...ended, { name: 'turn.started', data, ...about(conversation) }] }
}

/** Ends a turn; the caller appends the event at the end of its transaction. */
export async function endTurn(
  tx: Tx,
  conversation: ConversationRow,
  turnId: string,
  outcome: Outcome,
  now: Date,
): Promise<NewEvent> {
  await tx
    .updateTable('turns')
    .set({ state: 'ended', outcome, ended_at: now })
    .where('id', '=', turnId)
    .execute()
  return { name: 'turn.ended', data: { turnId, outcome }, ...about(conversation) }
}

/**
 * Ends every running turn but the one up to `except` as superseded: a newer message or another holder overtook it.
 * `wasDrafting`: one of them was writing a draft.
 */
export async function endRunningTurns(
  tx: Tx,
  conversation: ConversationRow,
  now: Date,
  except = -1,
): Promise<{ events: NewEvent[]; wasDrafting: boolean }> {
  const running = await tx
    .selectFrom('turns')
    .select(['id', 'drafts'])
    .where('conversation_id', '=', conversation.id)
    .where('state', '=', 'running')
    .where('upto_seq', '!=', except)
    .execute()
  const events: NewEvent[] = []
  for (const { id, drafts } of running) {
    const ended = await endTurn(tx, conversation, id, 'superseded', now)
    if (!drafts) events.push(ended)
  }
  return { events, wasDrafting: running.some(({ drafts }) => drafts) }
}

/**
 * Whether this attempt of the turn may still speak: it runs, nobody took it up anew, the bot still holds, and no member
 * types.
 */
export async function maySpeak(
  tx: Tx,
  conversation: ConversationRow,
  turn: TurnRow,
  now: Date,
): Promise<boolean> {
  if (isPaused(conversation, now)) return false
  return conversation.holder === 'bot' && (await isCurrent(tx, conversation, turn))
}

/** Whether the turn runs, this is its newest attempt, and nobody else has got the conversation since it began. */
export async function isCurrent(tx: Tx, conversation: ConversationRow, turn: TurnRow): Promise<boolean> {
  const current = await tx.selectFrom('turns').selectAll().where('id', '=', turn.id).executeTakeFirst()
  return current?.state === 'running' && current.attempt === turn.attempt && conversation.epoch === turn.epoch
}

/** Whether a member types while the bot holds the conversation. */
export function isPaused({ bot_paused_until: until }: ConversationRow, now: Date): boolean {
  return until !== null && until > now
}

/** Where an event of this conversation belongs. */
export function about(conversation: Pick<ConversationRow, 'id' | 'workspace_id' | 'bot_id'>) {
  return {
    workspaceId: conversation.workspace_id,
    botId: conversation.bot_id,
    conversationId: conversation.id,
  }
}
