import type { Attachment } from '../../contract/conversation.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { Database, Sql } from '../../platform/database/database.ts'
import { toAttachment } from './send.ts'

/** Whose file is asked for. A visitor does not see what a member has not sent yet. */
interface Asked {
  workspaceId: string
  conversationId: string
  attachmentId: string
  by: 'visitor' | 'member'
}

/** An attachment with its bytes. @throws CarelineError `not-found`. */
export async function readAttachment(
  db: Sql,
  { workspaceId, conversationId, attachmentId, by }: Asked,
): Promise<Attachment & { content: Uint8Array }> {
  const row = await db
    .selectFrom('attachments')
    .innerJoin('attachment_files', 'attachment_files.attachment_id', 'attachments.id')
    .selectAll('attachments')
    .select('attachment_files.bytes as content')
    .where('attachments.id', '=', attachmentId)
    .where('attachments.workspace_id', '=', workspaceId)
    .where('attachments.conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (!row || (by === 'visitor' && row.author === 'member' && row.message_id === null))
    throw new CarelineError('not-found', 'There is no such attachment.')
  return { ...toAttachment(row), content: row.content }
}

/** How long a file waits for its message, in ms. */
const WAITS_MS = 24 * 60 * 60_000

/** Deletes what was uploaded and never sent. Safe to run in several processes. */
export async function removeUnsent({ database }: { database: Database }, now: Date): Promise<void> {
  await database.sql
    .deleteFrom('attachments')
    .where('message_id', 'is', null)
    .where('created_at', '<', new Date(now.getTime() - WAITS_MS))
    .execute()
}
