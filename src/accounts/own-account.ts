import { CarelineError } from '../kit/errors.ts'
import type { Principal } from './authorize.ts'
import type { AccountDeps } from './deps.ts'
import { beginAttempt } from './lockout.ts'
import { getMember, workspacesOf } from './members.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { revokeSessions } from './sessions.ts'

type MemberPrincipal = Extract<Principal, { kind: 'member' }>

/** An account as its owner sees it, in the workspace where they are. */
export async function readOwnAccount(deps: AccountDeps, principal: MemberPrincipal) {
  const account = await accountRow(deps, principal.accountId)
  const member = await getMember(deps.database.sql, principal.workspaceId, principal.memberId)
  const works = await workspacesOf(deps.database.sql, account.id)
  const seen = principal.confined ? works.filter(one => one.workspaceId === principal.workspaceId) : works
  return {
    id: account.id,
    email: account.email,
    name: account.name,
    locale: account.locale,
    password: account.password_hash !== null,
    totp: account.totp_sealed !== null,
    memberId: member.id,
    workspaceId: principal.workspaceId,
    role: member.role,
    rights: [...principal.rights],
    workspaces: seen.map(({ workspaceId, name, role }) => ({ workspaceId, name, role })),
  }
}

export async function changeOwnAccount(
  deps: AccountDeps,
  accountId: string,
  changes: { name?: string; locale?: string },
): Promise<void> {
  if (Object.keys(changes).length === 0) return
  await deps.database.sql.updateTable('accounts').set(changes).where('id', '=', accountId).execute()
}

/**
 * Sets another password; every other session of the account ends.
 * @throws CarelineError `forbidden` when the present one is wrong, `invalid` for one that is too short.
 */
export async function changePassword(
  deps: AccountDeps,
  principal: MemberPrincipal,
  given: { current?: string; next: string; address: string },
): Promise<void> {
  const { accountId } = principal
  await proveIdentity(deps, principal, { password: given.current, address: given.address })
  const password_hash = await hashPassword(given.next)
  await deps.database.sql.updateTable('accounts').set({ password_hash }).where('id', '=', accountId).execute()
  await revokeSessions(deps, accountId, {
    except: principal.sessionId,
    because: 'password changed',
  })
}

/**
 * Asks for the password again before what a stolen access token must not do; failures count as those of signing in. An
 * account without a password has none to ask for, and then being signed in by oneself must do.
 * @throws CarelineError `forbidden`, or `rate-limited` after five failures in a quarter of an hour.
 */
export async function proveIdentity(
  deps: AccountDeps,
  principal: MemberPrincipal,
  given: { password: string | undefined; address: string },
): Promise<void> {
  const { password_hash, email } = await accountRow(deps, principal.accountId)
  if (password_hash === null && principal.confined)
    throw new CarelineError('forbidden', 'Have a link mailed that sets a password first.')
  if (password_hash === null) return
  const attempt = await beginAttempt(deps.database.sql, email, given.address, deps.clock.now())
  if (!(await isPassword(given.password ?? '', password_hash)))
    throw new CarelineError('forbidden', 'The password is not right.')
  await attempt.succeeded()
}

async function accountRow(deps: AccountDeps, accountId: string) {
  return await deps.database.sql
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
}
