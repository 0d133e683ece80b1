import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Turn } from '../../src/bot/index.ts'
import type { Message } from '../../src/contract/conversation.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

/** What happens between the first sentence of the bot and the rest. */
let meanwhile: (() => Promise<unknown>) | undefined
const turns: Turn[] = []
let rig: StaffRig
let ada: Staff

beforeAll(async () => {
  const noted = { respond: (turn: Turn) => Promise.resolve(void turns.push(turn)) }
  rig = await startStaff(
    {},
    {
      replace: {
        responder: bot => ({
          respond: async turn => {
            await noted.respond(turn)
            const work = meanwhile
            meanwhile = undefined
            if (work) {
              const sentence = { text: 'A kettle hums when', citations: [], kind: 'sentence' as const }
              await turn.onSentence?.({ index: 0, sentence, citations: [] })
              await work()
            }
            return await bot.respond(turn)
          },
        }),
      },
    },
  )
  ada = await rig.member('operator', { email: 'ada@shop.example' })
})
afterAll(() => rig?.close())

type Visitor = Awaited<ReturnType<StaffRig['visitor']>>
let said = 0
const say = async (visitor: Visitor, text: string) => {
  const body = { clientId: `said-${++said}`, text }
  await rig.call(`${visitor.path}/messages`, { token: visitor.token, body })
  await rig.app.settle()
}
const at = (visitor: Visitor) => `/api/v1/desk/conversations/${visitor.id}`
const read = async (visitor: Visitor) => (await ada.call(at(visitor))).json
const takeOver = (visitor: Visitor) => ada.call(`${at(visitor)}/takeover`, { body: {} })
const release = (visitor: Visitor, to: 'bot' | 'queue') =>
  ada.call(`${at(visitor)}/takeover`, { method: 'DELETE', body: { to } })
const reply = async (visitor: Visitor, text: string) => {
  const { epoch } = (await read(visitor)).conversation
  await ada.call(`${at(visitor)}/messages`, { body: { clientId: `said-${++said}`, text, epoch } })
}
const setTriggers = (handoff: object) =>
  rig.owner.call(`/api/v1/bots/${rig.app.botId}`, { method: 'PATCH', body: { handoff } })

test('given back, the bot goes on knowing what the person said', async () => {
  const visitor = await rig.visitor()
  await takeOver(visitor)
  await say(visitor, 'My kettle hums')
  await reply(visitor, 'The kettle model K7 hums when it is full.')
  await release(visitor, 'bot')
  await say(visitor, 'And when it is empty?')
  expect(turns.at(-1)!.history).toMatchObject([
    { role: 'visitor', text: 'My kettle hums', settled: true },
    { role: 'member', text: 'The kettle model K7 hums when it is full.', settled: true },
  ])
})

test('interrupted and given back without a word, the bot answers after all, and can be interrupted again', async () => {
  const visitor = await rig.visitor()
  const interrupt = () => {
    meanwhile = async () => expect((await takeOver(visitor)).status).toBe(200)
  }
  interrupt()
  await say(visitor, 'My kettle hums')
  interrupt()
  await release(visitor, 'bot')
  await rig.app.settle()
  await release(visitor, 'bot')
  await rig.app.settle()
  const { messages } = await read(visitor)
  expect(
    messages.map(({ author, content }: Message) => `${author}${content.interrupted ? ', interrupted' : ''}`),
  ).toEqual(['visitor', 'bot, interrupted', 'bot, interrupted', 'bot'])
})

test('asked for a person in the middle of an answer, what was shown of it stays before the acknowledgement', async () => {
  const visitor = await rig.visitor()
  meanwhile = async () => {
    const { status } = await rig.call(`${visitor.path}/handoff`, { token: visitor.token, body: {} })
    expect(status).toBe(201)
  }
  await say(visitor, 'My kettle hums')
  const { messages } = await read(visitor)
  expect(messages.map(({ content }: Message) => [content.decision, content.interrupted])).toEqual([
    ...[[undefined, undefined]],
    ...[['answered', true]],
    ...[['handoff', undefined]],
  ])
})

test('given to the queue, it waits for nobody in particular', async () => {
  const visitor = await rig.visitor()
  await say(visitor, 'Hello')
  await takeOver(visitor)
  await release(visitor, 'queue')
  expect((await read(visitor)).line).toMatchObject({ holder: 'queue', assigneeId: null })
  const { conversations } = (await ada.call('/api/v1/desk/conversations?view=unassigned')).json
  expect(conversations.map(({ id }: { id: string }) => id)).toContain(visitor.id)
})

test.each([
  ['a need left open twice', { unresolved: { on: true, times: 2 } }],
  ['a cap on its turns', { turnsCap: { on: true, turns: 1 }, unresolved: { on: false } }],
])('reopened, what was before the resolution does not fire %s again', async (_what, triggers) => {
  await setTriggers(triggers)
  const visitor = await rig.visitor()
  await say(visitor, 'What colour is the zeppelin in your garden?')
  await say(visitor, 'What colour is the zeppelin in your garden?')
  // It would have fired: without the resolution the second time is one too many.
  expect((await read(visitor)).conversation.holder).toBe('queue')

  const other = await rig.visitor()
  await say(other, 'What colour is the zeppelin in your garden?')
  await ada.call(at(other), { method: 'PATCH', body: { status: 'resolved' } })
  await say(other, 'What colour is the zeppelin in your garden?')
  expect(await read(other)).toMatchObject({ engagement: 2, conversation: { holder: 'bot' }, handoffs: [] })
})
