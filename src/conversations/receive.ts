import { sql } from 'kysely'
import type { Attachment, Message } from '../contract/conversation.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { crashPoint } from '../platform/crash-points.ts'
import type { Tx } from '../platform/database/database.ts'
import { contentOf, findUnsent, sendWith } from './attachments/send.ts'
import { refuseBlocked } from './block.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { isHeldByMember } from './holder.ts'
import type { IntakeRecord } from './intake.ts'
import { modeOf } from './mode.ts'
import { queueRepeat } from './repeat-job.ts'
import { wake } from './status.ts'
import { type ConversationRow, findByClientId, insertMessage, lockConversation, toMessage } from './store.ts'
import { cleanText } from './text.ts'
import { queueTurn } from './turn-job.ts'

type MessageRecord = Extract<IntakeRecord, { kind: 'message' }>
type Received = { message: Message; repeated: boolean; record: MessageRecord }

/**
 * Takes a visitor's message in: its row, its event and the turn that will answer it are one transaction, and are kept
 * durably when the promise resolves. A `clientId` that was used before gives the first result with `repeated`.
 * @throws CarelineError `invalid` (nothing to read in it), `not-found`, `forbidden` (blocked), `conflict` (closed, or a `clientId` that was
 * used for another text) or `unavailable`.
 */
export async function receiveMessage(
  deps: ConversationDeps,
  input: { conversationId: string; clientId: string; text: string; attachmentIds?: readonly string[] },
): Promise<{ message: Message; repeated: boolean }> {
  const text = cleanText(input.text)
  const clientId = cleanText(input.clientId)
  const attachmentIds = [...new Set(input.attachmentIds)]
  if ((text.trim() === '' && attachmentIds.length === 0) || clientId === '')
    throw new CarelineError('invalid', 'The message is empty.')
  const now = deps.clock.now()
  const { message, repeated, record } = await deps.database.transaction(tx =>
    storeVisitorMessage(
      tx,
      {
        kind: 'message',
        event: 0,
        at: now.toISOString(),
        id: newId('msg', now.getTime()),
        conversationId: input.conversationId,
        clientId,
        text,
        ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
      },
      refuseBlocked,
    ),
  )
  await crashPoint('S04-commit')
  if (message.text !== text)
    throw new CarelineError(
      'conflict',
      `A message with the client id ${clientId} was received before, with another text. Nothing was changed; send a new message with a new id.`,
    )
  await accept(deps, record)
  return { message, repeated }
}

/** Whether a message with this client id was received before, so that it is only asked for again. */
export async function wasReceived(
  deps: Pick<ConversationDeps, 'database'>,
  input: { conversationId: string; clientId: string },
): Promise<boolean> {
  return (
    (await findByClientId(deps.database.sql, input.conversationId, cleanText(input.clientId))) !== undefined
  )
}

/**
 * The transaction of `receiveMessage`; also the replay of a message, which was taken and is not refused again. `refuse`
 * throws for a conversation in which nothing new is taken.
 */
export async function storeVisitorMessage(
  tx: Tx,
  record: MessageRecord,
  refuse?: (tx: Tx, conversation: ConversationRow) => Promise<void>,
): Promise<Received> {
  const conversation = await lockConversation(tx, record.conversationId)
  const earlier = await findByClientId(tx, conversation.id, record.clientId)
  if (earlier) return await repeatedMessage(tx, toMessage(earlier, null), record)
  await refuse?.(tx, conversation)
  if (conversation.state === 'closed') throw new CarelineError('conflict', 'This conversation is closed.')
  const now = new Date(record.at)
  const woken = await wake(tx, conversation, now)
  const attachments = await findUnsent(tx, conversation.id, 'visitor', record.attachmentIds)
  const message = await insertMessage(tx, woken.conversation, rowOf(record, attachments), now)
  await sendWith(tx, message.id, attachments)
  await crashPoint('S03-message-row-written')
  if (woken.conversation.holder === 'bot' || (await modeOf(tx, conversation)) === 'draft-only')
    await queueTurn(tx, conversation, message.seq, now)
  if (isHeldByMember(woken.conversation)) await queueRepeat(tx, conversation, now)
  const events = await appendEvents(tx, [...woken.events, received(conversation, message)], now)
  return { message, repeated: false, record: { ...record, event: events.at(-1)!.number } }
}

function rowOf({ id, clientId, text }: MessageRecord, attachments: readonly Attachment[]) {
  const nobody = { author_id: null, turn_id: null, trace_id: null }
  return {
    ...nobody,
    id,
    author: 'visitor' as const,
    client_id: clientId,
    text,
    content: contentOf(attachments),
  }
}

function received(conversation: ConversationRow, message: Message) {
  return {
    name: 'message.received' as const,
    data: { message },
    workspaceId: conversation.workspace_id,
    botId: conversation.bot_id,
    conversationId: conversation.id,
  }
}

/** The first result again, with the record of the first time: its journal entry may have failed. */
async function repeatedMessage(tx: Tx, message: Message, given: MessageRecord): Promise<Received> {
  const { rows } = await sql<{ number: number }>`
    select number from events where conversation_id = ${message.conversationId}
      and name = 'message.received' and data -> 'message' ->> 'id' = ${message.id}`.execute(tx)
  const record = {
    ...given,
    id: message.id,
    text: message.text,
    attachmentIds: message.content.attachments?.map(({ id }) => id),
    at: message.createdAt,
    event: rows[0]!.number,
  }
  return { message, repeated: true, record }
}
