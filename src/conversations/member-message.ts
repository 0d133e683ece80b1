import type { Message } from '../contract/conversation.ts'
import { appendEvents } from '../events/index.ts'
import { newId } from '../kit/ids.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { heldByAnother } from './holder.ts'
import { replyRecord } from './reply.ts'
import { insertMessage, lockConversation } from './store.ts'
import { cleanText } from './text.ts'
import { about } from './turn-rows.ts'

/**
 * Sends a member's message, if that member holds the conversation in the epoch they see.
 * @throws CarelineError `conflict` when it is held by another, or was taken and given back meanwhile; `not-found`.
 */
export async function sendMemberMessage(
  deps: ConversationDeps,
  input: { conversationId: string; memberId: string; epoch: number; text: string },
): Promise<Message> {
  const now = deps.clock.now()
  const { message, event } = await deps.database.transaction(async tx => {
    const conversation = await lockConversation(tx, input.conversationId)
    const holds = conversation.holder === `member:${input.memberId}` && conversation.epoch === input.epoch
    if (!holds) throw heldByAnother(conversation)
    const message = await insertMessage(
      tx,
      conversation,
      {
        id: newId('msg', now.getTime()),
        author: 'member',
        author_id: input.memberId,
        client_id: null,
        text: cleanText(input.text),
        content: {},
        turn_id: null,
        trace_id: null,
      },
      now,
    )
    const [event] = await appendEvents(
      tx,
      [{ name: 'message.sent', data: { message }, ...about(conversation) }],
      now,
    )
    return { message, event: event!.number }
  })
  await accept(deps, replyRecord(message, event, null, input.memberId))
  return message
}
