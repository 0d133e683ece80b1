import { emptyTrace, type Response } from '../../bot/index.ts'
import { appendEvents } from '../../events/index.ts'
import type { Tx } from '../../platform/database/database.ts'
import { accept, type ConversationDeps } from '../deps.ts'
import { insertHandoff } from '../handoff.ts'
import { contentOf } from '../reply.ts'
import { type ConversationRow, lockConversation } from '../store.ts'
import { findTraceOfTurn, insertTrace, ownerOf } from '../traces.ts'
import { endTurn, isCurrent, type TurnRow } from '../turn-rows.ts'
import { insertDraft } from './store.ts'

/**
 * Stores what the bot decided as a draft, with its trace and the end of the turn, in one transaction; only if this attempt
 * is the current one. That a person must see it is told to the desk as a handoff, and needs no draft.
 * @returns whether it was stored.
 */
export async function recordDraft(
  deps: ConversationDeps,
  turn: TurnRow,
  { decision, trace }: Response,
): Promise<boolean> {
  const now = deps.clock.now()
  const stored = await deps.database.transaction(async tx => {
    const conversation = await lockConversation(tx, turn.conversation_id)
    if (!(await isCurrent(tx, conversation, turn))) return undefined
    const traceId = await insertTrace(tx, ownerOf(turn), { trace, decision }, now)
    await endTurn(tx, conversation, turn.id, 'drafted', now)
    if (decision.kind === 'handoff') return await handOver(tx, conversation, decision.reason, now)
    const draft = { text: decision.text, content: contentOf(decision), uptoSeq: turn.upto_seq }
    const { events } = await insertDraft(tx, conversation, { ...draft, traceId, turnId: turn.id }, now)
    await appendEvents(tx, events, now)
    return []
  })
  deps.ring?.(stored ? undefined : 'job')
  for (const record of stored ?? []) await accept(deps, record)
  return stored !== undefined
}

async function handOver(tx: Tx, conversation: ConversationRow, reason: string, now: Date) {
  const handoff = await insertHandoff(tx, conversation, { reason }, now)
  const events = await appendEvents(tx, handoff.events, now)
  return [{ ...handoff.record, event: events.at(-1)!.number }]
}

/** Ends the turn of a draft whose every attempt failed. The conversation waits for a person anyway, who sees none. */
export async function recordNoDraft(deps: ConversationDeps, turn: TurnRow, question: string): Promise<void> {
  const now = deps.clock.now()
  const failure = 'no attempt came as far as the bot, or the process ended'
  await deps.database.transaction(async tx => {
    const conversation = await lockConversation(tx, turn.conversation_id)
    if (!(await isCurrent(tx, conversation, turn))) return
    if (!(await findTraceOfTurn(tx, turn)))
      await insertTrace(tx, ownerOf(turn), { trace: emptyTrace(question, 'en'), failure }, now)
    await endTurn(tx, conversation, turn.id, 'failed', now)
  })
}

/** Whether a turn that writes drafts has dealt with the messages up to this one. */
export async function isDrafted(tx: Tx, conversationId: string, uptoSeq: number): Promise<boolean> {
  const turn = await tx
    .selectFrom('turns')
    .select(['drafts', 'state', 'outcome'])
    .where('conversation_id', '=', conversationId)
    .where('upto_seq', '=', uptoSeq)
    .executeTakeFirst()
  return turn?.drafts === true && turn.state === 'ended' && turn.outcome !== 'superseded'
}
