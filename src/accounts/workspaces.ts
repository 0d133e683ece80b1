import { sql } from 'kysely'
import { newId } from '../kit/ids.ts'
import type { Database } from '../platform/database/database.ts'

/** One company's own part of the installation: everything stored belongs to exactly one. */
export interface Workspace {
  id: string
  name: string
  createdAt: Date
}

/**
 * The oldest workspace, made on the first start. Two processes that start together get the same one: the
 * transaction takes the table's lock before it looks.
 */
export async function ensureDefaultWorkspace(
  db: Database,
  name = 'Default',
  now: Date = new Date(),
): Promise<Workspace> {
  return await db.transaction(async tx => {
    await sql`lock table workspaces in share row exclusive mode`.execute(tx)
    const first = await tx
      .selectFrom('workspaces')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (first) return { id: first.id, name: first.name, createdAt: first.created_at }
    const id = newId('ws', now.getTime())
    await tx.insertInto('workspaces').values({ id, name, created_at: now }).execute()
    return { id, name, createdAt: now }
  })
}
