import { sql } from 'kysely'
import type { Sql } from '../platform/database/database.ts'

/** A time from (with) to (without), and the zone in which its days begin. */
export interface Period {
  workspaceId: string
  from: Date
  to: Date
  timeZone: string
}

/** Today and the days before it, `days` in all, by the calendar of a time zone; it ends now. */
export async function periodOf(
  db: Sql,
  { workspaceId, days, timeZone, now }: { workspaceId: string; days: number; timeZone: string; now: Date },
): Promise<Period> {
  const { rows } = await sql<{
    from: Date
  }>`select (date_trunc('day', ${now}::timestamptz at time zone ${timeZone})
    - make_interval(days => ${days - 1}::int)) at time zone ${timeZone} as "from"`.execute(db)
  return { workspaceId, timeZone, from: new Date(rows[0]!.from), to: new Date(now.getTime() + 1) }
}
