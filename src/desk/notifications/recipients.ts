import { sql } from 'kysely'
import { notificationSettingsOf, rightsOfRole } from '../../accounts/index.ts'
import type { NotificationSettings } from '../../contract/notifications-api.ts'
import type { Sql } from '../../platform/database/database.ts'
import { rolesThatTakeOver } from '../routing/members.ts'
import type { WaitingHandoff } from './waiting-handoff.ts'

/** More in an hour is no word any more but a flood, and strangers can make one. */
const MOST_AN_HOUR = 30
const HOUR_MS = 3_600_000

export type Way = 'mail' | 'push'

/**
 * Whom a handoff is told to, and by which ways: members who are not there and may take it, of its team where it has one.
 * Left out is who was told of the same conversation while it waited, and who was told much within the hour.
 */
export async function findRecipients(
  db: Sql,
  handoff: WaitingHandoff,
  now: Date,
): Promise<{ memberId: string; way: Way }[]> {
  const since = new Date(now.getTime() - HOUR_MS)
  const { rows } = await sql<{
    id: string
    role: string
    preferences: Record<string, unknown>
    told: Way[]
    full: Way[]
  }>`
    select m.id, m.role, m.preferences,
      array(select n.way from notifications n join handoffs h on h.id = n.handoff_id
        where n.member_id = m.id and h.conversation_id = ${handoff.conversationId} and h.state = 'waiting') as told,
      array(select n.way from notifications n where n.member_id = m.id and n.at > ${since}
        group by n.way having count(*) >= ${MOST_AN_HOUR}) as full
    from members m
    where m.workspace_id = ${handoff.workspaceId} and m.removed_at is null and m.presence_shown <> 'online'
      and (${handoff.teamId}::text is null
        or m.id in (select member_id from team_members where team_id = ${handoff.teamId}))
    order by m.id`.execute(db)
  const able = await rolesThatTakeOver(db, handoff.workspaceId, rows)
  return rows
    .filter(({ role }) => able.has(role))
    .flatMap(({ id, preferences, told, full }) =>
      waysOf(notificationSettingsOf(preferences))
        .filter(way => !told.includes(way) && !full.includes(way))
        .map(way => ({ memberId: id, way })),
    )
}

const waysOf = (settings: NotificationSettings): Way[] =>
  (['mail', 'push'] as const).filter(way => settings[way])

/** Somebody to tell, as they are now. */
export interface Recipient {
  email: string
  locale: string
  settings: NotificationSettings
  /** Whether they may read what was said. */
  mayRead: boolean
}

/** `undefined` when they were removed since, or may no longer see conversations. */
export async function findRecipient(
  db: Sql,
  workspaceId: string,
  memberId: string,
): Promise<Recipient | undefined> {
  const row = await db
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.account_id')
    .select(['members.role', 'members.preferences', 'accounts.email', 'accounts.locale'])
    .where('members.workspace_id', '=', workspaceId)
    .where('members.id', '=', memberId)
    .where('members.removed_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const rights = await rightsOfRole(db, workspaceId, row.role)
  if (!rights.includes('conversation:read')) return undefined
  return {
    ...{ email: row.email, locale: row.locale, mayRead: rights.includes('message:read') },
    settings: notificationSettingsOf(row.preferences),
  }
}
