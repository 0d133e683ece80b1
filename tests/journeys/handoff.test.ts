import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addMember,
  createBot,
  ensureDefaultWorkspace,
  getMember,
  saveTeam,
} from '../../src/accounts/index.ts'
import { emptyTrace } from '../../src/bot/index.ts'
import { GiveTeam } from '../../src/contract/accounts-api.ts'
import {
  createTurnHandler,
  listMessages,
  receiveMessage,
  requestHandoff,
  startConversation,
  takeOver,
} from '../../src/conversations/index.ts'
import { markPresence, markSeen, showAbsent } from '../../src/desk/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import { type Database, openDatabase } from '../../src/platform/database/index.ts'
import { createJobRunner } from '../../src/platform/jobs/index.ts'

// A Monday.
const clock = createFakeClock('2026-03-02T10:00:00Z')
const bus = createMemoryBus()
const ring = () => undefined
let database: Database
let workspaceId: string
let botId: string
let member: { workspaceId: string; memberId: string }

beforeAll(async () => {
  database = await openDatabase({ memory: true })
  workspaceId = (await ensureDefaultWorkspace(database)).id
  botId = (await createBot(database, { workspaceId })).id
  await database.sql
    .insertInto('accounts')
    .values({
      id: 'acc_1',
      email: 'ann@shop.example',
      name: 'Ann',
      password_hash: null,
      totp_sealed: null,
      totp_step: null,
      created_at: clock.now(),
    })
    .execute()
  const memberId = await database.transaction(tx =>
    addMember(tx, { workspaceId, accountId: 'acc_1', role: 'operator' }, clock.now()),
  )
  member = { workspaceId, memberId }
})
beforeEach(async () => {
  for (const table of ['handoffs', 'conversations', 'teams'] as const)
    await database.sql.deleteFrom(table).execute()
  await database.sql.updateTable('members').set({ seen_at: null, presence_shown: 'offline' }).execute()
})
afterAll(() => database.close())

const deps = () => ({ database, bus, clock, ring })

async function start(language = 'en') {
  const { conversation } = await startConversation(deps(), { botId, language })
  return conversation.id
}

async function pressButton(language?: string, more: { email?: string } = {}) {
  const conversationId = await start(language)
  await requestHandoff(deps(), { conversationId, ...more })
  const { text, content } = (await lastMessage(conversationId))!
  return { conversationId, told: text, asks: content.askAddress === true }
}

async function lastMessage(conversationId: string) {
  const { messages } = await listMessages(deps(), conversationId, { after: 0, limit: 50 })
  return messages.at(-1)
}

const lastWords = async (conversationId: string) => (await lastMessage(conversationId))?.text ?? ''

async function pickUpAfter(minutes: number) {
  const { conversationId } = await pressButton()
  clock.advance(minutes * 60_000)
  await takeOver(deps(), { ...member, conversationId })
}

test('the button is acknowledged by the bot in the language of the conversation, with the place in the queue', async () => {
  await markPresence(deps(), { ...member, presence: 'online' })
  await pressButton()
  const { told, asks } = await pressButton('de-AT')
  expect(told).toBe(
    'Natürlich. Ich gebe dieses Gespräch an einen Menschen weiter. Ihr Platz in der Warteschlange: 2.',
  )
  expect(asks).toBe(false)
})

test('a handoff in words is told of the queue in the same way, in the language that was written', async () => {
  await markPresence(deps(), { ...member, presence: 'online' })
  const conversationId = await start('en')
  const decision = { kind: 'handoff' as const, reason: 'asked-for' as const, text: 'Bien sûr.' }
  const respond = async () => ({ decision, trace: emptyTrace('Je voudrais parler à un conseiller', 'fr') })
  const runner = createJobRunner({ ...deps(), handlers: { turn: createTurnHandler({ ...deps(), respond }) } })
  await receiveMessage(deps(), { conversationId, clientId: 'a', text: 'Je voudrais parler à un conseiller' })
  await runner.runUntilIdle()
  expect(await lastWords(conversationId)).toBe('Bien sûr. Votre place dans la file : 1.')
})

test('a waiting time is told from five recent pickups on, while somebody is there, and never made up', async () => {
  for (const minutes of [2, 30, 4, 6]) await pickUpAfter(minutes)
  await markPresence(deps(), { ...member, presence: 'online' })
  expect((await pressButton()).told).not.toContain('waited')
  await pickUpAfter(8)
  await markSeen(deps(), member)
  expect((await pressButton()).told).toContain('People lately waited about 6 min.')
  clock.advance(90_000)
  const { told } = await pressButton()
  expect(told).not.toMatch(/waited|place in the queue/)
  expect(told).toContain('Nobody from our team is at the desk right now. Leave your e-mail address')
  clock.advance(8 * 86_400_000)
  await markPresence(deps(), { ...member, presence: 'online' })
  expect((await pressButton()).told).not.toContain('waited')
})

test('out of hours the visitor is told when people are back, and asked for an address unless there is one', async () => {
  const hours = { timeZone: 'Europe/Berlin', weekly: { mon: [['09:00', '17:00']] }, holidays: [] }
  await saveTeam(database, workspaceId, GiveTeam.parse({ name: 'Care', hours }), clock.now())
  clock.set('2026-03-24T12:00:00Z')
  await markPresence(deps(), { ...member, presence: 'online' })
  const { told, asks } = await pressButton()
  expect(told).toContain('Our team is back Monday, March 30 at 09:00 AM GMT+2. Leave your e-mail address')
  expect(asks).toBe(true)
  const known = await pressButton('en', { email: 'vi@home.example' })
  expect(known.told).not.toContain('Leave your')
  expect(known.asks).toBe(false)
})

test('a member is shown as they chose while their stream is heard, then as offline, and colleagues are told', async () => {
  const shown = async () => (await getMember(database.sql, workspaceId, member.memberId)).presence
  await markPresence(deps(), { ...member, presence: 'away' })
  expect(await shown()).toBe('away')
  clock.advance(59_000)
  await showAbsent(deps())
  expect(await shown()).toBe('away')
  clock.advance(2_000)
  await showAbsent(deps())
  expect(await shown()).toBe('offline')
  await markSeen(deps(), member)
  await markSeen(deps(), member)
  expect(await shown()).toBe('away')
  const rows = await database.sql
    .selectFrom('events')
    .select('data')
    .where('name', '=', 'member.presence-changed')
    .orderBy('number', 'desc')
    .limit(3)
    .execute()
  expect(rows.map(({ data }) => (data as { presence: string }).presence)).toEqual(['away', 'offline', 'away'])
})
