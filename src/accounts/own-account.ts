import { CarelineError } from '../kit/errors.ts'
import type { Principal } from './authorize.ts'
import type { AccountDeps } from './deps.ts'
import { getMember, workspacesOf } from './members.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { revokeSessions } from './sessions.ts'

type MemberPrincipal = Extract<Principal, { kind: 'member' }>

/** An account as its owner sees it, in the workspace where they are. */
export async function readOwnAccount(deps: AccountDeps, principal: MemberPrincipal) {
  const account = await accountRow(deps, principal.accountId)
  const member = await getMember(deps.database.sql, principal.workspaceId, principal.memberId)
  return {
    id: account.id,
    email: account.email,
    name: account.name,
    locale: account.locale,
    totp: account.totp_sealed !== null,
    memberId: member.id,
    workspaceId: principal.workspaceId,
    role: member.role,
    rights: [...principal.rights],
    workspaces: (await workspacesOf(deps.database.sql, account.id)).map(({ workspaceId, name, role }) => ({
      workspaceId,
      name,
      role,
    })),
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
  given: { current?: string; next: string },
): Promise<void> {
  await proveIdentity(deps, principal.accountId, given.current)
  const password_hash = await hashPassword(given.next)
  await deps.database.sql
    .updateTable('accounts')
    .set({ password_hash })
    .where('id', '=', principal.accountId)
    .execute()
  await revokeSessions(deps, principal.accountId, {
    except: principal.sessionId,
    because: 'password changed',
  })
}

/** Asks for the password again before what a stolen access token must not do. An account without one has none to ask for. */
export async function proveIdentity(
  deps: AccountDeps,
  accountId: string,
  password: string | undefined,
): Promise<void> {
  const { password_hash } = await accountRow(deps, accountId)
  if (password_hash === null || (await isPassword(password ?? '', password_hash))) return
  throw new CarelineError('forbidden', 'The password is not right.')
}

async function accountRow(deps: AccountDeps, accountId: string) {
  return await deps.database.sql
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
}
