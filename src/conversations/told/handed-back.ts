import { botTexts } from '../../bot/index.ts'
import type { Message } from '../../contract/conversation.ts'
import { newId } from '../../kit/ids.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type ConversationRow, insertMessage } from '../store.ts'

/**
 * Tells the visitor, in their language, and the member in the story, that a conversation went back to the bot by itself. On
 * the locked row as it is after the change.
 */
export async function tellHandedBack(tx: Tx, row: ConversationRow, now: Date): Promise<Message> {
  return await insertMessage(
    tx,
    row,
    {
      id: newId('msg', now.getTime()),
      ...{ author: 'system', author_id: null, client_id: null, turn_id: null, trace_id: null },
      text: botTexts(row.language ?? undefined).handedBack,
      content: { reason: 'handed-back' },
    },
    now,
  )
}
