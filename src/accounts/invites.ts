import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import { writeAudit } from './audit.ts'
import { refuseMoreThanOwn, type Staff } from './authorize.ts'
import type { AccountDeps } from './deps.ts'
import { passSecondFactor } from './links.ts'
import { orderMail } from './mails/order-mail.ts'
import { addMember } from './members.ts'
import { findOneTimeToken, INVITE_MS, takeOneTimeToken } from './one-time-tokens.ts'
import { hashPassword } from './passwords.ts'
import { rightsOfRole } from './roles.ts'
import type { Device, SignedIn } from './sessions.ts'
import { badLink, createAccount, enter, normalEmail } from './sign-in.ts'
import { listTeams } from './teams.ts'

/** Somebody who was asked to work here and has not answered yet. */
export interface Invite {
  id: string
  email: string
  role: string
  teamIds: string[]
  language: string
  /** The member who invited; null: whoever runs the server, or a program. */
  invitedBy: string | null
  createdAt: Date
  expiresAt: Date
}

/** The invites of a workspace that are open, newest first; those that ran out can be sent again. */
export async function listInvites(db: Sql, workspaceId: string): Promise<Invite[]> {
  const rows = await openInvites(db)
    .where('invites.workspace_id', '=', workspaceId)
    .orderBy('invites.created_at', 'desc')
    .execute()
  return rows.map(inviteOf)
}

/**
 * Invites an address, and has the mail with the link sent.
 * @throws CarelineError `forbidden` for a role beyond one's own rights, `invalid` for a role or team that is none,
 * `conflict` for a member, or for an address that is invited already.
 */
export async function createInvite(
  deps: AccountDeps,
  by: Staff,
  given: { email: string; role: string; teamIds: readonly string[]; language: string },
): Promise<Invite> {
  const now = deps.clock.now()
  const { workspaceId } = by
  const email = normalEmail(given.email)
  const id = newId('inv', now.getTime())
  await deps.database.transaction(async tx => {
    refuseMoreThanOwn(by, await rightsOfRole(tx, workspaceId, given.role))
    await refuseOtherTeams(tx, workspaceId, given.teamIds)
    await refuseMember(tx, workspaceId, email)
    const made = await tx
      .insertInto('invites')
      .values({
        ...{ id, workspace_id: workspaceId, email, role: given.role, team_ids: [...given.teamIds] },
        ...{ language: given.language, invited_by: by.kind === 'member' ? by.memberId : null },
        ...{ created_at: now, expires_at: new Date(now.getTime() + INVITE_MS) },
      })
      .onConflict(on => on.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made)
      throw new CarelineError('conflict', 'This address is invited already. Send that invitation again.')
    await orderMail(tx, workspaceId, { kind: 'invite', inviteId: id }, now)
  })
  return (await listInvites(deps.database.sql, workspaceId)).find(invite => invite.id === id)!
}

/** Sends an invite again with a new link, good for seven days from now; the link before is not. @throws CarelineError `not-found`. */
export async function sendInviteAgain(deps: AccountDeps, workspaceId: string, id: string): Promise<void> {
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    const row = await changeOpenInvite(tx, workspaceId, id, {
      expires_at: new Date(now.getTime() + INVITE_MS),
    })
    if (!row) throw noInvite()
    await dropInviteTokens(tx, id)
    await orderMail(tx, workspaceId, { kind: 'invite', inviteId: id }, now)
  })
}

/** Takes an invite back: its link is no longer good. @throws CarelineError `not-found`. */
export async function withdrawInvite(deps: AccountDeps, workspaceId: string, id: string): Promise<void> {
  await deps.database.transaction(async tx => {
    if (!(await changeOpenInvite(tx, workspaceId, id, { withdrawn_at: deps.clock.now() }))) throw noInvite()
    await dropInviteTokens(tx, id)
  })
}

/** What an invite's link is for, as the one who follows it sees it. @throws CarelineError `forbidden`. */
export async function readInvite(deps: AccountDeps, token: string) {
  const invite = await inviteOfToken(deps, token)
  const account = await accountOf(deps.database.sql, invite.email)
  return {
    email: invite.email,
    workspace: invite.workspace,
    invitedBy: invite.invitedBy,
    hasAccount: account !== undefined,
  }
}

/**
 * Becomes a member by an invite's link and signs in. Whoever has no account gives a name and a password; an account with
 * a second factor gives its code. Of many at once one succeeds.
 * @throws CarelineError `forbidden` when the link is not good, `invalid` when name or password are missing.
 */
