import { Right } from '../contract/rights.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql } from '../platform/database/database.ts'
import type { Principal } from './authorize.ts'
import { hashToken, newToken } from './one-time-tokens.ts'

/** A key of a program, as the owner sees it: never the key itself. */
export interface ApiKey {
  id: string
  name: string
  /** Its first characters, to tell keys apart. */
  hint: string
  rights: Right[]
  /** The member who made it. It belongs to the workspace, and outlives their leaving. Null: whoever runs the server. */
  createdBy: string | null
  createdAt: Date
  usedAt: Date | null
  expiresAt: Date | null
}

const PREFIX = 'ck_'

/** How often `used_at` is written at most, in ms: it is for people, and a write for each request would be dear. */
const NOTED_MS = 60_000

/** Makes a key. The key itself is in the answer, once, and nowhere else. */
export async function createApiKey(
  db: Sql,
  given: {
    workspaceId: string
    name: string
    rights: readonly Right[]
    createdBy?: string
    expiresAt?: Date
  },
  now: Date,
): Promise<{ apiKey: ApiKey; key: string }> {
  const key = `${PREFIX}${newToken()}`
  const row = await db
    .insertInto('api_keys')
    .values({
      id: newId('key', now.getTime()),
      workspace_id: given.workspaceId,
      name: given.name,
      hash: hashToken(key),
      hint: key.slice(0, PREFIX.length + 4),
      rights: [...given.rights],
      created_by: given.createdBy ?? null,
      created_at: now,
      expires_at: given.expiresAt ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { apiKey: keyOf(row), key }
}

/** The keys of a workspace that are good, newest first. */
export async function listApiKeys(db: Sql, workspaceId: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(keyOf)
}

/** @throws CarelineError `not-found`. */
export async function revokeApiKey(db: Sql, workspaceId: string, id: string, now: Date): Promise<void> {
  const row = await db
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'There is no such API key.')
}

/** Whether a bearer token looks like an API key, and so is no other kind. */
export const isApiKey = (token: string): boolean => token.startsWith(PREFIX)

/** The principal of a key that is good; `undefined` otherwise. */
export async function findApiKey(
  db: Sql,
  key: string,
  now: Date,
): Promise<Extract<Principal, { kind: 'api-key' }> | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('hash', '=', hashToken(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row || (row.expires_at && row.expires_at <= now)) return undefined
  if (!row.used_at || now.getTime() - row.used_at.getTime() > NOTED_MS)
    await db.updateTable('api_keys').set({ used_at: now }).where('id', '=', row.id).execute()
  return {
    kind: 'api-key',
    workspaceId: row.workspace_id,
    keyId: row.id,
    rights: new Set(rightsOf(row.rights)),
  }
}

/** Whether a key may still be used; for streams, which last longer than a request. */
export async function isKeyGood(db: Sql, id: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('api_keys')
    .select('expires_at')
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined && !(row.expires_at && row.expires_at <= now)
}

/** A right that a later version dropped is no right. */
const rightsOf = (rights: readonly string[]): Right[] =>
  rights.filter((right): right is Right => Right.safeParse(right).success)

function keyOf(row: {
  id: string
  name: string
  hint: string
  rights: string[]
  created_by: string | null
  created_at: Date
  used_at: Date | null
  expires_at: Date | null
}): ApiKey {
  return {
    ...{ id: row.id, name: row.name, hint: row.hint, rights: rightsOf(row.rights) },
    createdBy: row.created_by,
    ...{ createdAt: row.created_at, usedAt: row.used_at, expiresAt: row.expires_at },
  }
}
