import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBot, ensureDefaultWorkspace } from '../../src/accounts/index.ts'
import { emptyTrace } from '../../src/bot/index.ts'
import {
  type ConversationDeps,
  changeHolder,
  createTurnHandler,
  findBySessionToken,
  listMessages,
  type Respond,
  rateAnswer,
  readConversation,
  receiveMessage,
  replayIntake,
  requestHandoff,
  sendMemberMessage,
  startConversation,
} from '../../src/conversations/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import type { Database } from '../../src/platform/database/index.ts'
import { createJobRunner } from '../../src/platform/jobs/index.ts'
import { readFrames } from '../../src/platform/journal/frames.ts'
import { openJournal } from '../../src/platform/journal/index.ts'
import { openTestDatabase } from '../support/database.ts'

/** Something that was acknowledged when the journal was so long, and how a client sees that it is still so. */
interface Promised {
  bytes: number
  what: string
  holds(): Promise<boolean>
}

const folder = mkdtempSync(join(tmpdir(), 'careline-cut-'))
const clock = createFakeClock()
const promised: Promised[] = []
let database: Database
let image: Buffer

beforeAll(async () => {
  database = await openTestDatabase()
  const workspace = await ensureDefaultWorkspace(database)
  const { id: botId } = await createBot(database, { workspaceId: workspace.id })
  image = await talk(botId)
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

test('a journal cut at any byte keeps all that was acknowledged before', async () => {
  let whole = -1
  for (let cut = 0; cut <= image.length; cut++) {
    const { length } = readFrames(image.subarray(0, cut)).records
    // Between two records nothing changes but a torn tail; the database need not be made anew for each byte of it.
    if (length === whole && cut < image.length) continue
    whole = length
    const records = await recordsOf(image.subarray(0, cut))
    expect(records).toHaveLength(whole)
    await forget()
    await replayIntake({ database }, records)
    await expectKept(cut)
  }
  expect(whole).toBe(promised.length)
}, 120_000)

test('whatever of it the database still has, nothing is there twice', async () => {
  const records = await recordsOf(image)
  await forget()
  await replayIntake({ database }, records)
  const whole = await textsOf()
  for (let had = 0; had <= records.length; had++) {
    await forget()
    await replayIntake({ database }, records.slice(0, had))
    await replayIntake({ database }, records)
    await expectKept(image.length)
    expect(await textsOf()).toEqual(whole)
    expect(await replayIntake({ database }, records)).toBe(0)
  }
}, 120_000)

/** Everything a conversation can hold, each step acknowledged only after it is in the journal. @returns its bytes. */
async function talk(botId: string): Promise<Buffer> {
  const path = join(folder, 'talk')
  const journal = await openJournal(path)
  const bus = createMemoryBus()
  const deps: ConversationDeps = { database, bus, clock, journal }
  const respond: Respond = async turn => ({
    decision: {
      kind: 'refused',
      reason: 'none-relevant',
      text: `No idea: ${turn.question}`,
      offerPerson: true,
    },
    trace: emptyTrace(turn.question, 'en'),
  })
  const runner = createJobRunner({
    ...{ database, bus, clock, handlers: { turn: createTurnHandler({ ...deps, respond }) } },
  })
  const bytes = () => {
    const name = readdirSync(path).sort().at(-1)!
    return readFileSync(join(path, name))
  }
  const promise = (what: string, holds: Promised['holds']) =>
    promised.push({ bytes: bytes().length, what, holds })

  const { conversation, sessionToken } = await startConversation(deps, { botId })
  const conversationId = conversation.id
  const read = () => readConversation(deps, conversationId)
  const messages = async () => (await listMessages(deps, conversationId, { after: 0, limit: 200 })).messages
  promise('the start', async () => (await findBySessionToken(deps, sessionToken)) !== undefined)
  const say = async (text: string) => {
    const { message } = await receiveMessage(deps, { conversationId, clientId: text, text })
    clock.advance(1_000)
    promise(text, async () => {
      const kept = (await messages()).find(({ id }) => id === message.id)
      return kept?.text === text && kept.seq === message.seq
    })
    return message
  }
  const answered = async () => {
    await runner.runUntilIdle()
    const reply = (await messages()).at(-1)!
    promise(reply.text, async () =>
      (await messages()).some(({ id, seq }) => id === reply.id && seq === reply.seq),
    )
    return reply
  }
  const move = async (to: string) => {
    const { holder, epoch } = await read()
    const moved = await changeHolder(deps, { conversationId, from: { holder, epoch }, to })
    promise(to, async () => (await read()).epoch >= moved.epoch)
  }

  await say('one')
  await say('two, with é and 😀')
  const reply = await answered()
  await rateAnswer(deps, { conversationId, messageId: reply.id, rating: 'up' })
  promise('the thumb', async () => (await messages()).some(({ rating }) => rating === 'up'))
  await requestHandoff(deps, { conversationId, email: 'ada@example.com', note: 'Call me' })
  promise('the handoff', async () => {
    const { rows } = await sql<{ note: string }>`select note from handoffs`.execute(database.sql)
    return rows.some(({ note }) => note === 'Call me')
  })
  promise('that a person is fetched', async () =>
    (await messages()).some(({ content }) => content.decision === 'handoff'),
  )
  await move('member:ada')
  const { epoch } = await read()
  const sent = await sendMemberMessage(deps, { conversationId, memberId: 'ada', epoch, text: 'I am here' })
  promise('the member', async () =>
    (await messages()).some(({ id, seq }) => id === sent.id && seq === sent.seq),
  )
  await say('three')
  await move('bot')
  await answered()
  await journal.close()
  return bytes()
}

/** What a start finds in a journal of these bytes. */
async function recordsOf(bytes: Buffer): Promise<readonly unknown[]> {
  const path = mkdtempSync(join(folder, 'cut-'))
  writeFileSync(join(path, '0000000001.journal'), bytes)
  const journal = await openJournal(path)
  const records = await journal.replay(async found => found)
  await journal.close()
  rmSync(path, { recursive: true })
  return records
}

/** The database as it was before anybody spoke. */
async function forget(): Promise<void> {
  await database.execute(`truncate conversations, contacts, events, outbox, jobs, handoffs, ratings cascade;
    update event_counter set last = 0`)
}

async function expectKept(cut: number): Promise<void> {
  for (const { bytes, what, holds } of promised)
    if (bytes <= cut)
      expect(await holds(), `${what}, acknowledged at byte ${bytes}, cut at ${cut}`).toBe(true)
}

async function textsOf(): Promise<unknown> {
  const { rows } = await sql`select seq, author, text from messages order by seq`.execute(database.sql)
  return rows
}
