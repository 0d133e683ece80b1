import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'
import type { ConversationDeps } from './deps.ts'
import { type ConversationRow, lockOwnConversation } from './store.ts'
import type { DeskAct } from './takeover.ts'
import { about } from './turn-rows.ts'

/**
 * Refuses what the visitor of a conversation writes from now on, in it and, where the contact is known, in all of theirs;
 * or takes it again. What was said stays.
 * @throws CarelineError `not-found`.
 */
export async function blockVisitor(
  deps: ConversationDeps,
  act: DeskAct & { blocked: boolean },
): Promise<void> {
  const now = deps.clock.now()
  const { blocked, conversationId, memberId: by } = act
  await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    await tx
      .updateTable('conversations')
      .set({ blocked, updated_at: now })
      .where('id', '=', conversationId)
      .execute()
    if (row.contact_id)
      await tx
        .updateTable('contacts')
        .set({ blocked, updated_at: now })
        .where('id', '=', row.contact_id)
        .execute()
    const data = { conversationId, blocked, by }
    await appendEvents(tx, [{ name: 'conversation.blocked', data, ...about(row) }], now)
  })
  deps.ring?.()
}

/** Whether the visitor's words are refused here: in this conversation, or wherever its contact writes. */
export async function isBlocked(db: Sql, { blocked, contact_id }: ConversationRow): Promise<boolean> {
  if (blocked || contact_id === null) return blocked
  const contact = await db
    .selectFrom('contacts')
    .select('blocked')
    .where('id', '=', contact_id)
    .executeTakeFirst()
  return contact?.blocked === true
}

/** @throws CarelineError `forbidden`. */
export async function refuseBlocked(db: Sql, conversation: ConversationRow): Promise<void> {
  if (!(await isBlocked(db, conversation))) return
  throw new CarelineError(
    'forbidden',
    'We do not take messages here any more. Please use another way to reach us.',
  )
}
