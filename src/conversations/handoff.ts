import { findOrCreateContact } from '../contacts/index.ts'
import type { Conversation } from '../contract/conversation.ts'
import { HandoffReason } from '../contract/decision.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { newId } from '../kit/ids.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { moveHolder } from './holder.ts'
import type { IntakeRecord } from './intake.ts'
import { type ConversationRow, lockConversation, toConversation } from './store.ts'
import { cleanText } from './text.ts'
import { about } from './turn-rows.ts'

type HandoffRecord = Extract<IntakeRecord, { kind: 'handoff' }>

/**
 * The visitor asks for a person: the bot falls silent and the conversation waits in the queue. May be called again to
 * add the e-mail address or a note, which are kept for the reply only.
 * @throws CarelineError `invalid` (no e-mail address), `not-found` or `unavailable`.
 */
export async function requestHandoff(
  deps: ConversationDeps,
  input: { conversationId: string; email?: string; note?: string },
): Promise<Conversation> {
  const now = deps.clock.now()
  const { conversation, record } = await deps.database.transaction(async tx => {
    const row = await lockConversation(tx, input.conversationId)
    const stored = await insertHandoff(tx, row, { ...input, reason: 'asked-for' }, now)
    const events = await appendEvents(tx, stored.events, now)
    return { conversation: stored.conversation, record: { ...stored.record, event: events.at(-1)!.number } }
  })
  await accept(deps, record)
  return toConversation(conversation)
}

/** Stores the request on a locked conversation and moves it to the queue if the bot holds it. Also its replay. */
export async function insertHandoff(
  tx: Tx,
  row: ConversationRow,
  input: { reason: string; id?: string; email?: string; note?: string },
  now: Date,
): Promise<{ conversation: ConversationRow; events: NewEvent[]; record: HandoffRecord }> {
  const reason = HandoffReason.parse(input.reason)
  const id = input.id ?? newId('hnd', now.getTime())
  const email = input.email?.trim() || null
  const note = input.note ? cleanText(input.note) : null
  if (email) await keepContact(tx, row, email, now)
  await tx
    .insertInto('handoffs')
    .values({
      id,
      workspace_id: row.workspace_id,
      conversation_id: row.id,
      reason,
      email,
      note,
      requested_at: now,
    })
    .execute()
  const moved =
    row.holder === 'bot' ? await moveHolder(tx, row, 'queue', now) : { conversation: row, events: [] }
  const asked: NewEvent = {
    name: 'handoff.requested',
    data: { conversationId: row.id, reason },
    ...about(row),
  }
  const { holder, epoch } = moved.conversation
  return {
    conversation: moved.conversation,
    events: [asked, ...moved.events],
    record: {
      ...{ kind: 'handoff', event: 0, at: now.toISOString(), id, conversationId: row.id },
      ...{ reason, email, note, holder, epoch },
    } as HandoffRecord,
  }
}

async function keepContact(tx: Tx, row: ConversationRow, email: string, now: Date): Promise<void> {
  const contact = await findOrCreateContact(tx, { workspaceId: row.workspace_id, email, now })
  await tx.updateTable('conversations').set({ contact_id: contact.id }).where('id', '=', row.id).execute()
}
