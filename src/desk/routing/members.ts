import { sql } from 'kysely'
import { rightsOfRole } from '../../accounts/index.ts'
import type { Sql } from '../../platform/database/database.ts'
import { whoIsOnline } from '../presence.ts'

/** Somebody a conversation could go to now. */
export interface FreeMember {
  id: string
  languages: readonly string[]
  skills: readonly string[]
  /** Conversations they hold or were given, and how many they take at most. */
  open: number
  capacity: number
  lastAssignedAt: Date | null
}

/**
 * The members of a workspace who are there, may take conversations over and have room for one more. Whoever goes on to
 * give one away locks the workspace's members before, so that two never count the same room.
 */
export async function findFreeMembers(db: Sql, workspaceId: string): Promise<FreeMember[]> {
  const online = await whoIsOnline(db, workspaceId)
  if (online.size === 0) return []
  const { rows } = await sql<FreeMember & { role: string }>`
    select m.id, m.role, m.languages, m.skills, m.capacity, m.last_assigned_at as "lastAssignedAt",
      (select count(*) from conversations c where c.workspace_id = m.workspace_id and c.status = 'open'
        and c.merged_into is null
        and (c.holder = 'member:' || m.id or (c.holder = 'queue' and c.assignee_id = m.id)))::int as open
    from members m where m.workspace_id = ${workspaceId} and m.removed_at is null order by m.id`.execute(db)
  const free = rows.filter(({ id, open, capacity }) => online.has(id) && open < capacity)
  const roles = await rolesThatTakeOver(db, workspaceId, free)
  return free.filter(({ role }) => roles.has(role))
}

/** Makes those who give conversations away in one workspace go one after another. */
export async function lockMembers(tx: Sql, workspaceId: string): Promise<void> {
  const members = tx.selectFrom('members').select('id').where('workspace_id', '=', workspaceId)
  await members.orderBy('id').forUpdate().execute()
}

/** Which of the roles of these members may take conversations over. */
export async function rolesThatTakeOver(
  db: Sql,
  workspaceId: string,
  members: readonly { role: string }[],
): Promise<ReadonlySet<string>> {
  const able = new Set<string>()
  for (const role of new Set(members.map(({ role }) => role)))
    if ((await rightsOfRole(db, workspaceId, role)).includes('conversation:take-over')) able.add(role)
  return able
}
