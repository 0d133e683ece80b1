import { sql } from 'kysely'
import { type ChangeNotificationSettings, NotificationSettings } from '../contract/notifications-api.ts'
import type { Sql } from '../platform/database/database.ts'

/** What a member's preferences say of notifications; what they leave open is as it is by default. */
export function notificationSettingsOf(preferences: Record<string, unknown>): NotificationSettings {
  return NotificationSettings.parse(preferences['notifications'] ?? {})
}

/** What a member is told of, and how. */
export async function readNotificationSettings(db: Sql, memberId: string): Promise<NotificationSettings> {
  const { preferences } = await db
    .selectFrom('members')
    .select('preferences')
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow()
  return notificationSettingsOf(preferences)
}

/** Changes some of it; the rest stays. */
export async function changeNotificationSettings(
  db: Sql,
  memberId: string,
  changes: ChangeNotificationSettings,
): Promise<NotificationSettings> {
  const changed = JSON.stringify(changes)
  await db
    .updateTable('members')
    .set({
      preferences: sql`jsonb_set(preferences, '{notifications}',
        coalesce(preferences -> 'notifications', '{}') || ${changed}::jsonb)`,
    })
    .where('id', '=', memberId)
    .execute()
  return await readNotificationSettings(db, memberId)
}
