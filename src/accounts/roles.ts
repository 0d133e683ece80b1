import { builtInRoles, type Right } from '../contract/rights.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Database, Sql } from '../platform/database/database.ts'

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

/** Makes a role, or changes it when `id` is given. @throws CarelineError `conflict` for a name that is taken, `not-found`. */
export async function saveRole(
  db: Database,
  given: { workspaceId: string; id?: string; name: string; rights: readonly Right[] },
  now: Date,
): Promise<Role> {
  const { workspaceId, name } = given
  const rights = [...new Set(given.rights)]
  if (Object.hasOwn(builtInRoles, name.toLowerCase())) throw taken(name)
  return await db.transaction(async tx => {
    const other = await tx
      .selectFrom('roles')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name)
      .executeTakeFirst()
    if (other && other.id !== given.id) throw taken(name)
    if (given.id === undefined) {
      const id = newId('rol', now.getTime())
      await tx
        .insertInto('roles')
        .values({ id, workspace_id: workspaceId, name, rights, created_at: now })
        .execute()
      return { id, name, rights, builtIn: false }
    }
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

const taken = (name: string) => new CarelineError('conflict', `There is a role called ${name} already.`)
const noRole = () =>
  new CarelineError('not-found', 'There is no such role; the built-in ones cannot be changed.')
