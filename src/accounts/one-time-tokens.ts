import { createHash, randomBytes } from 'node:crypto'
import type { Sql, Tables } from '../platform/database/database.ts'

export type Purpose = Tables['one_time_tokens']['purpose']

export interface OneTimeToken {
  purpose: Purpose
  workspaceId: string | null
  accountId: string | null
  data: Record<string, unknown>
}

/** How long an invite is open, in milliseconds. */
export const INVITE_MS = 7 * 24 * 3_600_000

/** How long each is good, in milliseconds. */
const lifetimes: Readonly<Record<Purpose, number>> = {
  setup: 24 * 3_600_000,
  invite: INVITE_MS,
  reset: 30 * 60_000,
  magic: 15 * 60_000,
  oidc: 10 * 60_000,
}

/** What is stored of any token: never the token itself. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** 256 random bits, as text for a link. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Makes a token that is good once; only its hash is stored. */
export async function issueOneTimeToken(
  db: Sql,
  given: { purpose: Purpose; workspaceId?: string; accountId?: string; data?: Record<string, unknown> },
  now: Date,
): Promise<string> {
  const token = newToken()
  await db
    .insertInto('one_time_tokens')
    .values({
      hash: hashToken(token),
      purpose: given.purpose,
      workspace_id: given.workspaceId ?? null,
      account_id: given.accountId ?? null,
      data: JSON.stringify(given.data ?? {}),
      created_at: now,
      expires_at: new Date(now.getTime() + lifetimes[given.purpose]),
    })
    .execute()
  return token
}

/** What a token is for, without using it up: to look before dear work, or to show. */
export async function findOneTimeToken(
  db: Sql,
  purpose: Purpose,
  token: string,
  now: Date,
): Promise<OneTimeToken | undefined> {
  const row = await db
    .selectFrom('one_time_tokens')
    .selectAll()
    .where('hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { purpose, workspaceId: row.workspace_id, accountId: row.account_id, data: row.data }
}

/** Makes every other link to an account useless. */
export async function dropAccountTokens(db: Sql, accountId: string): Promise<void> {
  await db.deleteFrom('one_time_tokens').where('account_id', '=', accountId).execute()
}

/** Uses a token up: of many at once exactly one gets what it is for, the others `undefined`. */
export async function takeOneTimeToken(
  db: Sql,
  purpose: Purpose,
  token: string,
  now: Date,
): Promise<OneTimeToken | undefined> {
  const row = await db
    .updateTable('one_time_tokens')
    .set({ used_at: now })
    .where('hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  return row && { purpose, workspaceId: row.workspace_id, accountId: row.account_id, data: row.data }
}
