import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureDefaultWorkspace } from '../accounts/index.ts'
import { appendEvents } from '../events/index.ts'
import { createMemoryBus } from '../platform/bus/bus.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createLog } from '../platform/log.ts'
import { followLog, type IndexFollower } from './index-follower.ts'

let database: Database
let workspaceId: string
let follower: IndexFollower | undefined

beforeEach(async () => {
  database = await openDatabase({ memory: true })
  workspaceId = (await ensureDefaultWorkspace(database)).id
})
afterEach(async () => {
  await follower?.close()
  follower = undefined
  await database.close()
})

/** An index that fails while `broken` is set, and else notes the pages it was shown. */
function indexThatBreaks() {
  const index = {
    broken: undefined as string | undefined,
    shown: [] as string[],
    async replacePages(_workspaceId: string, pageIds: readonly string[]) {
      if (index.broken !== undefined) throw new Error(index.broken)
      index.shown.push(...pageIds)
    },
  }
  return index
}

const changed = (pageId: string) =>
  database.transaction(tx =>
    appendEvents(
      tx,
      [{ name: 'passages.changed', workspaceId, data: { pageIds: [pageId] } }],
      new Date('2026-03-01T09:00:00Z'),
    ),
  )

test('an error stops nothing for good: its reason is at hand, and all that was missed is shown once it is over', async () => {
  const index = indexThatBreaks()
  index.broken = 'out of memory'
  const bus = createMemoryBus()
  follower = await followLog(index, { database, bus }, { log: createLog('silent'), pauseMs: () => 1 })
  expect(follower.trouble()).toBeUndefined()
  await changed('a')
  await bus.publish('careline_events', '')
  await vi.waitFor(() => expect(follower?.trouble()).toMatch(/after event \d+ .*out of memory/))
  await changed('b')
  index.broken = undefined
  await vi.waitFor(() => expect(follower?.trouble()).toBeUndefined())
  expect(index.shown).toEqual(['a', 'b'])
})
