import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'

/**
 * Deletes a contact's conversations with all that was said, noted, decided and logged about them. What hangs on a
 * conversation by a foreign key goes with it; traces, events and jobs only name it, and are deleted here.
 * @returns the ids of the conversations, which were also those merged into them.
 */
export async function eraseConversationsOf(
  tx: Tx,
  { workspaceId, contactId }: { workspaceId: string; contactId: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive theirs as (
      select id from conversations where workspace_id = ${workspaceId} and contact_id = ${contactId}
      union select c.id from conversations c join theirs on c.merged_into = theirs.id)
    select id from conversations where id in (select id from theirs) order by id for update`.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return ids
  for (const table of ['traces', 'events'] as const)
    await tx.deleteFrom(table).where('conversation_id', 'in', ids).execute()
  await tx.deleteFrom('jobs').where(sql<string>`payload->>'conversationId'`, 'in', ids).execute()
  // Messages name the turn that said them, so they go before it.
  for (const table of ['drafts', 'messages', 'turns'] as const)
    await tx.deleteFrom(table).where('conversation_id', 'in', ids).execute()
  await tx.deleteFrom('conversations').where('id', 'in', ids).execute()
  return ids
}
