import { sql } from 'kysely'
import { keepBot } from '../accounts/index.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { sendWith } from './attachments/send.ts'
import { storeAttachmentAgain } from './attachments/upload.ts'
import type { ConversationDeps } from './deps.ts'
import { insertHandoff } from './handoff.ts'
import { memberHolder, moveHolder } from './holder.ts'
import { IntakeRecord } from './intake.ts'
import { storeRating } from './rating.ts'
import { storeVisitorMessage } from './receive.ts'
import { storeStart } from './start.ts'
import { insertMessage, lockConversation } from './store.ts'
import { storeSurvey } from './survey.ts'
import { about, endTurn, type Outcome, openTurn } from './turn-rows.ts'

/** Events that clients may have seen and the database forgotten: numbers jump over them, so that none is used twice. */
const UNSEEN = 10_000

interface ReplayDeps {
  database: ConversationDeps['database']
  /** Told of each record that could not be taken in, without what somebody wrote. */
  onSkipped?: (record: { kind?: unknown; event?: unknown }, error: unknown) => void
}

/**
 * Takes in again what the journal kept, in the order it was committed. What the database still has is left as it is,
 * so it may be run any number of times. A record that cannot be taken in is told and skipped: it must not keep the
 * others, and the whole server, from coming back.
 * @param isContinued whether all that clients have ever seen is in the database; if not, the numbers of events jump,
 * restored or not, since a live stream may have shown some that no record tells of.
 * @returns how many records were new to the database.
 */
export async function replayIntake(
  { database, onSkipped = () => undefined }: ReplayDeps,
  kept: readonly unknown[],
  { isContinued = true }: { isContinued?: boolean } = {},
): Promise<number> {
  const records = kept.flatMap(record => readRecord(record, onSkipped)).sort((a, b) => a.event - b.event)
  const last = records.at(-1)?.event ?? 0
  if (!isContinued) await database.transaction(tx => jump(tx, last))
  let restored = 0
  for (const record of records) {
    try {
      if (await takeInOnce(database, record, last)) restored++
    } catch (error) {
      if (error instanceof CarelineError && error.code === 'unavailable') throw error
      onSkipped({ kind: record.kind, event: record.event }, error)
    }
  }
  return restored
}

/** None when it is not one of ours: written by a newer program, say. */
function readRecord(record: unknown, onSkipped: NonNullable<ReplayDeps['onSkipped']>): IntakeRecord[] {
  const read = IntakeRecord.safeParse(record)
  if (read.success) return [read.data]
  const { kind, event } = Object(record) as { kind?: unknown; event?: unknown }
  onSkipped({ kind, event }, new Error('it is not a record of this program'))
  return []
}

function takeInOnce(database: ReplayDeps['database'], record: IntakeRecord, last: number): Promise<boolean> {
  return database.transaction(async tx => {
    if (await isKnown(tx, record)) return false
    await skipNumbers(tx, last)
    return await takeIn(tx, record)
  })
}

async function jump(tx: Tx, last: number): Promise<void> {
  await sql`update event_counter set last = greatest(last, ${last}::bigint) + ${UNSEEN}::bigint`.execute(tx)
}

/** Does nothing when the log is already past the number, which is so for every record but the first. */
async function skipNumbers(tx: Tx, last: number): Promise<void> {
  await sql`update event_counter set last = ${last + UNSEEN} where last < ${last}`.execute(tx)
}

async function isKnown(tx: Tx, record: IntakeRecord): Promise<boolean> {
  switch (record.kind) {
    case 'start':
      return (
        (await tx.selectFrom('conversations').select('id').where('id', '=', record.id).execute()).length > 0
      )
    case 'message':
    case 'reply':
      return (await tx.selectFrom('messages').select('id').where('id', '=', record.id).execute()).length > 0
    case 'attachment':
      return (
        (await tx.selectFrom('attachments').select('id').where('id', '=', record.id).execute()).length > 0
      )
    case 'handoff':
      return (await tx.selectFrom('handoffs').select('id').where('id', '=', record.id).execute()).length > 0
    case 'holder': {
      const query = tx.selectFrom('conversations').select('id').where('id', '=', record.conversationId)
      return (await query.where('epoch', '>=', record.epoch).execute()).length > 0
    }
    case 'rating': {
      const rated = await tx
        .selectFrom('ratings')
        .select('at')
        .where('message_id', '=', record.messageId)
        .executeTakeFirst()
      // A rating taken back leaves nothing to compare with.
      return rated ? rated.at >= new Date(record.at) : record.rating === null
    }
    case 'survey': {
      const query = tx.selectFrom('resolutions').select('engagement')
      const same = query
        .where('conversation_id', '=', record.conversationId)
        .where('engagement', '=', record.engagement)
      return (await same.where('score', 'is not', null).execute()).length > 0
    }
  }
}

/**
 * `false` when it no longer holds, e.g. the reply of somebody who does not hold the conversation.
 * @throws CarelineError `not-found` when what it rests on is missing.
 */
async function takeIn(tx: Tx, record: IntakeRecord): Promise<boolean> {
  const at = new Date(record.at)
  switch (record.kind) {
    case 'start':
      await keepBot(tx, { workspaceId: record.workspaceId, botId: record.botId, now: at })
      return !(await storeStart(tx, record)).repeated
    case 'message':
      return !(await storeVisitorMessage(tx, record)).repeated
    case 'attachment':
      await storeAttachmentAgain(tx, record)
      return true
    case 'reply':
      return await storeReplyAgain(tx, record, at)
    case 'rating':
      await storeRating(tx, record)
      return true
    case 'survey':
      await storeSurvey(tx, record)
      return true
    case 'handoff': {
      const { id, reason, email, note } = record
      const row = await lockConversation(tx, record.conversationId)
      const asked = { id, reason, ...(email ? { email } : {}), ...(note ? { note } : {}) }
      await appendEvents(tx, (await insertHandoff(tx, row, asked, at)).events, at)
      return true
    }
    case 'holder': {
      const row = await lockConversation(tx, record.conversationId)
      await appendEvents(tx, (await moveHolder(tx, row, record.holder, at)).events, at)
      return true
    }
  }
}

const holderOf = ({ author, authorId }: Extract<IntakeRecord, { kind: 'reply' }>) =>
  author === 'bot' ? 'bot' : memberHolder(authorId ?? '')

async function storeReplyAgain(
  tx: Tx,
  record: Extract<IntakeRecord, { kind: 'reply' }>,
  at: Date,
): Promise<boolean> {
  const row = await lockConversation(tx, record.conversationId)
  if (record.author !== 'system' && row.holder !== holderOf(record)) return false
  const opened = record.turn && (await openTurn(tx, row, record.turn.uptoSeq, at))
  const message = await insertMessage(
    tx,
    row,
    {
      id: record.id,
      author: record.author,
      author_id: record.authorId,
      client_id: null,
      text: record.text,
      content: record.content,
      turn_id: opened?.turn.id ?? null,
      trace_id: record.traceId,
    },
    at,
  )
  await sendWith(tx, message.id, record.content.attachments ?? [])
  const ended = opened && (await endTurn(tx, row, opened.turn.id, record.turn!.outcome as Outcome, at))
  const sent = { name: 'message.sent' as const, data: { message }, ...about(row) }
  await appendEvents(tx, [...(opened?.events ?? []), sent, ...(ended ? [ended] : [])], at)
  return true
}
