import { sql } from 'kysely'
import type { ConversationDeps } from './deps.ts'
import { memberHolder } from './holder.ts'
import { giveBack } from './release.ts'
import { changeStatus } from './status.ts'

interface Left {
  id: string
  workspace_id: string
  member_id: string
  assignee_id: string | null
}

/**
 * Puts back into the queue what members hold, or were to take care of, who were taken out of the workspace, so that nobody
 * waits for them. Visitor and desk are told as of any change of holder. Asks the record, so it may be called at any time.
 * @returns how many conversations went back.
 */
export async function releaseRemoved(deps: ConversationDeps): Promise<number> {
  const { rows: left } = await sql<Left>`select c.id, c.workspace_id, m.id as member_id, c.assignee_id
    from members m join conversations c
      on c.workspace_id = m.workspace_id and (c.holder = 'member:' || m.id or c.assignee_id = m.id)
    where m.removed_at is not null and c.status <> 'resolved'`.execute(deps.database.sql)
  for (const { id, workspace_id, member_id, assignee_id } of left) {
    const act = { conversationId: id, workspaceId: workspace_id, memberId: member_id }
    await giveBack(deps, act, async (_tx, row) =>
      row.holder === memberHolder(member_id) ? { to: 'queue', by: member_id, override: false } : undefined,
    )
    if (assignee_id === member_id) await changeStatus(deps, { ...act, changes: { assigneeId: null } })
  }
  return left.length
}
