import type { AccountDeps } from './deps.ts'
import { beginAttempt, clearFailures, countMail } from './lockout.ts'
import { orderMail } from './mails/order-mail.ts'
import { dropAccountTokens, findOneTimeToken, takeOneTimeToken } from './one-time-tokens.ts'
import { hashPassword } from './passwords.ts'
import { type Device, revokeSessions, type SignedIn } from './sessions.ts'
import { badLink, enter, normalEmail, secondFactorMissing, wrong } from './sign-in.ts'
import { checkSecondFactor } from './totp.ts'

/**
 * Has a link mailed with which one sets a password (`reset`) or signs in (`magic`). The work is the same whether there
 * is such an account or not: a mail is ordered, and whoever sends it looks.
 * @throws CarelineError `rate-limited` when too many were asked for.
 */
export async function askForLink(
  deps: AccountDeps,
  given: { kind: 'reset' | 'magic'; email: string; workspaceId: string; address: string },
): Promise<void> {
  const now = deps.clock.now()
  const { sql } = deps.database
  const email = normalEmail(given.email)
  await countMail(sql, email, given.address, now)
  await orderMail(sql, given.workspaceId, { kind: given.kind, email }, now)
}

/**
 * Sets a password by a link. Every session of the account ends, and every other link to it.
 * @throws CarelineError `forbidden` when the link is not good, `invalid` for a password that is too short.
 */
export async function resetPassword(
  deps: AccountDeps,
  given: { token: string; password: string },
): Promise<void> {
  const now = deps.clock.now()
  // Before the dear work of hashing: guesses shall cost the guesser more than us.
  if (!(await findOneTimeToken(deps.database.sql, 'reset', given.token, now))) throw badLink()
  const password_hash = await hashPassword(given.password)
  await deps.database.transaction(async tx => {
    const token = await takeOneTimeToken(tx, 'reset', given.token, now)
    if (!token?.accountId) throw badLink()
    const { email } = await tx
      .updateTable('accounts')
      .set({ password_hash })
      .where('id', '=', token.accountId)
      .returning('email')
      .executeTakeFirstOrThrow()
    await dropAccountTokens(tx, token.accountId)
    await clearFailures(tx, email)
    await revokeSessions(deps, token.accountId, { because: 'password reset' }, tx)
  })
}

/**
 * Signs in by a link, and with a code where the account has a second factor.
 * @throws CarelineError `forbidden`; as for `signIn` when the code is missing or wrong, and the link stays good.
 */
export async function enterByLink(
  deps: AccountDeps,
  given: { token: string; code?: string } & Device,
): Promise<SignedIn> {
  const now = deps.clock.now()
  const found = await findOneTimeToken(deps.database.sql, 'magic', given.token, now)
  if (!found?.accountId) throw badLink()
  await passSecondFactor(deps, found.accountId, given)
  if (!(await takeOneTimeToken(deps.database.sql, 'magic', given.token, now))) throw badLink()
  return await enter(deps, found.accountId, given)
}

/** Where a link proves the first factor. @throws CarelineError `forbidden` (401) or `rate-limited`. */
export async function passSecondFactor(
  deps: AccountDeps,
  accountId: string,
  given: { code?: string; address: string },
): Promise<void> {
  const { sql } = deps.database
  const account = await sql
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  if (account.totp_sealed === null) return
  if (given.code === undefined) throw secondFactorMissing()
  const attempt = await beginAttempt(sql, account.email, given.address, deps.clock.now())
  if ((await checkSecondFactor(deps, account, given.code)) !== 'right') throw wrong()
  await attempt.succeeded()
}
