import { handoffText } from '../../bot/index.ts'
import type { Message } from '../../contract/conversation.ts'
import type { HandoffReason } from '../../contract/decision.ts'
import type { NewEvent } from '../../events/index.ts'
import { newId } from '../../kit/ids.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type ConversationRow, insertMessage } from '../store.ts'
import { about } from '../turn-rows.ts'
import { needsAddress, readWaiting, tellWaiting } from './waiting.ts'

/**
 * The bot's last word to a visitor who pressed the button, or whom the bot leaves to people, before it loses the conversation: that a person is fetched, and
 * how long it may take. On a locked row that the bot holds; the caller appends the events.
 */
export async function acknowledge(
  tx: Tx,
  row: ConversationRow,
  { email, reason }: { email?: string; reason: HandoffReason },
  now: Date,
): Promise<{ message: Message; events: NewEvent[] }> {
  const waiting = await readWaiting(tx, row, now, { email: email ?? null })
  const message = await insertMessage(
    tx,
    row,
    {
      id: newId('msg', now.getTime()),
      ...{ author: 'bot', author_id: null, client_id: null, turn_id: null, trace_id: null },
      text: `${handoffText(reason, row.language)} ${tellWaiting(waiting, row.language)}`,
      content: { decision: 'handoff', reason, ...(needsAddress(waiting) ? { askAddress: true } : {}) },
    },
    now,
  )
  return { message, events: [{ name: 'message.sent', data: { message }, ...about(row) }] }
}
