import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBot, ensureDefaultWorkspace } from '../../src/accounts/index.ts'
import {
  type ConversationDeps,
  listMessages,
  readConversation,
  receiveMessage,
  replayIntake,
  startConversation,
} from '../../src/conversations/index.ts'
import { lastEventNumber } from '../../src/events/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { CarelineError } from '../../src/kit/errors.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import { type Database, openEmbedded } from '../../src/platform/database/index.ts'
import { migratedImage, openTestDatabase } from '../support/database.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-replay-'))
let database: Database
let kept: Record<string, unknown>[]
let deps: ConversationDeps
beforeAll(async () => {
  database = await openTestDatabase()
})
beforeEach(async () => {
  await forget('workspaces, conversations, events, outbox, jobs')
  await sql`update event_counter set last = 0`.execute(database.sql)
  kept = []
  deps = {
    ...{ database, bus: createMemoryBus(), clock: createFakeClock() },
    journal: { append: async record => void kept.push(record) },
  }
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** Two conversations of one message each, as the journal has them. */
async function talk(): Promise<{ lost: string; whole: string; botId: string }> {
  const { id: workspaceId } = await ensureDefaultWorkspace(database)
  const { id: botId } = await createBot(database, { workspaceId })
  const begin = async (text: string) => {
    const { conversation } = await startConversation(deps, { botId })
    await receiveMessage(deps, { conversationId: conversation.id, clientId: text, text })
    return conversation.id
  }
  return { lost: await begin('first'), whole: await begin('second'), botId }
}
const forget = (tables: string) => database.execute(`truncate ${tables} cascade`)
const textsOf = async (id: string) =>
  (await listMessages(deps, id, { after: 0, limit: 10 })).messages.map(({ text }) => text)

test('a record whose base is missing is told and skipped, and the others are taken in', async () => {
  const { lost, whole } = await talk()
  await forget('conversations')
  const records = [
    ...kept.filter(({ kind, id }) => kind !== 'start' || id !== lost),
    {
      kind: 'rating',
      event: 90,
      at: new Date().toISOString(),
      messageId: 'msg_gone',
      rating: 'up',
      comment: null,
    },
    { kind: 'from-the-future', event: 91 },
  ]
  const skipped: unknown[] = []
  expect(await replayIntake({ database, onSkipped: record => skipped.push(record) }, records)).toBe(2)
  expect(await textsOf(whole)).toEqual(['second'])
  await expect(readConversation(deps, lost)).rejects.toMatchObject({ code: 'not-found' })
  expect(skipped.map(record => (record as { kind: string }).kind).sort()).toEqual([
    ...['from-the-future', 'message', 'rating'],
  ])
  expect(JSON.stringify(skipped)).not.toContain('first')
})

test('conversations come back although their bot and its workspace were lost', async () => {
  const { lost, whole, botId } = await talk()
  await forget('workspaces, conversations')
  expect(await replayIntake({ database }, kept)).toBe(4)
  expect([...(await textsOf(lost)), ...(await textsOf(whole))]).toEqual(['first', 'second'])
  expect((await readConversation(deps, lost)).botId).toBe(botId)
  const { id } = await ensureDefaultWorkspace(database)
  expect(await database.sql.selectFrom('bots').select('workspace_id').execute()).toEqual([
    { workspace_id: id },
  ])
})

test('after an end without order the numbers jump even when nothing was lost that a record tells of', async () => {
  await talk()
  const last = await lastEventNumber(database.sql)
  // A live stream showed words of a running turn up to here; the power cut took them.
  await sql`update event_counter set last = ${last - 2}`.execute(database.sql)
  await replayIntake({ database }, kept, { isContinued: false })
  expect(await lastEventNumber(database.sql)).toBeGreaterThan(last + 1_000)
  const jumped = await lastEventNumber(database.sql)
  await replayIntake({ database }, kept)
  expect(await lastEventNumber(database.sql)).toBe(jumped)
})

test('a database that does not answer stops the replay, so that nothing is deleted', async () => {
  await talk()
  const gone = new CarelineError('unavailable', 'The database does not answer.')
  const away = { ...database, transaction: () => Promise.reject(gone) }
  await expect(replayIntake({ database: away }, kept)).rejects.toBe(gone)
})

test('the program counts on after a stop in order, and jumps after any other end', async () => {
  const dataDir = join(folder, 'stops')
  await (await openEmbedded({ dataDir, image: await migratedImage() }, () => undefined)).close()
  const lastOf = async (run: (say: (text: string) => Response | Promise<Response>) => unknown) => {
    const app = await createSmallApp({ DATA_DIR: dataDir })
    const first = await lastEventNumber(app.storage.database.sql)
    await run((await visitorOf(app)).say)
    const last = await lastEventNumber(app.storage.database.sql)
    return { app, first, last }
  }
  const one = await lastOf(say => say('hello'))
  expect(one.first).toBeLessThan(100)
  await one.app.stop()
  const two = await lastOf(say => say('hello again'))
  expect(two.first).toBe(one.last)
  // The process ends as if killed: the journal is not closed, only the database's files are let go.
  await two.app.storage.relay.stop()
  await two.app.storage.database.close()
  const three = await lastOf(say => say('back'))
  expect(three.first).toBeGreaterThan(two.last + 1_000)
  await three.app.stop()
})
