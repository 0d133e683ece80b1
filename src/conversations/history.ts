import { sql } from 'kysely'
import type { Conversation, Message } from '../contract/conversation.ts'
import { visitorEvents } from '../contract/events.ts'
import { type LoggedEvent, lastEventNumber, subscribe } from '../events/index.ts'
import type { Sql } from '../platform/database/database.ts'
import { isBlocked } from './block.ts'
import type { ConversationDeps } from './deps.ts'
import { findConversation, findMessages, toConversation } from './store.ts'

/** The conversation as it stands. @throws CarelineError `not-found`. */
export async function readConversation(
  deps: ConversationDeps,
  conversationId: string,
): Promise<Conversation> {
  return toConversation(await findConversation(deps.database.sql, conversationId))
}

/**
 * Messages after a number, in order, and the event number from which a live stream goes on without a gap. That number
 * is read before the messages, so a message may come twice (with the same id), never not at all; while the bot is
 * writing it lies before the beginning of the turn, so that what it has written so far comes again.
 */
export async function listMessages(
  deps: ConversationDeps,
  conversationId: string,
  page: { after: number; limit: number },
): Promise<{ messages: Message[]; lastSeq: number; lastEvent: number }> {
  const lastEvent = await resumePoint(deps, conversationId)
  const messages = await findMessages(deps.database.sql, conversationId, page)
  const { last_seq: lastSeq } = await findConversation(deps.database.sql, conversationId)
  return { messages, lastSeq, lastEvent }
}

/** How many messages of one conversation are shown at once: far more than people write. */
const WHOLE = 5_000

/** A conversation with all that was said in it, for members. @throws CarelineError `not-found`. */
export async function readWhole(db: Sql, conversationId: string) {
  const row = await findConversation(db, conversationId)
  const messages = await findMessages(db, conversationId, { after: 0, limit: WHOLE })
  const { page, device, engagement, merged_into: mergedInto } = row
  const blocked = await isBlocked(db, row)
  const merged = await readMerged(db, conversationId)
  const conversation = toConversation(row)
  return { conversation, page, device, engagement, messages, blocked, mergedInto, merged }
}

/** What was said in the conversations that were merged into one. */
async function readMerged(db: Sql, conversationId: string): Promise<{ id: string; messages: Message[] }[]> {
  const rows = await db
    .selectFrom('conversations')
    .select('id')
    .where('merged_into', '=', conversationId)
    .orderBy('id')
    .execute()
  const read = async ({ id }: { id: string }) => ({
    id,
    messages: await findMessages(db, id, { after: 0, limit: WHOLE }),
  })
  return await Promise.all(rows.map(read))
}

/** How much of one engagement is read for what is made of it. */
const ENGAGEMENT = 500

/** The engagement a conversation is in: its row, and what was said since the one before was resolved. */
export async function readEngagement(db: Sql, conversationId: string) {
  const row = await findConversation(db, conversationId)
  const before = await db
    .selectFrom('resolutions')
    .select(({ fn }) => fn.max('upto_seq').as('seq'))
    .where('conversation_id', '=', conversationId)
    .where('engagement', '<', row.engagement)
    .executeTakeFirst()
  const after = Math.max(before?.seq ?? 0, row.last_seq - ENGAGEMENT)
  return { row, messages: await findMessages(db, conversationId, { after, limit: ENGAGEMENT }) }
}

/**
 * The visitor's live events after a number, without gap or repeat, until `signal` is aborted. Without a number they are
 * those that come after the promise resolves.
 */
export async function conversationEvents(
  deps: ConversationDeps,
  conversationId: string,
  after: number | undefined,
  signal: AbortSignal,
): Promise<AsyncGenerator<LoggedEvent>> {
  // A database restored from a backup may be behind its clients; waiting for their number would leave a gap.
  const last = await lastEventNumber(deps.database.sql)
  const from = Math.min(after ?? last, last)
  return subscribe(
    { sql: deps.database.sql, bus: deps.bus },
    { after: from, conversationId, names: visitorEvents },
    { signal },
  )
}

async function resumePoint(deps: ConversationDeps, conversationId: string): Promise<number> {
  const last = await lastEventNumber(deps.database.sql)
  const { rows } = await sql<{ started: number | null }>`
    select max(number) as started from events
    where conversation_id = ${conversationId} and name = 'turn.started' and data ->> 'turnId' in
      (select id from turns where conversation_id = ${conversationId} and state = 'running')`.execute(
    deps.database.sql,
  )
  const started = rows[0]?.started
  return started ? Math.min(last, started - 1) : last
}
