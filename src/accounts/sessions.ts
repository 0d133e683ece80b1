import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { sql } from 'kysely'
import { z } from 'zod'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import type { AccountDeps } from './deps.ts'
import { workspacesOf } from './members.ts'
import { hashToken, newToken } from './one-time-tokens.ts'
import { verifyToken } from './verify-token.ts'

const ISSUER = 'careline'
const AUDIENCE = 'staff'
export const ACCESS_TOKEN_S = 15 * 60
/** How long a device stays signed in without being used. */
export const SESSION_MS = 30 * 24 * 3_600_000

const Claims = z.object({ sub: z.string(), sid: z.string(), ws: z.string() })

/** What a device gets: the access token for requests, and the refresh token that is exchanged for the next pair. */
export interface SignedIn {
  accountId: string
  sessionId: string
  accessToken: string
  /** Seconds until the access token runs out. */
  expiresIn: number
  refreshToken: string
}

export interface Device {
  address: string
  /** The browser, as it calls itself; for the list of sessions. */
  device: string
}

/** Begins a session of an account that has proved who it is; one that is `confined` never leaves the workspace. */
export async function beginSession(
  deps: AccountDeps,
  given: { accountId: string; workspaceId: string; confined: boolean } & Device,
): Promise<SignedIn> {
  const now = deps.clock.now()
  const refreshToken = newToken()
  const id = newId('ses', now.getTime())
  await deps.database.sql
    .insertInto('sessions')
    .values({
      id,
      account_id: given.accountId,
      workspace_id: given.workspaceId,
      confined: given.confined,
      refresh_hash: hashToken(refreshToken),
      address: given.address,
      device: given.device.slice(0, 300),
      created_at: now,
      used_at: now,
      expires_at: new Date(now.getTime() + SESSION_MS),
    })
    .execute()
  return await withAccessToken(deps, { ...given, sessionId: id, refreshToken })
}

/**
 * Exchanges a refresh token for the next pair (RFC 9700, 4.14.2). One that was exchanged before has been stolen or
 * copied: the whole session ends. With a `workspaceId` the session goes on in that workspace.
 * @throws CarelineError `forbidden`: with status 401 for a token that is not good, else where the account does not work.
 */
export async function refreshSession(
  deps: AccountDeps,
  given: { refreshToken: string; workspaceId?: string },
): Promise<SignedIn> {
  const now = deps.clock.now()
  const hash = hashToken(given.refreshToken)
  const next = newToken()
  const session = await deps.database.transaction(async tx => {
    const found = await tx
      .updateTable('sessions')
      .set({
        refresh_hash: hashToken(next),
        used_at: now,
        expires_at: new Date(now.getTime() + SESSION_MS),
      })
      .where('refresh_hash', '=', hash)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['id', 'account_id', 'workspace_id', 'confined'])
      .executeTakeFirst()
    if (!found) {
      await revokeReused(tx, hash, now)
      return undefined
    }
    const workspaceId = given.workspaceId ?? found.workspace_id
    if (found.confined && workspaceId !== found.workspace_id)
      throw new CarelineError(
        'forbidden',
        'You came in by this workspace’s sign-in. Sign in with your password.',
      )
    await goTo(tx, { id: found.id, accountId: found.account_id, workspaceId })
    await tx
      .insertInto('spent_refresh_tokens')
      .values({ hash, session_id: found.id, spent_at: now })
      .execute()
    return { ...found, workspace_id: workspaceId }
  })
  if (!session) throw signInAgain()
  return await withAccessToken(deps, {
    accountId: session.account_id,
    sessionId: session.id,
    workspaceId: session.workspace_id,
    refreshToken: next,
  })
}

/** Takes a session to a workspace; what is not there and where one does not work are refused alike. */
async function goTo(tx: Tx, to: { id: string; accountId: string; workspaceId: string }): Promise<void> {
  const works = (await workspacesOf(tx, to.accountId)).some(one => one.workspaceId === to.workspaceId)
  if (!works) throw new CarelineError('forbidden', 'You do not work in this workspace.')
  await tx.updateTable('sessions').set({ workspace_id: to.workspaceId }).where('id', '=', to.id).execute()
}

async function revokeReused(tx: Tx, hash: string, now: Date): Promise<void> {
  await sql`update sessions set revoked_at = ${now}, revoked_because = 'refresh token used twice'
    where revoked_at is null and id in (select session_id from spent_refresh_tokens where hash = ${hash})`.execute(
    tx,
  )
}

async function withAccessToken(
  deps: AccountDeps,
  given: { accountId: string; sessionId: string; workspaceId: string; refreshToken: string },
): Promise<SignedIn> {
  const { kid, key } = await deps.signingKeys.current()
  const at = Math.floor(deps.clock.now().getTime() / 1000)
  const accessToken = await new SignJWT({ sid: given.sessionId, ws: given.workspaceId })
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
    .setSubject(given.accountId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setJti(randomUUID())
    .setIssuedAt(at)
    .setExpirationTime(at + ACCESS_TOKEN_S)
    .sign(key)
  const { accountId, sessionId, refreshToken } = given
  return { accountId, sessionId, accessToken, expiresIn: ACCESS_TOKEN_S, refreshToken }
}

/** What a good access token says. Whether its session and member still exist is asked of the record, each time. */
export async function readAccessToken(
  deps: AccountDeps,
  token: string,
): Promise<{ accountId: string; sessionId: string; workspaceId: string }> {
  const { sub, sid, ws } = await verifyToken(token, {
    algorithm: 'EdDSA',
    key: kid => deps.signingKeys.publicKey(kid),
    issuer: ISSUER,
    audience: AUDIENCE,
    maxLifetimeS: ACCESS_TOKEN_S,
    now: deps.clock.now(),
    claims: Claims,
  })
  return { accountId: sub, sessionId: sid, workspaceId: ws }
}

/** A session as its owner sees it. */
export interface LiveSession extends Device {
  id: string
  createdAt: Date
  usedAt: Date
}

/** The live sessions of an account, newest use first. */
export async function listSessions(deps: AccountDeps, accountId: string): Promise<LiveSession[]> {
  const rows = await deps.database.sql
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', deps.clock.now())
    .orderBy('used_at', 'desc')
    .execute()
  return rows.map(row => ({
    ...{ id: row.id, address: row.address, device: row.device },
    ...{ createdAt: row.created_at, usedAt: row.used_at },
  }))
}

/** Ends sessions of an account: one, or all but `except`. Their requests and streams end within seconds. */
export async function revokeSessions(
  deps: AccountDeps,
  accountId: string,
  which: { id?: string; except?: string; because: string },
  db: Sql = deps.database.sql,
): Promise<number> {
  let query = db
    .updateTable('sessions')
    .set({ revoked_at: deps.clock.now(), revoked_because: which.because })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
  if (which.id !== undefined) query = query.where('id', '=', which.id)
  if (which.except !== undefined) query = query.where('id', '!=', which.except)
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Ends the session of a refresh token; nothing happens when it has ended already. */
export async function endSession(deps: AccountDeps, refreshToken: string): Promise<void> {
  await deps.database.sql
    .updateTable('sessions')
    .set({ revoked_at: deps.clock.now(), revoked_because: 'signed out' })
    .where('refresh_hash', '=', hashToken(refreshToken))
    .where('revoked_at', 'is', null)
    .execute()
}

const signInAgain = () =>
  new CarelineError('forbidden', 'This session has ended. Sign in again.', { details: { status: 401 } })
