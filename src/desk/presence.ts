import { queueRouting } from '../conversations/index.ts'
import type { Database, Sql } from '../platform/database/database.ts'

/** Says whether a member is there, and that they were just now. */
export async function markPresence(
  db: Database,
  given: { workspaceId: string; memberId: string; presence: 'online' | 'away' | 'offline' },
  now: Date,
): Promise<void> {
  await db.transaction(async tx => {
    await tx
      .updateTable('members')
      .set({ presence: given.presence, seen_at: now })
      .where('workspace_id', '=', given.workspaceId)
      .where('id', '=', given.memberId)
      .execute()
    if (given.presence === 'online') await queueRouting(tx, given.workspaceId, now)
  })
}

/** The members of a workspace who are there. */
export async function whoIsOnline(db: Sql, workspaceId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .where('presence', '=', 'online')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
