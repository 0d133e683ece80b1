import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { getBot } from '../../accounts/index.ts'
import type { AttachmentRules } from '../../contract/attachments-api.ts'
import type { Attachment } from '../../contract/conversation.ts'
import { lastEventNumber } from '../../events/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { Tx } from '../../platform/database/database.ts'
import { reencodeImage } from '../../platform/images/reencode.ts'
import { accept, type ConversationDeps } from '../deps.ts'
import type { IntakeRecord } from '../intake.ts'
import { findOwnConversation, lockConversation, lockOwnConversation } from '../store.ts'
import { safeName } from './safe-name.ts'
import { toAttachment } from './send.ts'
import { typeOfBytes } from './type-of-bytes.ts'

type AttachmentRecord = Extract<IntakeRecord, { kind: 'attachment' }>

interface AttachmentUpload {
  workspaceId: string
  conversationId: string
  author: 'visitor' | 'member'
  name: string
  bytes: Uint8Array
}

/** What one conversation may hold, so that nobody uses it as a store. */
const MOST_OF_CONVERSATION = 100 * 1024 * 1024
const MOST_UNSENT = 20

/**
 * Takes a file in, to be sent with a message; kept durably when the promise resolves. What it is, is told by its bytes;
 * a picture is packed anew.
 * @throws CarelineError `invalid` for what the bot does not take, or cannot be read; `conflict` when the conversation
 * is closed or full; `not-found`.
 */
export async function uploadAttachment(deps: ConversationDeps, given: AttachmentUpload): Promise<Attachment> {
  const { bot_id } = await findOwnConversation(deps.database.sql, given)
  const { settings } = await getBot(deps.database.sql, bot_id)
  const file = await readFile(given, settings.attachments)
  const now = deps.clock.now()
  const { attachment, record } = await deps.database.transaction(async tx => {
    const { id, state } = await lockOwnConversation(tx, given)
    if (state === 'closed') throw new CarelineError('conflict', 'This conversation is closed.')
    await refuseTooMuch(tx, id, file.bytes.length)
    const record: AttachmentRecord = {
      ...{ kind: 'attachment', event: await lastEventNumber(tx), at: now.toISOString() },
      ...{ id: newId('att', now.getTime()), conversationId: id, author: given.author },
      ...{ name: safeName(given.name, file.type), type: file.type },
      ...{ width: file.width, height: file.height, base64: Buffer.from(file.bytes).toString('base64') },
    }
    return { attachment: await storeAttachmentAgain(tx, record), record }
  })
  await accept(deps, record)
  return attachment
}

/** The rows of an attachment, from what the journal keeps of it. */
export async function storeAttachmentAgain(tx: Tx, record: AttachmentRecord): Promise<Attachment> {
  const conversation = await lockConversation(tx, record.conversationId)
  const bytes = Buffer.from(record.base64, 'base64')
  const row = await tx
    .insertInto('attachments')
    .values({
      ...{ id: record.id, workspace_id: conversation.workspace_id, conversation_id: conversation.id },
      ...{ message_id: null, author: record.author, name: record.name, media_type: record.type },
      ...{ bytes: bytes.length, width: record.width, height: record.height },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      created_at: new Date(record.at),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('attachment_files')
    .values({ attachment_id: row.id, workspace_id: row.workspace_id, bytes })
    .execute()
  return toAttachment(row)
}

async function readFile({ bytes }: AttachmentUpload, rules: AttachmentRules) {
  if (bytes.length > rules.megabytes * 1024 * 1024)
    throw new CarelineError('invalid', `The file is larger than ${rules.megabytes} MB.`)
  const type = typeOfBytes(bytes)
  if (!type || !rules.types.includes(type))
    throw new CarelineError(
      'invalid',
      `Files of this kind are not taken: ${rules.types.join(', ') || 'none'} are.`,
    )
  if (!type.startsWith('image/')) return { bytes, type, width: null, height: null }
  const packed = await reencodeImage(bytes)
  // A picture of few bytes and many colours can grow; what the journal can keep is the limit.
  if (packed.bytes.length > rules.megabytes * 1024 * 1024)
    throw new CarelineError(
      'invalid',
      `The picture is larger than ${rules.megabytes} MB when unpacked and packed.`,
    )
  return packed
}

async function refuseTooMuch(tx: Tx, conversationId: string, more: number): Promise<void> {
  const { rows } = await sql<{ unsent: number; bytes: number }>`
    select count(*) filter (where message_id is null)::int as unsent, coalesce(sum(bytes), 0)::float8 as bytes
    from attachments where conversation_id = ${conversationId}`.execute(tx)
  const { unsent, bytes } = rows[0]!
  if (unsent >= MOST_UNSENT) throw new CarelineError('conflict', 'Send what you have attached first.')
  if (bytes + more > MOST_OF_CONVERSATION)
    throw new CarelineError('conflict', 'This conversation holds 100 MB of files, and takes no more.')
}
