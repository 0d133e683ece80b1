import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyTrace, type Turn } from '../../src/bot/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'
import { type Frame, openLive } from '../support/live.ts'

const clock = createFakeClock()
/** What happens while the bot is writing. */
let meanwhile: (turn: Turn) => Promise<unknown>
let rig: StaffRig
let ada: Staff
let ben: Staff

beforeAll(async () => {
  const sentence = { text: 'Thirty days.', citations: [], kind: 'sentence' as const }
  const responder = {
    async respond(turn: Turn) {
      await turn.onSentence?.({ index: 0, sentence, citations: [] })
      await meanwhile(turn)
      const decision = { kind: 'smalltalk' as const, smalltalk: 'hello' as const, text: 'Hello!' }
      return { decision, trace: emptyTrace(turn.question, 'en') }
    },
  }
  rig = await startStaff({}, { clock, replace: { responder: () => responder } })
  ada = await rig.member('operator', { email: 'ada@shop.example' })
  ben = await rig.member('operator', { email: 'ben@shop.example' })
})
afterAll(() => rig?.close())
beforeEach(() => {
  meanwhile = async () => undefined
})

type Visitor = Awaited<ReturnType<StaffRig['visitor']>>

let said = 0
const say = (visitor: Visitor, text: string) =>
  rig.call(`${visitor.path}/messages`, { token: visitor.token, body: { clientId: `c${++said}`, text } })
const texts = async (visitor: Visitor) =>
  (await rig.call(`${visitor.path}/messages?limit=200`, { token: visitor.token })).json.messages.map(
    ({ author, text }: { author: string; text: string }) => `${author}: ${text}`,
  )
const at = (visitor: Visitor) => `/api/v1/desk/conversations/${visitor.id}`
const does = (staff: Staff, visitor: Visitor, doing: string) =>
  staff.call(`${at(visitor)}/activity`, { method: 'PUT', body: { doing } })

describe('while a member types where the bot holds', () => {
  test('the bot keeps still, and answers when they have not typed for eight seconds', async () => {
    const visitor = await rig.visitor()
    expect((await does(ada, visitor, 'typing')).status).toBe(204)
    await say(visitor, 'How long?')
    clock.advance(7_000)
    await does(ada, visitor, 'typing')
    clock.advance(7_000)
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: How long?'])
    clock.advance(1_001)
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: How long?', 'bot: Hello!'])
  })

  test('the bot goes on at once when they clear what they typed', async () => {
    const visitor = await rig.visitor()
    await does(ada, visitor, 'typing')
    await say(visitor, 'Hello?')
    await does(ada, visitor, 'nothing')
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: Hello?', 'bot: Hello!'])
  })

  test('an answer on its way is dropped and said anew afterwards, once', async () => {
    const visitor = await rig.visitor()
    let typed = false
    meanwhile = async () => {
      if (!typed) await does(ada, visitor, 'typing')
      typed = true
    }
    await say(visitor, 'How long?')
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: How long?'])
    clock.advance(8_001)
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: How long?', 'bot: Hello!'])
    const { rows } = await turnsOf(visitor)
    expect(rows).toEqual([{ state: 'ended', attempt: 2 }])
  })

  test('taking over ends the pause: given back, the bot answers without waiting', async () => {
    const visitor = await rig.visitor()
    await does(ada, visitor, 'typing')
    await ada.call(`${at(visitor)}/takeover`, { body: {} })
    await say(visitor, 'Thanks')
    await ada.call(`${at(visitor)}/takeover`, { method: 'DELETE', body: {} })
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: Thanks', 'bot: Hello!'])
  })

  test('whoever may only look on cannot silence the bot', async () => {
    const visitor = await rig.visitor()
    const viewer = await rig.member('viewer')
    expect((await does(viewer, visitor, 'typing')).status).toBe(403)
    expect((await does(viewer, visitor, 'viewing')).status).toBe(204)
  })
})

describe('the live streams', () => {
  test('tell colleagues who looks on and types, and the visitor only that the holder types', async () => {
    const visitor = await rig.visitor()
    const bens = await openLive(rig, '/api/v1/desk/events', ben.accessToken)
    const theirs = await openLive(rig, `${visitor.path}/events`, visitor.token)
    await does(ada, visitor, 'viewing')
    await does(ada, visitor, 'typing')
    await ada.call(`${at(visitor)}/takeover`, { body: {} })
    await does(ada, visitor, 'typing')
    await does(ada, visitor, 'nothing')
    await rig.call(`${visitor.path}/activity`, {
      ...{ method: 'PUT', token: visitor.token, body: { doing: 'typing' } },
    })
    const told = await bens.until(frames => frames.some(({ data }) => data['by'] === 'visitor'))
    const activity = (frames: readonly Frame[]) => frames.filter(({ event }) => event === 'activity')
    expect(activity(told).map(({ data }) => `${data['by']} ${data['doing']}`)).toEqual([
      ...['member viewing', 'member typing', 'member typing', 'member nothing', 'visitor typing'],
    ])
    expect(activity(told).every(({ id }) => id === undefined)).toBe(true)

    const seen = activity(await theirs.until(frames => activity(frames).length === 2))
    expect(seen.map(({ data }) => [data['doing'], data['name'], data['memberId']])).toEqual([
      ['typing', 'ada', null],
      ['nothing', 'ada', null],
    ])
  })

  test('tell nobody of another workspace', async () => {
    const { database } = rig.app.accounts
    await database.sql
      .insertInto('workspaces')
      .values({ id: 'ws_other', name: 'Other', created_at: clock.now() })
      .execute()
    const stranger = await rig.member('owner', { email: 'eve@other.example', workspaceId: 'ws_other' })
    const visitor = await rig.visitor()
    const theirs = await openLive(rig, '/api/v1/desk/events', stranger.accessToken)
    await does(ada, visitor, 'typing')
    expect((await does(stranger, visitor, 'typing')).status).toBe(404)
    await stranger.call('/api/v1/labels', { body: { name: 'Ours' } })
    expect(theirs.frames.filter(({ event }) => event === 'activity')).toEqual([])
    await theirs.close()
  })
})

async function turnsOf({ id }: Visitor) {
  const rows = await rig.app.accounts.database.sql
    .selectFrom('turns')
    .select(['state', 'attempt'])
    .where('conversation_id', '=', id)
    .execute()
  return { rows }
}
