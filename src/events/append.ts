import { sql } from 'kysely'
import { type EventData, type EventName, eventCatalogue } from '../contract/events.ts'
import type { Tx } from '../platform/database/database.ts'

/** An event before it has its number. */
export type NewEvent = {
  [N in EventName]: {
    name: N
    data: EventData<N>
    workspaceId: string
    botId?: string
    conversationId?: string
  }
}[EventName]

/** An event of the log. */
export interface LoggedEvent {
  number: number
  workspaceId: string
  botId: string | null
  conversationId: string | null
  name: EventName
  data: unknown
  at: Date
}

/**
 * Appends events to the log and to the outbox within the transaction that changes the state they tell of.
 * The numbers come from one row that stays locked until commit, so that they have no gaps and follow commit order: a
 * reader that has seen N has seen all below N. Call it last in a transaction, to hold that lock as briefly as possible.
 * @throws ZodError when the data is not as the catalogue says.
 */
export async function appendEvents(tx: Tx, events: readonly NewEvent[], now: Date): Promise<LoggedEvent[]> {
  if (events.length === 0) return []
  const checked = events.map(event => ({ ...event, data: eventCatalogue[event.name].parse(event.data) }))
  const { last } = await tx
    .updateTable('event_counter')
    .set({ last: sql<number>`last + ${events.length}` })
    .returning('last')
    .executeTakeFirstOrThrow()
  const logged = checked.map((event, index) => ({
    number: last - events.length + 1 + index,
    workspaceId: event.workspaceId,
    botId: event.botId ?? null,
    conversationId: event.conversationId ?? null,
    name: event.name,
    data: event.data as unknown,
    at: now,
  }))
  const rows = logged.map(({ number, workspaceId, botId, conversationId, name, data, at }) => ({
    number,
    workspace_id: workspaceId,
    bot_id: botId,
    conversation_id: conversationId,
    name,
    data: JSON.stringify(data),
    at,
  }))
  // One statement for both tables: each costs the embedded database a message to its thread and back.
  await tx
    .with('logged', query => query.insertInto('events').values(rows).returning('number'))
    .insertInto('outbox')
    .columns(['event_number'])
    .expression(query => query.selectFrom('logged').select('number'))
    .execute()
  return logged
}
