import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { writeAudit } from './audit.ts'
import type { AccountDeps } from './deps.ts'
import type { IdentityProvider } from './identity-providers.ts'
import { addMember } from './members.ts'
import { createAccount, normalEmail } from './sign-in.ts'

/**
 * The account of somebody a provider vouches for. Known by the provider's subject, else by the verified address; who is
 * no member yet becomes one where the provider's domains and role say so.
 * @throws CarelineError `forbidden` for everybody else.
 */
export async function letIn(
  deps: AccountDeps,
  provider: IdentityProvider,
  claims: { subject: string; email: string; name: string },
  address: string,
): Promise<string> {
  const email = normalEmail(claims.email)
  refuseOtherDomain(provider, email)
  const now = deps.clock.now()
  return await deps.database.transaction(async tx => {
    const known = await bySubject(tx, provider.id, claims.subject)
    const accountId = known ?? (await byEmail(tx, provider, { ...claims, email }, now))
    if (!(await isMember(tx, provider.workspaceId, accountId))) {
      if (provider.role === null) throw notInvited()
      const { workspaceId, role } = provider
      const objectId = await addMember(tx, { workspaceId, accountId, role }, now)
      const said = { action: 'member.signed-on', object: 'member', objectId, address }
      const details = { provider: provider.id, role }
      await writeAudit(tx, { workspaceId, actor: `member:${objectId}`, ...said, details }, now)
    }
    return accountId
  })
}

function refuseOtherDomain({ domains }: IdentityProvider, email: string): void {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (domains.length === 0 || domains.includes(domain)) return
  throw notInvited()
}

async function bySubject(tx: Tx, providerId: string, subject: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('identities')
    .select('account_id')
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account_id
}

/** Binds the subject to the account of its address: from then on the provider's subject counts, not the address. */
async function byEmail(
  tx: Tx,
  provider: IdentityProvider,
  claims: { subject: string; email: string; name: string },
  now: Date,
): Promise<string> {
  const found = await tx
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', claims.email)
    .executeTakeFirst()
  if (!found && provider.role === null) throw notInvited()
  const accountId =
    found?.id ?? (await createAccount(tx, { email: claims.email, name: claims.name.slice(0, 120) }, now))
  const bound = await tx
    .insertInto('identities')
    .values({ provider_id: provider.id, subject: claims.subject, account_id: accountId, created_at: now })
    .onConflict(on => on.doNothing())
    .returning('account_id')
    .executeTakeFirst()
  // The address belonged to somebody else at the provider before.
  if (!bound) throw notInvited()
  return accountId
}

async function isMember(tx: Tx, workspaceId: string, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('members')
    .select('removed_at')
    .where('workspace_id', '=', workspaceId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  // Who was taken out does not come back by signing in: that takes an invitation.
  if (row?.removed_at) throw notInvited()
  return row !== undefined
}

const notInvited = () =>
  new CarelineError('forbidden', 'You are not a member here. Ask for an invitation.', {
    details: { type: 'sign-on-refused' },
  })
