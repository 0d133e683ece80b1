import { type Selectable, sql } from 'kysely'
import type { Conversation, Message, MessageContent } from '../contract/conversation.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql, Tables, Tx } from '../platform/database/database.ts'

export type ConversationRow = Selectable<Tables['conversations']>
export type MessageRow = Selectable<Tables['messages']>
type Rating = 'up' | 'down' | null

/** The conversation, locked until the transaction ends: everything that changes it goes one after another. */
export async function lockConversation(tx: Tx, id: string): Promise<ConversationRow> {
  const row = await tx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw noConversation()
  return row
}

/** The same for one of a workspace; that of another is not there. @throws CarelineError `not-found`. */
export async function lockOwnConversation(
  tx: Tx,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
): Promise<ConversationRow> {
  const row = await lockConversation(tx, conversationId)
  if (row.workspace_id !== workspaceId) throw noConversation()
  return row
}

/** One of a workspace, as it is just now. @throws CarelineError `not-found`. */
export async function findOwnConversation(
  db: Sql,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
): Promise<ConversationRow> {
  const row = await findConversation(db, conversationId)
  if (row.workspace_id !== workspaceId) throw noConversation()
  return row
}

/** @throws CarelineError `not-found`. */
export async function findConversation(db: Sql, id: string): Promise<ConversationRow> {
  const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw noConversation()
  return row
}

/** A message to be inserted; its number is taken by `insertMessage`. */
export type NewMessage = Pick<
  MessageRow,
  'id' | 'author' | 'author_id' | 'client_id' | 'text' | 'turn_id' | 'trace_id'
> & {
  content: MessageContent
}

/**
 * Inserts a message with the conversation's next number, in the epoch the caller saw. The number is counted up on
 * the conversation's row, so that two at once wait for each other; the database refuses a wrong epoch or holder.
 */
export async function insertMessage(
  tx: Tx,
  conversation: Pick<ConversationRow, 'id' | 'workspace_id' | 'bot_id' | 'epoch'>,
  message: NewMessage,
  now: Date,
): Promise<Message> {
  const { last_seq: seq } = await tx
    .updateTable('conversations')
    .set({ last_seq: sql<number>`last_seq + 1`, updated_at: now })
    .where('id', '=', conversation.id)
    .returning('last_seq')
    .executeTakeFirstOrThrow()
  const row = await tx
    .insertInto('messages')
    .values({
      ...message,
      workspace_id: conversation.workspace_id,
      bot_id: conversation.bot_id,
      conversation_id: conversation.id,
      seq,
      content: JSON.stringify(message.content),
      epoch: conversation.epoch,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toMessage(row, null)
}

/** The message a client sent under this id before, if it did. */
export async function findByClientId(
  db: Sql,
  conversationId: string,
  clientId: string,
): Promise<MessageRow | undefined> {
  return await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
}

/** Messages with a number above `after`, in order, with their ratings. */
export async function findMessages(
  db: Sql,
  conversationId: string,
  { after, limit }: { after: number; limit: number },
): Promise<Message[]> {
  const rows = await db
    .selectFrom('messages')
    .leftJoin('ratings', 'ratings.message_id', 'messages.id')
    .selectAll('messages')
    .select('ratings.rating')
    .where('conversation_id', '=', conversationId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(row => toMessage(row, row.rating))
}

/**
 * Numbers of the visitor's messages that neither the bot nor a member has dealt with, in order. A turn deals with all
 * up to its number unless it was superseded or only wrote a draft; a member's message and a resolution deal with all before them.
 */
export async function findUnanswered(db: Sql, conversationId: string): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    select seq from messages where conversation_id = ${conversationId} and author = 'visitor' and seq > greatest(
      (select coalesce(max(upto_seq), 0) from turns
        where conversation_id = ${conversationId} and state = 'ended' and outcome <> 'superseded' and not drafts),
      (select coalesce(max(seq), 0) from messages where conversation_id = ${conversationId} and author = 'member'),
      (select coalesce(max(upto_seq), 0) from resolutions where conversation_id = ${conversationId}))
    order by seq`.execute(db)
  return rows.map(row => row.seq)
}

/**
 * Up to which number what was said is settled: somebody resolved it, spoke as a person, or was fetched; and how often
 * the bot has spoken since.
 */
export async function findSettled(
  db: Sql,
  conversationId: string,
): Promise<{ upto: number; spokenSince: number }> {
  const { rows } = await sql<{ upto: number; spoken: number }>`
    with settled as (select greatest(
      (select coalesce(max(seq), 0) from messages where conversation_id = ${conversationId} and author = 'member'),
      (select coalesce(max(upto_seq), 0) from resolutions where conversation_id = ${conversationId}),
      (select coalesce(max(m.seq), 0) from messages m where m.conversation_id = ${conversationId}
        and m.created_at <= (select max(requested_at) from handoffs where conversation_id = ${conversationId}))) as upto)
    select upto, (select count(*)::int from messages where conversation_id = ${conversationId}
      and author = 'bot' and seq > upto) as spoken from settled`.execute(db)
  return { upto: rows[0]!.upto, spokenSince: rows[0]!.spoken }
}

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    botId: row.bot_id,
    holder: row.holder,
    epoch: row.epoch,
    lastSeq: row.last_seq,
    language: row.language,
    state: row.state,
    createdAt: row.created_at.toISOString(),
  }
}

export function toMessage(row: MessageRow, rating: Rating): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    author: row.author,
    clientId: row.client_id,
    text: row.text,
    content: row.content as MessageContent,
    turnId: row.turn_id,
    traceId: row.trace_id,
    rating,
    createdAt: row.created_at.toISOString(),
  }
}

function noConversation(): CarelineError {
  return new CarelineError('not-found', 'There is no such conversation.')
}