export async function acceptInvite(
  deps: AccountDeps,
  given: { token: string; name?: string; password?: string; code?: string } & Device,
): Promise<SignedIn> {
  const now = deps.clock.now()
  const invite = await inviteOfToken(deps, given.token)
  const { workspaceId } = invite
  const known = await accountOf(deps.database.sql, invite.email)
  if (known) await passSecondFactor(deps, known.id, given)
  const newcomer = known ? undefined : await newcomerOf(given)
  const accountId = await deps.database.transaction(async tx => {
    if (!(await takeOneTimeToken(tx, 'invite', given.token, now))) throw badLink()
    if (!(await changeOpenInvite(tx, workspaceId, invite.id, { accepted_at: now }))) throw badLink()
    const account = known?.id ?? (await createAccount(tx, { email: invite.email, ...newcomer! }, now))
    const memberId = await addMember(tx, { workspaceId, accountId: account, role: invite.role }, now)
    await joinTeams(tx, workspaceId, memberId, invite.teamIds)
    const said = { action: 'invite.accepted', object: 'member', objectId: memberId, address: given.address }
    await writeAudit(tx, { workspaceId, actor: `member:${memberId}`, ...said }, now)
    return account
  })
  return await enter(deps, accountId, { ...given, workspaceId })
}

/** An invite that is still open and in time, with the names a mail says. */
export async function findOpenInvite(db: Sql, id: string, now: Date) {
  const row = await openInvites(db)
    .leftJoin('members', 'members.id', 'invites.invited_by')
    .leftJoin('accounts', 'accounts.id', 'members.account_id')
    .innerJoin('workspaces', 'workspaces.id', 'invites.workspace_id')
    .select(['accounts.name as by', 'workspaces.name as workspace'])
    .where('invites.id', '=', id)
    .where('invites.expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return undefined
  return { ...inviteOf(row), invitedBy: row.by, workspace: row.workspace, workspaceId: row.workspace_id }
}

/** Makes the links of an invite useless. */
export async function dropInviteTokens(db: Sql, inviteId: string): Promise<void> {
  await db
    .deleteFrom('one_time_tokens')
    .where('purpose', '=', 'invite')
    .where(({ eb, ref }) => eb(ref('data', '->>').key('inviteId' as never), '=', inviteId as never))
    .execute()
}

const openInvites = (db: Sql) =>
  db
    .selectFrom('invites')
    .selectAll('invites')
    .where('invites.accepted_at', 'is', null)
    .where('invites.withdrawn_at', 'is', null)

async function inviteOfToken(deps: AccountDeps, token: string) {
  const now = deps.clock.now()
  const found = await findOneTimeToken(deps.database.sql, 'invite', token, now)
  const id = found?.data['inviteId']
  const invite = typeof id === 'string' ? await findOpenInvite(deps.database.sql, id, now) : undefined
  if (!invite) throw badLink()
  return invite
}

async function changeOpenInvite(
  tx: Tx,
  workspaceId: string,
  id: string,
  changes: { expires_at?: Date; accepted_at?: Date; withdrawn_at?: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('invites')
    .set(changes)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const accountOf = (db: Sql, email: string) =>
  db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst()

async function newcomerOf(given: { name?: string; password?: string }) {
  const { name, password } = given
  if (name === undefined || password === undefined)
    throw new CarelineError('invalid', 'Give your name and choose a password.', {
      details: { errors: [{ path: name === undefined ? 'name' : 'password', message: 'must not be empty' }] },
    })
  return { name, password_hash: await hashPassword(password) }
}

async function refuseMember(tx: Tx, workspaceId: string, email: string): Promise<void> {
  const row = await tx
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.account_id')
    .select('members.id')
    .where('members.workspace_id', '=', workspaceId)
    .where('members.removed_at', 'is', null)
    .where('accounts.email', '=', email)
    .executeTakeFirst()
  if (row) throw new CarelineError('conflict', 'This person is a member already.')
}

async function refuseOtherTeams(tx: Tx, workspaceId: string, teamIds: readonly string[]): Promise<void> {
  const known = new Set((await listTeams(tx, workspaceId)).map(({ id }) => id))
  if (teamIds.every(id => known.has(id))) return
  throw new CarelineError('invalid', 'One of the teams is not there (any more).')
}

/** A team that was deleted since is left out. */
async function joinTeams(
  tx: Tx,
  workspace_id: string,
  member_id: string,
  teamIds: readonly string[],
): Promise<void> {
  const known = (await listTeams(tx, workspace_id)).filter(({ id }) => teamIds.includes(id))
  if (known.length === 0) return
  await tx
    .insertInto('team_members')
    .values(known.map(({ id }) => ({ team_id: id, member_id, workspace_id })))
    .execute()
}

function inviteOf(row: Awaited<ReturnType<ReturnType<typeof openInvites>['execute']>>[number]): Invite {
  return {
    ...{ id: row.id, email: row.email, role: row.role, teamIds: row.team_ids, language: row.language },
    ...{ invitedBy: row.invited_by, createdAt: row.created_at, expiresAt: row.expires_at },
  }
}

const noInvite = () => new CarelineError('not-found', 'There is no such invitation.')
