import type { InboxFilter } from '../contract/desk-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql } from '../platform/database/database.ts'

/** A filter of the inbox that somebody keeps, for themselves or for all. */
export interface View {
  id: string
  name: string
  shared: boolean
  filters: InboxFilter
}

/** The views a member sees: their own and those for all. */
export async function listViews(db: Sql, workspaceId: string, memberId: string): Promise<View[]> {
  const rows = await db
    .selectFrom('saved_views')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(or => or.or([or('member_id', 'is', null), or('member_id', '=', memberId)]))
    .orderBy('name')
    .execute()
  return rows.map(row => ({
    ...{ id: row.id, name: row.name, shared: row.member_id === null },
    filters: row.filters as InboxFilter,
  }))
}

export async function saveView(
  db: Sql,
  given: { workspaceId: string; memberId: string; name: string; shared: boolean; filters: InboxFilter },
  now: Date,
): Promise<View> {
  const { name, shared, filters } = given
  const id = newId('vie', now.getTime())
  await db
    .insertInto('saved_views')
    .values({
      ...{ id, name, workspace_id: given.workspaceId, member_id: shared ? null : given.memberId },
      ...{ filters: JSON.stringify(filters), created_at: now },
    })
    .execute()
  return { id, name, shared, filters }
}

/** Deletes a view that is one's own or for all. @throws CarelineError `not-found`. */
export async function deleteView(db: Sql, workspaceId: string, memberId: string, id: string): Promise<void> {
  const row = await db
    .deleteFrom('saved_views')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where(or => or.or([or('member_id', 'is', null), or('member_id', '=', memberId)]))
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'There is no such view.')
}
