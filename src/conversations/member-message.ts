import type { Message, MessageContent } from '../contract/conversation.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Tx } from '../platform/database/database.ts'
import { contentOf, findUnsent, sendWith } from './attachments/send.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { heldByAnother, memberHolder } from './holder.ts'
import type { IntakeRecord } from './intake.ts'
import { queueRepeat } from './repeat-job.ts'
import { replyRecord } from './reply-record.ts'
import { applyChanges, type StatusChanges } from './status.ts'
import {
  type ConversationRow,
  findByClientId,
  insertMessage,
  lockConversation,
  lockOwnConversation,
  toMessage,
} from './store.ts'
import { cleanText } from './text.ts'
import { about } from './turn-rows.ts'

export interface MemberMessage {
  /** Unset only where the caller knows the conversation to be of its workspace. */
  workspaceId?: string
  conversationId: string
  memberId: string
  /** The epoch of the conversation as the member sees it. */
  epoch: number
  text: string
  /** What the member uploaded to this conversation before. */
  attachmentIds?: readonly string[]
  /** Made by the client, once per message: a resend with the same id is answered with the first result. */
  clientId?: string
  /** Done with it in the same step: resolving or snoozing. */
  also?: StatusChanges
}

/**
 * Sends a member's message, if that member holds the conversation in the epoch they see.
 * @throws CarelineError `conflict` when it is held by another, or was taken and given back meanwhile; `not-found`.
 */
export async function sendMemberMessage(deps: ConversationDeps, input: MemberMessage): Promise<Message> {
  const { message, record } = await deps.database.transaction(async tx => {
    const { workspaceId, conversationId } = input
    const conversation = workspaceId
      ? await lockOwnConversation(tx, { workspaceId, conversationId })
      : await lockConversation(tx, conversationId)
    const earlier = input.clientId && (await findByClientId(tx, conversation.id, keyOf(input.clientId)))
    if (earlier) return { message: toMessage(earlier, null), record: undefined }
    const holds = conversation.holder === memberHolder(input.memberId) && conversation.epoch === input.epoch
    if (!holds) throw heldByAnother(conversation)
    const key = input.clientId ? keyOf(input.clientId) : undefined
    return await storeMemberMessage(tx, conversation, { ...input, ...(key ? { key } : {}) }, deps.clock.now())
  })
  if (record) await accept(deps, record)
  return message
}

/** A visitor's own ids must not meet those of members. */
const keyOf = (clientId: string) => `member:${clientId}`

/** Stores what a member who holds the locked conversation says, with its events; the caller keeps the record. */
export async function storeMemberMessage(
  tx: Tx,
  conversation: ConversationRow,
  input: Pick<MemberMessage, 'memberId' | 'text' | 'attachmentIds' | 'also'> & {
    key?: string
    content?: MessageContent
  },
  now: Date,
): Promise<{ message: Message; record: IntakeRecord }> {
  const text = cleanText(input.text)
  const attachments = await findUnsent(tx, conversation.id, 'member', [...new Set(input.attachmentIds)])
  if (text.trim() === '' && attachments.length === 0)
    throw new CarelineError('invalid', 'The message is empty.')
  const message = await insertMessage(
    tx,
    conversation,
    {
      ...{ id: newId('msg', now.getTime()), author: 'member', author_id: input.memberId, text },
      content: { ...input.content, ...contentOf(attachments) },
      ...{ client_id: input.key ?? null, turn_id: null, trace_id: null },
    },
    now,
  )
  await sendWith(tx, message.id, attachments)
  await tx
    .updateTable('conversations')
    .set({ member_at: now, waiting_since: null })
    .where('id', '=', conversation.id)
    .execute()
  await queueRepeat(tx, conversation, now)
  const sent = { name: 'message.sent' as const, data: { message }, ...about(conversation) }
  const row = { ...conversation, last_seq: message.seq }
  const also = input.also ? await applyChanges(tx, row, input.also, input.memberId, now) : []
  const events = await appendEvents(tx, [sent, ...also], now)
  return { message, record: replyRecord(message, events.at(-1)!.number, null, input.memberId) }
}
