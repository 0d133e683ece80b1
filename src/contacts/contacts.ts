import { sql } from 'kysely'
import { z } from 'zod'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql } from '../platform/database/database.ts'
import { noContact } from './read-contacts.ts'

/** Somebody who writes to the company, known by an e-mail address within one workspace. */
export interface Contact {
  id: string
  workspaceId: string
  email: string
  name: string | null
}

const Email = z.email().max(254)

/**
 * The contact who says to have this e-mail address (upper and lower case are the same), made if there is none yet. Two
 * at once get the same contact: a unique index decides. A verified contact is never found by an address: anybody can type one.
 * @throws CarelineError `invalid` when it is no e-mail address.
 */
export async function findOrCreateContact(
  db: Sql,
  input: { workspaceId: string; email: string; name?: string; now: Date },
): Promise<Contact> {
  const email = input.email.trim().toLowerCase()
  if (!Email.safeParse(email).success) {
    throw new CarelineError('invalid', 'This is not an e-mail address.', { details: { field: 'email' } })
  }
  const id = newId('cnt', input.now.getTime())
  await sql`insert into contacts (id, workspace_id, email, name, created_at)
    values (${id}, ${input.workspaceId}, ${email}, ${input.name ?? null}, ${input.now})
    on conflict (workspace_id, email) where email is not null and not verified do nothing`.execute(db)
  const row = await db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', input.workspaceId)
    .where('email', '=', email)
    .where('verified', '=', false)
    .executeTakeFirstOrThrow()
  return { id: row.id, workspaceId: row.workspace_id, email, name: row.name }
}

/** Deletes a contact whose conversations are gone already. @throws CarelineError `not-found`. */
export async function deleteContact(db: Sql, workspaceId: string, id: string): Promise<void> {
  const row = await db
    .deleteFrom('contacts')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noContact()
}
