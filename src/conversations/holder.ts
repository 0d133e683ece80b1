import type { Conversation } from '../contract/conversation.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import type { IntakeRecord } from './intake.ts'
import { type ConversationRow, findUnanswered, lockConversation, toConversation } from './store.ts'
import { queueTurn } from './turn-job.ts'
import { about, endRunningTurns } from './turn-rows.ts'

/**
 * Gives a conversation to `to`, if it is still held as the caller saw it. Two at once: exactly one wins. The bot's
 * running turn ends in the same transaction, so that none of its words can follow; given back to the bot, it answers
 * what nobody has.
 * @throws CarelineError `conflict` when the holder or the epoch is another by now, or `not-found`.
 */
export async function changeHolder(
  deps: ConversationDeps,
  input: { conversationId: string; from: { holder: string; epoch: number }; to: string },
): Promise<Conversation> {
  const now = deps.clock.now()
  const { conversation, event } = await deps.database.transaction(async tx => {
    const row = await lockConversation(tx, input.conversationId)
    if (row.holder !== input.from.holder || row.epoch !== input.from.epoch) throw heldByAnother(row)
    const changed = await moveHolder(tx, row, input.to, now)
    const events = await appendEvents(tx, changed.events, now)
    return { conversation: changed.conversation, event: events.at(-1)!.number }
  })
  await accept(deps, holderRecord(conversation, event, now))
  return toConversation(conversation)
}

/**
 * The change itself, on a locked row; the caller appends the events at the end of its transaction. `name` is how the
 * visitor sees a member who holds it now.
 */
export async function moveHolder(
  tx: Tx,
  row: ConversationRow,
  holder: string,
  now: Date,
  name?: string,
): Promise<{ conversation: ConversationRow; events: NewEvent[] }> {
  const { events: ended, wasDrafting } = await endRunningTurns(tx, row, now)
  const conversation = await tx
    .updateTable('conversations')
    .set({ holder, epoch: row.epoch + 1, bot_paused_until: null, updated_at: now })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // Whoever takes a conversation over wants the draft that was being written.
  const last = holder === 'bot' || wasDrafting ? (await findUnanswered(tx, row.id)).at(-1) : undefined
  if (last !== undefined) await queueTurn(tx, row, last, now)
  const changed: NewEvent = {
    name: 'holder.changed',
    data: { conversationId: row.id, holder, epoch: conversation.epoch, ...(name ? { name } : {}) },
    ...about(row),
  }
  return { conversation, events: [...ended, changed] }
}

/** What the journal keeps of a change of holder; `event` is the number of its last event. */
export function holderRecord(
  { id, holder, epoch }: Pick<ConversationRow, 'id' | 'holder' | 'epoch'>,
  event: number,
  now: Date,
): IntakeRecord {
  return { kind: 'holder', event, at: now.toISOString(), conversationId: id, holder, epoch }
}

/** How a member is named as the holder of a conversation. */
export const memberHolder = (memberId: string): string => `member:${memberId}`

export const isHeldByMember = ({ holder }: Pick<ConversationRow, 'holder'>): boolean =>
  holder.startsWith('member:')

export function heldByAnother(row: Pick<ConversationRow, 'holder' | 'epoch'>): CarelineError {
  return new CarelineError('conflict', 'The conversation is held by somebody else by now.', {
    details: { holder: row.holder, epoch: row.epoch },
  })
}
