import { sql } from 'kysely'
import type { EventData } from '../contract/events.ts'
import type { NewEvent } from '../events/index.ts'
import { newId } from '../kit/ids.ts'
import type { Tx } from '../platform/database/database.ts'
import type { IntakeRecord } from './intake.ts'
import { replyRecord } from './reply-record.ts'
import { type ConversationRow, insertMessage } from './store.ts'
import { about } from './turn-rows.ts'

/** A part of an answer that stays: its events come first, and the number of the first is that of its record. */
export interface Interrupted {
  events: NewEvent[]
  recordAt(event: number): IntakeRecord[]
}

/**
 * Stores what the bot's running turn has shown so far, in the bot's own epoch, before it loses the word to somebody
 * else. `undefined` when nothing was shown, or the bot has not got the word.
 */
export async function keepInterrupted(
  tx: Tx,
  row: ConversationRow,
  now: Date,
): Promise<Interrupted | undefined> {
  if (row.holder !== 'bot') return undefined
  const turn = await tx
    .selectFrom('turns')
    .selectAll()
    .where('conversation_id', '=', row.id)
    .where('state', '=', 'running')
    .orderBy('upto_seq', 'desc')
    .executeTakeFirst()
  if (!turn) return undefined
  const parts = await shownParts(tx, row.id, turn)
  if (parts.length === 0) return undefined
  const sentences = parts.map(({ sentence }) => sentence)
  const citations = [...new Map(parts.flatMap(part => part.citations).map(one => [one.number, one])).values()]
  const message = await insertMessage(
    tx,
    row,
    {
      id: newId('msg', now.getTime()),
      ...{ author: 'bot', author_id: null, client_id: null, turn_id: turn.id, trace_id: null },
      text: sentences.map(({ text }) => text).join(' '),
      content: { decision: 'answered', sentences, citations, interrupted: true },
    },
    now,
  )
  const ended = { id: turn.id, uptoSeq: turn.upto_seq, outcome: 'superseded' }
  return {
    events: [{ name: 'message.sent', data: { message }, ...about(row) }],
    recordAt: event => [replyRecord(message, event, ended)],
  }
}

async function shownParts(
  tx: Tx,
  conversationId: string,
  turn: { id: string; attempt: number },
): Promise<EventData<'answer.streamed'>[]> {
  const { rows } = await sql<{ data: EventData<'answer.streamed'> }>`
    select data from events where conversation_id = ${conversationId} and name = 'answer.streamed'
      and data ->> 'turnId' = ${turn.id} and (data ->> 'attempt')::int = ${turn.attempt}
    order by number`.execute(tx)
  return rows.map(({ data }) => data)
}
