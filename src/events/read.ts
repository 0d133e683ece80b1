import type { EventName } from '../contract/events.ts'
import type { Sql } from '../platform/database/database.ts'
import type { LoggedEvent } from './append.ts'

/** Which events to read: those after a number, of one workspace or one conversation or all, by name or any. */
export interface EventFilter {
  after: number
  workspaceId?: string
  conversationId?: string
  names?: readonly EventName[]
  limit?: number
}

/** Reads the log in order. At most `limit` events (default 500). */
export async function readEvents(sql: Sql, filter: EventFilter): Promise<LoggedEvent[]> {
  let query = sql.selectFrom('events').selectAll().where('number', '>', filter.after)
  if (filter.workspaceId !== undefined) query = query.where('workspace_id', '=', filter.workspaceId)
  if (filter.conversationId !== undefined) query = query.where('conversation_id', '=', filter.conversationId)
  if (filter.names) query = query.where('name', 'in', [...filter.names])
  const rows = await query
    .orderBy('number')
    .limit(filter.limit ?? 500)
    .execute()
  return rows.map(row => ({
    number: row.number,
    workspaceId: row.workspace_id,
    botId: row.bot_id,
    conversationId: row.conversation_id,
    name: row.name as EventName,
    data: row.data,
    at: row.at,
  }))
}

/** The number of the newest event; 0 when there is none. */
export async function lastEventNumber(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('event_counter').select('last').executeTakeFirst()
  return row?.last ?? 0
}
