import type { Selectable } from 'kysely'
import { readEngagement } from '../../conversations/index.ts'
import type { Sql, Tables } from '../../platform/database/database.ts'
import type { Story } from './story.ts'

export type HandoffRow = Selectable<Tables['handoffs']>

/** What is known of a handoff's engagement at this moment. @throws CarelineError `not-found`. */
export async function readStory(db: Sql, handoff: HandoffRow): Promise<Story> {
  const { row, messages } = await readEngagement(db, handoff.conversation_id)
  const asked = await db
    .selectFrom('handoffs')
    .select(['note', 'email'])
    .where('conversation_id', '=', handoff.conversation_id)
    .where('engagement', '=', handoff.engagement)
    .orderBy('requested_at')
    .execute()
  const contact = row.contact_id
    ? await db.selectFrom('contacts').selectAll().where('id', '=', row.contact_id).executeTakeFirst()
    : undefined
  const { url, title } = row.page
  return {
    reason: handoff.reason as Story['reason'],
    messages,
    notes: asked.flatMap(({ note }) => note ?? []),
    email: asked.findLast(({ email }) => email)?.email ?? null,
    contact: {
      ...{ name: contact?.name ?? null, email: contact?.email ?? null },
      verified: contact?.verified === true,
    },
    page: { url: textOf(url), title: textOf(title) },
    language: row.language,
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
