import { sql } from 'kysely'
import type { DeskAct } from '../conversations/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'

/**
 * Remembers how far a member has read, never backwards, and that they have seen where colleagues named them.
 * @throws CarelineError `not-found`, also for a conversation of another workspace.
 */
export async function markRead(db: Sql, act: DeskAct & { seq: number }, now: Date): Promise<void> {
  const { numAffectedRows } =
    await sql`insert into conversation_reads (conversation_id, member_id, workspace_id, seq)
    select id, ${act.memberId}, workspace_id, least(${act.seq}::int, last_seq) from conversations
      where id = ${act.conversationId} and workspace_id = ${act.workspaceId}
    on conflict (conversation_id, member_id) do update set seq = greatest(conversation_reads.seq, excluded.seq)`.execute(
      db,
    )
  if (!numAffectedRows) throw new CarelineError('not-found', 'There is no such conversation.')
  await db
    .updateTable('mentions')
    .set({ read_at: now })
    .where('conversation_id', '=', act.conversationId)
    .where('member_id', '=', act.memberId)
    .where('read_at', 'is', null)
    .execute()
}
