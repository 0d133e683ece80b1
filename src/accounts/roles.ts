import { type BuiltInRole, builtInRoles, type Right } from '../contract/rights.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Database, Sql } from '../platform/database/database.ts'
import { refuseTakenName, takenName } from '../platform/database/taken-name.ts'
import { refuseMoreThanOwn, type Staff } from './authorize.ts'

/** A set of rights with a name. Those that every workspace has cannot be changed. */
export interface Role {
  id: string
  name: string
  rights: Right[]
  builtIn: boolean
}

/** The built-in roles, then the workspace's own by name. */
export async function listRoles(db: Sql, workspaceId: string): Promise<Role[]> {
  const own = await db
    .selectFrom('roles')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
  return [
    ...Object.entries(builtInRoles).map(([id, rights]) => ({
      id,
      name: id,
      rights: [...rights],
      builtIn: true,
    })),
    ...own.map(({ id, name, rights }) => ({ id, name, rights: rights as Right[], builtIn: false })),
  ]
}

/** What a role may do. @throws CarelineError `invalid` when the workspace has no such role. */
export async function rightsOfRole(db: Sql, workspaceId: string, role: string): Promise<readonly Right[]> {
  if (Object.hasOwn(builtInRoles, role)) return builtInRoles[role as BuiltInRole]
  const row = await db
    .selectFrom('roles')
    .select('rights')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', role)
    .executeTakeFirst()
  if (!row) throw new CarelineError('invalid', `There is no role ${role} in this workspace.`)
  return row.rights as Right[]
}

/**
 * Makes a role, or changes it when `id` is given.
 * @throws CarelineError `conflict` for a name that is taken, `not-found`, or `forbidden` for rights beyond one's own.
 */
export async function saveRole(
  db: Database,
  by: Staff,
  given: { id?: string; name: string; rights: readonly Right[] },
  now: Date,
): Promise<Role> {
  const { workspaceId } = by
  const { name } = given
  const rights = [...new Set(given.rights)]
  refuseMoreThanOwn(by, rights)
  if (Object.hasOwn(builtInRoles, name.toLowerCase())) throw takenName('roles', name)
  return await db.transaction(async tx => {
    await refuseTakenName(tx, 'roles', { workspaceId, name, id: given.id })
    if (given.id === undefined) {
      const id = newId('rol', now.getTime())
      await tx
        .insertInto('roles')
        .values({ id, workspace_id: workspaceId, name, rights, created_at: now })
        .execute()
      return { id, name, rights, builtIn: false }
    }
    await refuseLarger(tx, by, given.id)
    const row = await tx
      .updateTable('roles')
      .set({ name, rights })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', given.id)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw noRole()
    return { id: row.id, name, rights, builtIn: false }
  })
}

/** A role that may do more than whoever changes it is left to those who may. */
async function refuseLarger(tx: Sql, by: Staff, id: string): Promise<void> {
  const row = await tx
    .selectFrom('roles')
    .select('rights')
    .where('workspace_id', '=', by.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row) refuseMoreThanOwn(by, row.rights as Right[])
}

/** @throws CarelineError `not-found`, or `conflict` while members have it. */
export async function deleteRole(db: Database, workspaceId: string, id: string): Promise<void> {
  await db.transaction(async tx => {
    const inUse = await tx
      .selectFrom('members')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('role', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    if (inUse) throw new CarelineError('conflict', 'Members have this role. Give them another first.')
    const row = await tx
      .deleteFrom('roles')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw noRole()
  })
}

const noRole = () =>
  new CarelineError('not-found', 'There is no such role; the built-in ones cannot be changed.')
