import type { Selectable } from 'kysely'
import type { Attachment, AttachmentType, MessageContent } from '../../contract/conversation.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { Tables, Tx } from '../../platform/database/database.ts'

type AttachmentRow = Selectable<Tables['attachments']>

/**
 * What an author uploaded to a conversation and has not sent yet, in the order of `ids`.
 * @throws CarelineError `invalid` for one that is not there, is another's, or went with a message already.
 */
export async function findUnsent(
  tx: Tx,
  conversationId: string,
  author: 'visitor' | 'member',
  ids: readonly string[] = [],
): Promise<Attachment[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('attachments')
    .selectAll()
    .where('id', 'in', ids)
    .where('conversation_id', '=', conversationId)
    .where('author', '=', author)
    .where('message_id', 'is', null)
    .forUpdate()
    .execute()
  return ids.map(id => {
    const row = rows.find(one => one.id === id)
    if (row) return toAttachment(row)
    throw new CarelineError('invalid', `There is no attachment ${id} to send. Upload it again.`)
  })
}

/** Lets uploaded files go with a message; in its transaction. */
export async function sendWith(
  tx: Tx,
  messageId: string,
  attachments: readonly Pick<Attachment, 'id'>[],
): Promise<void> {
  if (attachments.length === 0) return
  const ids = attachments.map(({ id }) => id)
  await tx.updateTable('attachments').set({ message_id: messageId }).where('id', 'in', ids).execute()
}

/** What a message says of its files. */
export const contentOf = (attachments: readonly Attachment[]): MessageContent =>
  attachments.length > 0 ? { attachments: [...attachments] } : {}

/** An attachment as the API shows it. */
export function toAttachment(row: AttachmentRow): Attachment {
  const { id, name, bytes, width, height } = row
  return { id, name, type: row.media_type as AttachmentType, bytes, width, height }
}
