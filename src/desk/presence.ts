import type { Sql } from '../platform/database/database.ts'

/** Says whether a member is there, and that they were just now. */
export async function markPresence(
  db: Sql,
  given: { workspaceId: string; memberId: string; presence: 'online' | 'away' | 'offline' },
  now: Date,
): Promise<void> {
  await db
    .updateTable('members')
    .set({ presence: given.presence, seen_at: now })
    .where('workspace_id', '=', given.workspaceId)
    .where('id', '=', given.memberId)
    .execute()
}
