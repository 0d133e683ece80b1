import { getMember } from '../accounts/index.ts'
import type { Conversation } from '../contract/conversation.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { holderRecord, isHeldByMember, memberHolder, moveHolder } from './holder.ts'
import { keepInterrupted } from './interrupted.ts'
import { type ConversationRow, lockOwnConversation, toConversation } from './store.ts'
import { about } from './turn-rows.ts'

/** Who acts at the desk, and on what. */
export interface DeskAct {
  workspaceId: string
  conversationId: string
  memberId: string
}

/**
 * A member takes a conversation over: from then on no word of the bot reaches the visitor. What the bot had shown of an
 * answer stays, as a message marked as interrupted. Of two at once one wins, and the other is told who has it.
 * @throws CarelineError `conflict` when a colleague holds it and `override` is not set, `not-found`.
 */
export async function takeOver(
  deps: ConversationDeps,
  act: DeskAct & { override?: boolean },
): Promise<{ conversation: Conversation; changed: boolean }> {
  const now = deps.clock.now()
  const holder = memberHolder(act.memberId)
  const taken = await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    if (row.holder === holder) return { conversation: row, records: [] }
    await refuseTakenByAnother(tx, row, act)
    return await giveToMember(tx, row, { ...act, holder }, now)
  })
  for (const record of taken.records) await accept(deps, record)
  return { conversation: toConversation(taken.conversation), changed: taken.records.length > 0 }
}

/** The takeover itself, on a locked row that no colleague holds; appends the events, and the caller keeps the records. */
export async function giveToMember(
  tx: Tx,
  row: ConversationRow,
  { memberId, holder, override }: DeskAct & { holder: string; override?: boolean },
  now: Date,
) {
  const { name, displayName } = await getMember(tx, row.workspace_id, memberId)
  const interrupted = await keepInterrupted(tx, row, now)
  const moved = await moveHolder(tx, row, holder, now, displayName ?? name)
  const conversation = await tx
    .updateTable('conversations')
    .set({ assignee_id: memberId, status: 'open', snoozed_until: null })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const taken: NewEvent = {
    name: 'conversation.taken',
    data: { conversationId: row.id, memberId, from: row.holder, override: override === true },
    ...about(row),
  }
  const pickedUp = await pickUp(tx, row, memberId, now)
  const sent = interrupted?.events ?? []
  const events = await appendEvents(tx, [...sent, ...moved.events, taken, ...pickedUp], now)
  const kept = holderRecord(conversation, events.at(-1)!.number, now)
  const before = interrupted?.recordAt(events[0]!.number) ?? []
  return { conversation, records: [...before, kept] }
}

/** The handoffs that waited for somebody have found one. */
async function pickUp(tx: Tx, row: ConversationRow, memberId: string, now: Date): Promise<NewEvent[]> {
  const picked = await tx
    .updateTable('handoffs')
    .set({ state: 'picked-up', picked_up_by: memberId, picked_up_at: now })
    .where('conversation_id', '=', row.id)
    .where('state', '=', 'waiting')
    .returning('id')
    .execute()
  return picked.map(({ id }) => ({
    name: 'handoff.picked-up' as const,
    data: { handoffId: id, conversationId: row.id, memberId },
    ...about(row),
  }))
}

/** @throws CarelineError `conflict` when a colleague has it and `override` is not set: who, so that the two can talk. */
export async function refuseTakenByAnother(
  tx: Tx,
  row: ConversationRow,
  act: { memberId: string; override?: boolean },
): Promise<void> {
  if (!isHeldByMember(row) || row.holder === memberHolder(act.memberId) || act.override) return
  const memberId = row.holder.replace('member:', '')
  const member = await getMember(tx, row.workspace_id, memberId).catch(() => undefined)
  const name = member?.displayName ?? member?.name ?? 'A colleague'
  throw new CarelineError('conflict', `${name} has this conversation.`, {
    details: { holder: row.holder, epoch: row.epoch, name },
  })
}
