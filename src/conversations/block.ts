import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'
import type { ConversationDeps } from './deps.ts'
import { findByClientId, lockOwnConversation } from './store.ts'
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

/** Whether the visitor's words are refused here. */
export async function isBlocked(db: Sql, conversationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('conversations as c')
    .leftJoin('contacts as k', 'k.id', 'c.contact_id')
    .select(['c.blocked', 'k.blocked as contact_blocked'])
    .where('c.id', '=', conversationId)
    .executeTakeFirst()
  return row?.blocked === true || row?.contact_blocked === true
}

/** A message that was taken before may be asked for again. @throws CarelineError `forbidden`. */
export async function refuseBlocked(
  db: Sql,
  { conversationId, clientId }: { conversationId: string; clientId?: string },
): Promise<void> {
  if (!(await isBlocked(db, conversationId))) return
  if (clientId && (await findByClientId(db, conversationId, clientId))) return
  throw new CarelineError(
    'forbidden',
    'We do not take messages here any more. Please use another way to reach us.',
  )
}
