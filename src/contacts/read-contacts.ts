import { sql } from 'kysely'
import type {
  ChangeContact,
  ContactDetail,
  ContactLine,
  ContactList,
  ContactQuery,
} from '../contract/contacts-api.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'
import { isUniqueViolation } from '../platform/database/database-error.ts'

/** Contacts of a workspace, newest first; with `q` those whose name, address, phone or id holds it. */
export async function listContacts(
  db: Sql,
  workspaceId: string,
  { q, before, limit }: Omit<ContactQuery, 'q' | 'before'> & { q?: string; before?: string },
): Promise<ContactList> {
  let query = linesOf(db, workspaceId)
  if (before !== undefined) query = query.where('contacts.id', '<', before)
  if (q?.trim()) {
    const like = `%${q.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
    const columns = ['name', 'email', 'phone', 'external_id'] as const
    query = query.where(or => or.or(columns.map(column => or(`contacts.${column}`, 'ilike', like))))
  }
  const rows = await query
    .orderBy('contacts.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return { contacts: page.map(lineOf), next: rows.length > limit ? page.at(-1)!.id : null }
}

/** A contact with their conversations, newest first. @throws CarelineError `not-found`. */
export async function readContact(db: Sql, workspaceId: string, id: string): Promise<ContactDetail> {
  const row = await linesOf(db, workspaceId).where('contacts.id', '=', id).executeTakeFirst()
  if (!row) throw noContact()
  const { rows } = await sql<{
    id: string
    subject: string | null
    status: string
    text: string | null
    at: Date
  }>`
    select c.id, c.subject, c.status, c.updated_at as at,
      (select left(m.text, 200) from messages m where m.conversation_id = c.id order by m.seq desc limit 1) as text
    from conversations c where c.contact_id = ${id} and c.workspace_id = ${workspaceId}
    order by c.updated_at desc limit 200`.execute(db)
  const history = rows.map(({ text, at, ...line }) => ({
    ...line,
    lastText: text,
    updatedAt: at.toISOString(),
  }))
  return { ...lineOf(row), history }
}

/** Changes what is given and leaves the rest. @throws CarelineError `not-found`, or `conflict` for an address in use. */
export async function changeContact(
  db: Sql,
  { workspaceId, id }: { workspaceId: string; id: string },
  { attributes, email, ...changes }: Partial<ChangeContact>,
  now: Date,
): Promise<void> {
  const change = db
    .updateTable('contacts')
    .set({
      ...changes,
      ...(email === undefined ? {} : { email: email?.toLowerCase() ?? null }),
      ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
      updated_at: now,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  const { numUpdatedRows } = await change.catch(error => {
    if (!isUniqueViolation(error)) throw error
    throw new CarelineError('conflict', 'Another contact has this e-mail address.')
  })
  if (numUpdatedRows === 0n) throw noContact()
}

export const noContact = () => new CarelineError('not-found', 'There is no such contact.')

const linesOf = (db: Sql, workspaceId: string) =>
  db
    .selectFrom('contacts')
    .selectAll('contacts')
    .select(
      sql<number>`(select count(*)::int from conversations c where c.contact_id = contacts.id)`.as('held'),
    )
    .where('contacts.workspace_id', '=', workspaceId)

function lineOf(row: Awaited<ReturnType<ReturnType<typeof linesOf>['execute']>>[number]): ContactLine {
  return {
    ...{ id: row.id, name: row.name, email: row.email, phone: row.phone, verified: row.verified },
    ...{ externalId: row.external_id, blocked: row.blocked, attributes: row.attributes },
    ...{ conversations: row.held, createdAt: row.created_at.toISOString() },
  }
}
