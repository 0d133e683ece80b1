import { sql } from 'kysely'
import type { Attributes } from '../contract/contacts-api.ts'
import { newId } from '../kit/ids.ts'
import type { Sql } from '../platform/database/database.ts'
import { findOrCreateContact } from './contacts.ts'

/** What a page says of its visitor. Anybody can say it. */
export interface Claims {
  name?: string | undefined
  email?: string | undefined
  attributes?: Attributes | undefined
}

/** The same from a token that the host page's server signed, with its own id of the person. */
export interface Proved extends Claims {
  externalId: string
}

/** The contact the host page knows by this id, made or brought up to date; what the token leaves out stays. */
export async function keepVerifiedContact(
  db: Sql,
  { workspaceId, now, ...given }: Proved & { workspaceId: string; now: Date },
): Promise<string> {
  const attributes = JSON.stringify(given.attributes ?? {})
  const { rows } = await sql<{ id: string }>`
    insert into contacts (id, workspace_id, external_id, verified, name, email, attributes, created_at)
    values (${newId('cnt', now.getTime())}, ${workspaceId}, ${given.externalId}, true, ${given.name ?? null},
      ${given.email?.toLowerCase() ?? null}, ${attributes}::jsonb, ${now})
    on conflict (workspace_id, external_id) where external_id is not null do update set
      verified = true, name = coalesce(excluded.name, contacts.name),
      email = coalesce(excluded.email, contacts.email), attributes = contacts.attributes || excluded.attributes,
      updated_at = excluded.created_at
    returning id`.execute(db)
  return rows[0]!.id
}

/**
 * The contact of a claim: the one who says to have that address, else `known`, else a new one. A claim fills in what is
 * not known and adds attributes; it changes no name that is there, since the address may be somebody else's.
 * @param known the contact the conversation has already, who must not be verified.
 */
export async function claimContact(
  db: Sql,
  { workspaceId, known, now, ...given }: Claims & { workspaceId: string; known: string | null; now: Date },
): Promise<string> {
  const id = given.email
    ? (await findOrCreateContact(db, { workspaceId, email: given.email, now })).id
    : (known ?? (await makeContact(db, workspaceId, now)))
  const attributes = JSON.stringify(given.attributes ?? {})
  await sql`update contacts set name = coalesce(name, ${given.name ?? null}), updated_at = ${now},
    attributes = attributes || ${attributes}::jsonb where id = ${id} and not verified`.execute(db)
  return id
}

/** Whether the contact was proved; nobody (null) was not. */
export async function isVerified(db: Sql, contactId: string | null): Promise<boolean> {
  if (contactId === null) return false
  const row = await db
    .selectFrom('contacts')
    .select('verified')
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row?.verified === true
}

async function makeContact(db: Sql, workspaceId: string, now: Date): Promise<string> {
  const id = newId('cnt', now.getTime())
  await db.insertInto('contacts').values({ id, workspace_id: workspaceId, created_at: now }).execute()
  return id
}
