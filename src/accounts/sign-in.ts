import { sql } from 'kysely'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import type { AccountDeps } from './deps.ts'
import { beginAttempt } from './lockout.ts'
import { addMember, workspacesOf } from './members.ts'
import { findOneTimeToken, issueOneTimeToken, takeOneTimeToken } from './one-time-tokens.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { beginSession, type Device, type SignedIn } from './sessions.ts'
import { checkSecondFactor } from './totp.ts'

/** An e-mail address as it is kept and compared. */
export const normalEmail = (email: string): string => email.trim().toLowerCase()

/**
 * Signs in with a password, and with a code where the account has a second factor.
 * @throws CarelineError `forbidden` (401; `details.type` is `second-factor` when only the code is missing), the same for
 * an unknown account as for a wrong password; `rate-limited` after five failures in a quarter of an hour.
 */
export async function signIn(
  deps: AccountDeps,
  given: { email: string; password: string; code?: string; workspaceId?: string } & Device,
): Promise<SignedIn> {
  const email = normalEmail(given.email)
  const { database, clock } = deps
  const attempt = await beginAttempt(database.sql, email, given.address, clock.now())
  const account = await database.sql
    .selectFrom('accounts')
    .selectAll()
    .where('email', '=', email)
    .executeTakeFirst()
  if (!(await isPassword(given.password, account?.password_hash)) || !account) throw wrong()
  const second = await checkSecondFactor(deps, account, given.code)
  if (second === 'missing') {
    // Half of the proof was right: it must not count as a failure, nor clear those before it.
    await attempt.undone()
    throw secondFactorMissing()
  }
  if (second === 'wrong') throw wrong()
  await attempt.succeeded()
  return await enter(deps, account.id, given)
}

/** Begins a session in the workspace named, or the first the account works in. @throws CarelineError `forbidden`. */
export async function enter(
  deps: AccountDeps,
  accountId: string,
  given: { workspaceId?: string; confined?: boolean } & Device,
): Promise<SignedIn> {
  const works = await workspacesOf(deps.database.sql, accountId)
  const chosen = given.workspaceId ? works.find(one => one.workspaceId === given.workspaceId) : works[0]
  if (!chosen)
    throw new CarelineError('forbidden', 'This account works in no workspace here. Ask for an invitation.')
  const { address, device, confined = false } = given
  return await beginSession(deps, {
    ...{ accountId, workspaceId: chosen.workspaceId, confined },
    ...{ address, device },
  })
}

/** Whether nobody is an owner yet, so that the first start must make one. */
export async function needsOwner(db: Sql): Promise<boolean> {
  const row = await db.selectFrom('members').select('id').where('role', '=', 'owner').executeTakeFirst()
  return !row
}

/** The token that makes the first owner, printed on the console; good once, for a day. */
export async function issueSetupToken(deps: AccountDeps, workspaceId: string): Promise<string> {
  return await issueOneTimeToken(deps.database.sql, { purpose: 'setup', workspaceId }, deps.clock.now())
}

/**
 * Makes the first owner. Of many at once exactly one is made.
 * @throws CarelineError `forbidden` when the token is not good, `conflict` when there is an owner, `invalid` password.
 */
export async function setUpOwner(
  deps: AccountDeps,
  given: { token: string; email: string; name: string; password: string } & Device,
): Promise<SignedIn> {
  const now = deps.clock.now()
  // Before the dear work of hashing: guesses shall cost the guesser more than us.
  if (!(await findOneTimeToken(deps.database.sql, 'setup', given.token, now))) throw badLink()
  const password_hash = await hashPassword(given.password)
  const accountId = await deps.database.transaction(async tx => {
    const token = await takeOneTimeToken(tx, 'setup', given.token, now)
    if (!token?.workspaceId) throw badLink()
    // Two tokens at once, of two starts: the second waits here, and then finds the owner whom the first made.
    await sql`lock table workspaces in share row exclusive mode`.execute(tx)
    if (!(await needsOwner(tx))) throw new CarelineError('conflict', 'There is an owner already. Sign in.')
    const account = await createAccount(tx, { ...given, password_hash }, now)
    await addMember(tx, { workspaceId: token.workspaceId, accountId: account, role: 'owner' }, now)
    return account
  })
  return await enter(deps, accountId, given)
}

/** Makes an account, without a password when it will sign in by other ways. @throws CarelineError `conflict`. */
export async function createAccount(
  tx: Tx,
  given: { email: string; name: string; password_hash?: string },
  now: Date,
): Promise<string> {
  const row = await tx
    .insertInto('accounts')
    .values({
      id: newId('acc', now.getTime()),
      email: normalEmail(given.email),
      name: given.name.trim(),
      password_hash: given.password_hash ?? null,
      created_at: now,
    })
    .onConflict(on => on.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new CarelineError('conflict', 'There is an account with this e-mail address. Sign in.')
  return row.id
}

export const badLink = () =>
  new CarelineError('forbidden', 'This link is not good: it was used, or is too old. Ask for a new one.')

export const secondFactorMissing = () =>
  new CarelineError('forbidden', 'Enter the code of your authenticator app.', {
    details: { status: 401, type: 'second-factor' },
  })

export const wrong = () =>
  new CarelineError('forbidden', 'E-mail address, password or code are not right.', {
    details: { status: 401 },
  })
