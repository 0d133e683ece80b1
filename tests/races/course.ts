import { createBot, ensureDefaultWorkspace } from '../../src/accounts/index.ts'
import type { Database } from '../../src/platform/database/index.ts'
import { type Course, raceTogether } from './race.ts'

/** A workspace with three members and a bot, for races. */
export async function layCourse(database: Database): Promise<Course> {
  const { id: workspaceId } = await ensureDefaultWorkspace(database)
  const { id: botId } = await createBot(database, { workspaceId })
  const members = ['mem_ada', 'mem_ben', 'mem_cleo']
  const created_at = new Date()
  for (const id of members) {
    const name = id.slice(4)
    const account = { id: `acc_${name}`, email: `${name}@shop.example`, name, created_at }
    await database.sql.insertInto('accounts').values(account).execute()
    await database.sql
      .insertInto('members')
      .values({ id, workspace_id: workspaceId, account_id: account.id, role: 'operator', created_at })
      .execute()
  }
  return { database, workspaceId, botId, members }
}

/** Runs the races of `seeds`, `atOnce` of them side by side. @returns what broke, with the seeds that show it again. */
export async function runRaces(
  course: Course,
  seeds: readonly number[],
  { atOnce = 8, onRaces = () => undefined }: { atOnce?: number; onRaces?: (done: number) => void } = {},
): Promise<string[]> {
  const broken: string[] = []
  for (let at = 0; at < seeds.length; at += atOnce) {
    const together = seeds.slice(at, at + atOnce)
    const found = await raceTogether(course, together)
    for (const [index, texts] of found.entries())
      broken.push(
        ...texts.map(text => `seed ${together[index]} of ${together[0]} to ${together.at(-1)}: ${text}`),
      )
    onRaces(at + together.length)
  }
  return broken
}
