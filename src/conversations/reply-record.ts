import type { Message } from '../contract/conversation.ts'
import type { IntakeRecord } from './intake.ts'

/** What the journal keeps of a message that the bot, a member or the system sent. */
export function replyRecord(
  message: Message,
  event: number,
  turn: Extract<IntakeRecord, { kind: 'reply' }>['turn'],
  authorId: string | null = null,
): IntakeRecord {
  return {
    kind: 'reply',
    event,
    at: message.createdAt,
    id: message.id,
    conversationId: message.conversationId,
    author: message.author === 'visitor' ? 'bot' : message.author,
    authorId,
    text: message.text,
    content: message.content,
    traceId: message.traceId,
    turn,
  }
}
