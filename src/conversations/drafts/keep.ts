import type { Decision } from '../../contract/decision.ts'
import type { Draft } from '../../contract/draft-api.ts'
import { appendEvents } from '../../events/index.ts'
import type { ConversationDeps } from '../deps.ts'
import { contentOf } from '../reply.ts'
import { lockOwnConversation } from '../store.ts'
import { insertDraft, toDraft } from './store.ts'

/** What a member asked the bot to write, and up to which message of the conversation it was told. */
export interface AskedDraft {
  workspaceId: string
  conversationId: string
  memberId: string
  uptoSeq: number
  decision: Decision
  traceId: string
}

/**
 * Keeps what the bot wrote for a member as the draft of the conversation. Nothing is said by it: it may be asked for
 * whoever holds the conversation.
 * @returns nothing when a member has answered meanwhile: the draft would not wait any more.
 */
export async function keepAskedDraft(
  deps: Pick<ConversationDeps, 'database' | 'clock' | 'ring'>,
  { memberId, uptoSeq, decision, traceId, ...of }: AskedDraft,
): Promise<Draft | undefined> {
  const now = deps.clock.now()
  const draft = await deps.database.transaction(async tx => {
    const conversation = await lockOwnConversation(tx, of)
    const answered = await tx
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', conversation.id)
      .where('author', '=', 'member')
      .where('seq', '>', uptoSeq)
      .executeTakeFirst()
    if (answered) return undefined
    const words = { text: decision.text, content: contentOf(decision), uptoSeq, traceId, askedBy: memberId }
    const { row, events } = await insertDraft(tx, conversation, words, now)
    await appendEvents(tx, events, now)
    return toDraft(row)
  })
  deps.ring?.()
  return draft
}
