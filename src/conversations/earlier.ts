import { sql } from 'kysely'
import type { Message } from '../contract/conversation.ts'
import type { EarlierConversation } from '../contract/visitor-api.ts'
import { CarelineError } from '../kit/errors.ts'
import type { ConversationDeps } from './deps.ts'
import { findMessages } from './store.ts'

/** How many are listed, and how much of one is shown. */
const MOST_LISTED = 50
const MOST_SHOWN = 500

type Asked = { conversationId: string }

/**
 * The other conversations of a visitor who was proved, with the same bot, newest first: only while their token holds, so
 * that whoever uses the device next sees none. Of everybody else: none.
 */
export async function listEarlier(
  deps: Pick<ConversationDeps, 'database' | 'clock'>,
  { conversationId }: Asked,
): Promise<EarlierConversation[]> {
  const { rows } = await sql<{ id: string; text: string; updated_at: Date }>`
    select o.id, o.updated_at, (select left(m.text, 200) from messages m where m.conversation_id = o.id
      and m.author = 'visitor' and m.text <> '' order by m.seq limit 1) as text
    from conversations c join contacts k on k.id = c.contact_id and k.verified and not k.blocked
    join conversations o on o.contact_id = c.contact_id and o.bot_id = c.bot_id and o.id <> c.id and o.last_seq > 0
    where c.id = ${conversationId} and c.identified_until > ${deps.clock.now()}
    order by o.updated_at desc, o.id limit ${MOST_LISTED}`.execute(deps.database.sql)
  return rows.map(({ id, text, updated_at }) => ({
    id,
    text: text ?? '',
    updatedAt: updated_at.toISOString(),
  }))
}

/** What was said in one of them. @throws CarelineError `not-found` for any that `listEarlier` would not name. */
export async function readEarlier(
  deps: Pick<ConversationDeps, 'database' | 'clock'>,
  { conversationId, earlierId }: Asked & { earlierId: string },
): Promise<Message[]> {
  const listed = await listEarlier(deps, { conversationId })
  if (!listed.some(({ id }) => id === earlierId))
    throw new CarelineError('not-found', 'There is no such conversation.')
  return await findMessages(deps.database.sql, earlierId, { after: 0, limit: MOST_SHOWN })
}
