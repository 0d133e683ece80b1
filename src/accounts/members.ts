import { builtInRoles, type Right } from '../contract/rights.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import { type Principal, refuseMoreThanOwn, type Staff } from './authorize.ts'
import type { AccountDeps } from './deps.ts'
import { rightsOfRole } from './roles.ts'

/** Somebody who works here: an account in one workspace. */
export interface Member {
  id: string
  workspaceId: string
  accountId: string
  email: string
  name: string
  role: string
  displayName: string | null
  languages: string[]
  skills: string[]
  capacity: number
  presence: 'online' | 'away' | 'offline'
  createdAt: Date
}

type MemberRow = Awaited<ReturnType<typeof memberRows>>[number]

const memberRows = (db: Sql, workspaceId: string, id?: string) => {
  let query = db
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.account_id')
    .selectAll('members')
    .select(['accounts.email', 'accounts.name'])
    .where('members.workspace_id', '=', workspaceId)
    .where('members.removed_at', 'is', null)
  if (id !== undefined) query = query.where('members.id', '=', id)
  return query.orderBy('members.created_at').orderBy('members.id').execute()
}

/** The members of a workspace, oldest first. */
export async function listMembers(db: Sql, workspaceId: string): Promise<Member[]> {
  return (await memberRows(db, workspaceId)).map(memberOf)
}

/** @throws CarelineError `not-found`. */
export async function getMember(db: Sql, workspaceId: string, id: string): Promise<Member> {
  const [row] = await memberRows(db, workspaceId, id)
  if (!row) throw noMember()
  return memberOf(row)
}

function memberOf(row: MemberRow): Member {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    accountId: row.account_id,
    email: row.email,
    name: row.name,
    role: row.role,
    displayName: row.display_name,
    languages: row.languages,
    skills: row.skills,
    capacity: row.capacity,
    presence: row.presence_shown,
    createdAt: row.created_at,
  }
}

/**
 * Makes an account a member; one who was removed is let in again under the same id.
 * @throws CarelineError `conflict` when it is one already, `invalid` when there is no such role.
 */
export async function addMember(
  tx: Tx,
  given: { workspaceId: string; accountId: string; role: string },
  now: Date,
): Promise<string> {
  await rightsOfRole(tx, given.workspaceId, given.role)
  const row = await tx
    .insertInto('members')
    .values({
      id: newId('mem', now.getTime()),
      workspace_id: given.workspaceId,
      account_id: given.accountId,
      role: given.role,
      created_at: now,
    })
    .onConflict(on =>
      on
        .columns(['workspace_id', 'account_id'])
        .doUpdateSet({ removed_at: null, role: given.role })
        .where('members.removed_at', 'is not', null),
    )
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new CarelineError('conflict', 'This person is a member already.')
  return row.id
}

/**
 * Changes what the workspace knows of a member.
 * @throws CarelineError `not-found`, `invalid`, `conflict` for the last owner, or `forbidden` when the role before or
 * after has rights that `by` does not have.
 */
export async function updateMember(
  deps: AccountDeps,
  by: Staff,
  id: string,
  changes: Partial<Pick<Member, 'role' | 'displayName' | 'languages' | 'skills' | 'capacity'>>,
): Promise<Member> {
  const { workspaceId } = by
  await deps.database.transaction(async tx => {
    if (changes.role !== undefined) {
      refuseMoreThanOwn(by, await rightsOfRole(tx, workspaceId, changes.role))
      await refuseAbove(tx, by, id)
      if (changes.role !== 'owner') await keepAnOwner(tx, workspaceId, id)
    }
    await tx
      .updateTable('members')
      .set({
        ...(changes.role === undefined ? {} : { role: changes.role }),
        ...(changes.displayName === undefined ? {} : { display_name: changes.displayName }),
        ...(changes.languages === undefined ? {} : { languages: changes.languages }),
        ...(changes.skills === undefined ? {} : { skills: changes.skills }),
        ...(changes.capacity === undefined ? {} : { capacity: changes.capacity }),
        id,
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .execute()
  })
  return await getMember(deps.database.sql, workspaceId, id)
}

/**
 * Takes a member out of the workspace. What they wrote stays; their requests are refused from now on.
 * @throws CarelineError `not-found`, `conflict` for the last owner, or `forbidden` for whoever has more rights than `by`.
 */
export async function removeMember(deps: AccountDeps, by: Staff, id: string): Promise<void> {
  const { workspaceId } = by
  await deps.database.transaction(async tx => {
    await refuseAbove(tx, by, id)
    await keepAnOwner(tx, workspaceId, id)
    const row = await tx
      .updateTable('members')
      .set({ removed_at: deps.clock.now(), presence_shown: 'offline', seen_at: null })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw noMember()
    await tx.deleteFrom('team_members').where('member_id', '=', id).execute()
  })
}

/** The workspaces an account works in. */
export async function workspacesOf(
  db: Sql,
  accountId: string,
): Promise<{ workspaceId: string; name: string; memberId: string; role: string }[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select(['members.id', 'members.role', 'workspaces.id as workspace_id', 'workspaces.name'])
    .where('members.account_id', '=', accountId)
    .where('members.removed_at', 'is', null)
    .orderBy('workspaces.created_at')
    .execute()
  return rows.map(row => ({
    workspaceId: row.workspace_id,
    name: row.name,
    memberId: row.id,
    role: row.role,
  }))
}

/** The member behind a live session, with the rights they have at this moment; `undefined` when either has ended. */
export async function findPrincipal(
  deps: AccountDeps,
  given: { accountId: string; sessionId: string; workspaceId: string },
): Promise<Extract<Principal, { kind: 'member' }> | undefined> {
  const row = await deps.database.sql
    .selectFrom('sessions')
    .innerJoin('members', 'members.account_id', 'sessions.account_id')
    .leftJoin('roles', 'roles.id', 'members.role')
    .select([
      ...(['members.id', 'members.role', 'sessions.confined'] as const),
      ...(['roles.rights', 'roles.workspace_id as role_workspace', 'sessions.workspace_id as at'] as const),
    ])
    .where('sessions.id', '=', given.sessionId)
    .where('sessions.account_id', '=', given.accountId)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', deps.clock.now())
    .where('members.workspace_id', '=', given.workspaceId)
    .where('members.removed_at', 'is', null)
    .executeTakeFirst()
  if (!row || (row.confined && row.at !== given.workspaceId)) return undefined
  const own = row.role_workspace === given.workspaceId ? row.rights : []
  const rights = Object.hasOwn(builtInRoles, row.role) ? builtInRoles[row.role as 'owner'] : (own ?? [])
  const { id: memberId, confined } = row
  return { kind: 'member', ...given, memberId, confined, rights: new Set(rights as readonly Right[]) }
}

/** Whoever may do more is beyond reach. @throws CarelineError `not-found`, `forbidden`. */
async function refuseAbove(tx: Tx, by: Staff, id: string): Promise<void> {
  const row = await tx
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', by.workspaceId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw noMember()
  refuseMoreThanOwn(by, await rightsOfRole(tx, by.workspaceId, row.role))
}

/** Somebody must be able to let the others in again. */
async function keepAnOwner(tx: Tx, workspaceId: string, but: string): Promise<void> {
  const owners = await tx
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .where('removed_at', 'is', null)
    .forUpdate()
    .execute()
  if (owners.length === 0 || owners.some(({ id }) => id !== but)) return
  throw new CarelineError('conflict', 'This is the only owner. Make somebody else an owner first.')
}

const noMember = () => new CarelineError('not-found', 'There is no such member.')
