import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { App } from '../../src/app/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { addSource, getSource, type SourceSettings } from '../../src/knowledge/index.ts'
import { createSmallApp } from '../support/small-app.ts'
import { startWebSite, type WebSite } from '../support/web-site.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const clock = createFakeClock()
const dataDir = mkdtempSync(join(tmpdir(), 'careline-schedule-'))
let site: WebSite
let app: App

beforeAll(async () => {
  site = await startWebSite({ '/': '<html><body><p>We open at nine.</p></body></html>' })
  app = await createSmallApp({ DATA_DIR: dataDir, FETCH_ALLOW: site.allow }, { clock })
})
beforeEach(() => clock.set('2026-03-01T09:00:00Z'))
afterEach(async () => {
  await app.storage.database.sql.deleteFrom('sources').execute()
})
afterAll(async () => {
  await app.stop()
  await site.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function add(settings: SourceSettings): Promise<string> {
  const { database } = app.storage
  const location = `${site.origin}/`
  const { id } = await addSource(
    database,
    app.workspaceId,
    { kind: 'url', location, delayMs: 0 },
    { now: clock.now(), settings },
  )
  return id
}

/** What the minute's look at the schedules makes happen: how often the front page was asked for. */
async function look(): Promise<number> {
  const before = site.requests.length
  await app.knowledge.queueDue()
  await app.settle()
  return site.requests.slice(before).filter(request => request.endsWith('/robots.txt')).length
}

test('a source with a schedule is read when its time comes, and not before', async () => {
  const id = await add({ schedule: '30 * * * *' })
  expect(await look()).toBe(0)
  clock.advance(30 * MINUTE)
  expect(await look()).toBe(1)
  expect(await getSource(app.storage.database.sql, app.workspaceId, id)).toMatchObject({ state: 'ready' })
  clock.advance(59 * MINUTE)
  expect(await look()).toBe(0)
  clock.advance(MINUTE)
  expect(await look()).toBe(1)
})

test('a reading that failed is tried again at the next time of its schedule, not every minute', async () => {
  const id = await add({ schedule: '0 */6 * * *' })
  site.pages['/robots.txt'] = { status: 503 }
  clock.advance(3 * HOUR)
  expect(await look()).toBe(1)
  // The job's own three attempts, minutes apart, are all there is.
  let tried = 0
  for (let minute = 0; minute < 120; minute++) {
    clock.advance(MINUTE)
    tried += await look()
  }
  expect(tried).toBe(2)
  expect(await getSource(app.storage.database.sql, app.workspaceId, id)).toMatchObject({ state: 'failed' })
  delete site.pages['/robots.txt']
  clock.set('2026-03-01T18:00:00Z')
  expect(await look()).toBe(1)
  expect(await getSource(app.storage.database.sql, app.workspaceId, id)).toMatchObject({ state: 'ready' })
})

test('a source left behind by a crash in the middle of its reading is read at its next time', async () => {
  const id = await add({ schedule: '0 * * * *' })
  await app.storage.database.sql
    .updateTable('sources')
    .set({ state: 'syncing', attempted_at: clock.now() })
    .where('id', '=', id)
    .execute()
  expect(await look()).toBe(0)
  clock.advance(HOUR)
  expect(await look()).toBe(1)
})

test('a schedule that cannot be read does not stop the others', async () => {
  const { database } = app.storage
  await addSource(
    database,
    app.workspaceId,
    { kind: 'text', location: 'hours', text: 'We open at nine.' },
    { now: clock.now(), settings: { schedule: 'every now and then' } },
  )
  await add({ schedule: '0 * * * *' })
  clock.advance(HOUR)
  expect(await look()).toBe(1)
})
