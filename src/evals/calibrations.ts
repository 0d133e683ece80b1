import type { GateCalibration } from '../contract/calibration-api.ts'
import type { GatePoint } from '../contract/gate-risk.ts'
import type { Sql } from '../platform/database/database.ts'
import type { GateCurve } from './curve.ts'

type Measured = NonNullable<GateCalibration['measured']>

/** Keeps what a bot's gate would do at each threshold, in place of what was measured before. */
export async function keepCalibration(
  sql: Sql,
  { workspaceId, botId }: { workspaceId: string; botId: string },
  { asked, questions, answerable, points }: GateCurve & Pick<Measured, 'asked'>,
  at: Date,
): Promise<void> {
  const values = { asked, questions, answerable, points: JSON.stringify(points), at }
  await sql
    .insertInto('calibrations')
    .values({ workspace_id: workspaceId, bot_id: botId, ...values })
    .onConflict(on => on.column('bot_id').doUpdateSet(values))
    .execute()
}

/** What was measured last; null when nothing was. */
export async function readCalibration(
  sql: Sql,
  workspaceId: string,
  botId: string,
): Promise<Measured | null> {
  const row = await sql
    .selectFrom('calibrations')
    .selectAll()
    .where('bot_id', '=', botId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (!row) return null
  const { asked, questions, answerable, points, at } = row
  return { asked, questions, answerable, points: points as GatePoint[], at: at.toISOString() }
}
