import type { Message } from '../contract/conversation.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import type { IntakeRecord } from './intake.ts'
import { findConversation, toMessage } from './store.ts'
import { cleanText } from './text.ts'
import { about } from './turn-rows.ts'

type RatingRecord = Extract<IntakeRecord, { kind: 'rating' }>

/**
 * Thumbs up or down on an answer; `null` takes it back. The last word counts.
 * @throws CarelineError `not-found` when it is no message of this conversation, `invalid` when it is not the company's.
 */
export async function rateAnswer(
  deps: ConversationDeps,
  input: { conversationId: string; messageId: string; rating: 'up' | 'down' | null; comment?: string },
): Promise<Message> {
  const given: RatingRecord = {
    kind: 'rating',
    event: 0,
    at: deps.clock.now().toISOString(),
    messageId: input.messageId,
    rating: input.rating,
    comment: input.comment ? cleanText(input.comment) : null,
  }
  const { message, record } = await deps.database.transaction(tx =>
    storeRating(tx, given, input.conversationId),
  )
  await accept(deps, record)
  return message
}

/** The transaction of `rateAnswer`; also the replay of a rating. */
export async function storeRating(
  tx: Tx,
  record: RatingRecord,
  conversationId?: string,
): Promise<{ message: Message; record: RatingRecord }> {
  const { messageId, rating, comment } = record
  const row = await tx
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', messageId)
    .forUpdate()
    .executeTakeFirst()
  if (!row || (conversationId !== undefined && row.conversation_id !== conversationId)) {
    throw new CarelineError('not-found', 'There is no such message in this conversation.')
  }
  if (row.author === 'visitor') throw new CarelineError('invalid', 'Only an answer can be rated.')
  const at = new Date(record.at)
  if (rating === null) await tx.deleteFrom('ratings').where('message_id', '=', messageId).execute()
  else {
    await tx
      .insertInto('ratings')
      .values({ message_id: messageId, workspace_id: row.workspace_id, rating, comment, at })
      .onConflict(conflict => conflict.column('message_id').doUpdateSet({ rating, comment, at }))
      .execute()
  }
  const place = about(await findConversation(tx, row.conversation_id))
  const [event] = await appendEvents(
    tx,
    [{ name: 'answer.rated', data: { messageId, rating }, ...place }],
    at,
  )
  return { message: toMessage(row, rating), record: { ...record, event: event!.number } }
}
