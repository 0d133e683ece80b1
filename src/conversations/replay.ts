import { sql } from 'kysely'
import { appendEvents } from '../events/index.ts'
import type { Tx } from '../platform/database/database.ts'
import type { ConversationDeps } from './deps.ts'
import { insertHandoff } from './handoff.ts'
import { moveHolder } from './holder.ts'
import { IntakeRecord } from './intake.ts'
import { storeRating } from './rating.ts'
import { storeVisitorMessage } from './receive.ts'
import { storeStart } from './start.ts'
import { insertMessage, lockConversation } from './store.ts'
import { about, endTurn, type Outcome, openTurn } from './turn-rows.ts'

/** Events that clients may have seen and the database forgotten: numbers jump over them, so that none is used twice. */
const UNSEEN = 10_000

/**
 * Takes in again what the journal kept, in the order it was committed. What the database still has is left as it is,
 * so it may be run any number of times.
 * @returns how many records were new to the database.
 */
export async function replayIntake(
  deps: Pick<ConversationDeps, 'database'>,
  kept: readonly unknown[],
): Promise<number> {
  const records = kept.map(record => IntakeRecord.parse(record)).sort((a, b) => a.event - b.event)
  const last = records.at(-1)?.event ?? 0
  let restored = 0
  for (const record of records) {
    const isNew = await deps.database.transaction(async tx => {
      if (await isKnown(tx, record)) return false
      await skipNumbers(tx, last)
      return await takeIn(tx, record)
    })
    if (isNew) restored++
  }
  return restored
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
  }
}

/** `false` when something it rests on is missing: it was never acknowledged, so neither was this. */
async function takeIn(tx: Tx, record: IntakeRecord): Promise<boolean> {
  const at = new Date(record.at)
  switch (record.kind) {
    case 'start':
      return !(await storeStart(tx, record)).repeated
    case 'message':
      return !(await storeVisitorMessage(tx, record)).repeated
    case 'reply':
      return await storeReplyAgain(tx, record, at)
    case 'rating':
      await storeRating(tx, record)
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

async function storeReplyAgain(
  tx: Tx,
  record: Extract<IntakeRecord, { kind: 'reply' }>,
  at: Date,
): Promise<boolean> {
  const row = await lockConversation(tx, record.conversationId)
  const mayHold = record.author === 'bot' ? row.holder === 'bot' : row.holder === `member:${record.authorId}`
  if (!mayHold) return false
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
  const ended = opened && (await endTurn(tx, row, opened.turn.id, record.turn!.outcome as Outcome, at))
  const sent = { name: 'message.sent' as const, data: { message }, ...about(row) }
  await appendEvents(tx, [...(opened?.events ?? []), sent, ...(ended ? [ended] : [])], at)
  return true
}
