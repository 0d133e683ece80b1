import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBot, ensureDefaultWorkspace } from '../../src/accounts/index.ts'
import type { BotOptionsInput } from '../../src/accounts/settings.ts'
import {
  createGate,
  createGenerate,
  createModelJudge,
  createResponder,
  createRewrite,
} from '../../src/bot/index.ts'
import {
  changeHolder,
  createTurnHandler,
  listMessages,
  modelUseOf,
  receiveMessage,
  startConversation,
} from '../../src/conversations/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import type { ChatModel, ChatModels } from '../../src/models/index.ts'
import { createScriptedModel } from '../../src/models/language/scripted.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import { type Database, openDatabase } from '../../src/platform/database/index.ts'
import { createJobRunner } from '../../src/platform/jobs/index.ts'
import { hangingModel } from '../support/hanging-model.ts'
import { knowledgeFrom, type SmallKnowledge } from '../support/small-knowledge.ts'

const clock = createFakeClock()
const bus = createMemoryBus()
let database: Database
let knowledge: SmallKnowledge
let workspaceId: string

beforeAll(async () => {
  database = await openDatabase({ memory: true })
  workspaceId = (await ensureDefaultWorkspace(database)).id
  const { search, ...rest } = await knowledgeFrom({
    'refunds.md': '# Refunds\n\nRefunds take 5 days. They go to the card you paid with.\n',
    'delivery.md': '# Delivery\n\nStandard delivery to Norway costs nine euros and takes four days.\n',
    'care.md': '# Care\n\nWash the pan by hand with warm water.\n',
    'hours.md': '# Opening hours\n\nWe are open from nine to five on working days.\n',
  })
  knowledge = { ...rest, search: { search: (_workspace, ...asked) => search.search('ws', ...asked) } }
})
afterAll(() => database.close())

/** A conversation with a bot whose language models are `model` for every task, and whose search may be slow. */
async function converse(
  model: ChatModel,
  settings: BotOptionsInput = {},
  searching: () => Promise<unknown> = async () => undefined,
) {
  const deps = { database, bus, clock }
  const { id: botId } = await createBot(database, {
    workspaceId,
    settings: { gateThreshold: 0, ...settings },
  })
  const { conversation } = await startConversation(deps, { botId, language: 'en' })
  const responder = responderWith({ for: () => [model] }, searching)
  const runner = createJobRunner({
    ...{ database, bus, clock, backoff: () => 0 },
    handlers: { turn: createTurnHandler({ ...deps, respond: turn => responder.respond(turn) }) },
  })
  const of = { conversationId: conversation.id }
  return {
    ...of,
    /** A member takes the conversation; the bot finds out when it wants to speak. */
    takenOver: () => void changeHolder(deps, { ...of, from: { holder: 'bot', epoch: 0 }, to: 'member:ada' }),
    /** As no program of ours would write them. */
    breakSettings: () =>
      database.sql.updateTable('bots').set({ settings: '{"timeoutMs":0}' }).where('id', '=', botId).execute(),
    /** Says it, lets the turn run, and gives the bot's message. */
    async say(text: string) {
      await receiveMessage(deps, { ...of, clientId: text, text })
      await runner.runUntilIdle()
      const { messages } = await listMessages(deps, of.conversationId, { after: 0, limit: 200 })
      return messages.findLast(message => message.author === 'bot')!
    },
  }
}

function responderWith(models: ChatModels, searching: () => Promise<unknown>) {
  return createResponder({
    search: { search: (...asked) => searching().then(() => knowledge.search.search(...asked)) },
    gate: createGate({ judge: createModelJudge(models)! }),
    generate: createGenerate({ models })!,
    rewrite: createRewrite({ models })!,
    usedToday: turn => modelUseOf(database.sql, turn.botId, turn.now),
  })
}

describe('a turn whose language models all hang', () => {
  test('ends in an answer in the words of the page, at the first attempt', async () => {
    const it = await converse(hangingModel, { timeoutMs: 500 })
    await it.say('How many days do refunds take?')
    const { content, turnId } = await it.say('And how many days do they take for a card?')
    expect(content).toMatchObject({ decision: 'answered', citations: [{ path: 'refunds.md' }] })
    const turn = database.sql.selectFrom('turns').select('attempt').where('id', '=', turnId!)
    expect(await turn.executeTakeFirst()).toEqual({ attempt: 1 })
  })

  test('ends in an answer even when the search alone took its time', async () => {
    const timeUp = () =>
      new Promise(resolve => AbortSignal.timeout(600).addEventListener('abort', resolve, { once: true }))
    const it = await converse(hangingModel, { timeoutMs: 500 }, timeUp)
    const { content } = await it.say('How many days do refunds take?')
    expect(content).toMatchObject({ decision: 'answered', citations: [{ path: 'refunds.md' }] })
  })
})

describe('a bot whose models have a limit for the day', () => {
  const says = () =>
    createScriptedModel(({ task }) => {
      calls++
      return task === 'judge' ? '90' : 'Refunds take 5 days. [1]'
    })
  let calls = 0
  beforeEach(() => {
    calls = 0
  })

  test.each([['modelTokensPerDay', 1] as const, ['costPerDay', 0.000001] as const])(
    'answers in the words of the page once %s is used up, and with a model again the next day',
    async (limit, most) => {
      const priced = { ...says(), price: { input: 1, output: 1 } }
      const cut: ChatModel = {
        ...priced,
        async *stream(request) {
          for await (const part of priced.stream(request)) if ('text' in part) yield part
        },
      }
      const it = await converse(cut, { limits: { [limit]: most } })
      expect(await modeOf(await it.say('How many days do refunds take?'))).toBe('generated')
      const before = calls
      const second = await it.say('And how many days do refunds take for a card?')
      expect(await modeOf(second)).toBe('extractive')
      expect(calls).toBe(before)
      expect((await traceOf(second.traceId)).data).toMatchObject({ budget: { usedUp: true }, models: [] })
      clock.advance(24 * 3_600_000)
      expect(await modeOf(await it.say('So how many days do refunds take?'))).toBe('generated')
    },
  )

  test('refuses where the owner wants no quotes, but for what needs no model', async () => {
    const it = await converse(says(), { limits: { modelTokensPerDay: 0, whenUsedUp: 'refuse' } })
    const { content } = await it.say('How many days do refunds take?')
    expect(content).toMatchObject({ decision: 'refused', reason: 'budget', offerPerson: true })
    expect((await it.say('Thank you!')).content).toMatchObject({ decision: 'smalltalk' })
    expect(calls).toBe(0)
  })
})

describe('a turn that gives no answer', () => {
  test('ends in an apology with a trace that says what went wrong', async () => {
    const away = () => Promise.reject(new Error('the index is away'))
    const it = await converse(
      createScriptedModel(() => 'How many days do refunds take?'),
      {},
      away,
    )
    const { content, traceId, turnId } = await it.say('And how many days do refunds take?')
    expect(content).toMatchObject({ reason: 'failed' })
    const { data, turn_id } = await traceOf(traceId)
    expect(turn_id).toBe(turnId)
    expect(data).toMatchObject({
      ...{ question: 'And how many days do refunds take?', failure: 'the index is away' },
    })
  })

  test('ends in an apology with a trace even when no attempt reached the bot', async () => {
    const it = await converse(hangingModel)
    await it.breakSettings()
    const { traceId } = await it.say('How many days do refunds take?')
    const { data } = await traceOf(traceId)
    expect(data).toMatchObject({ question: 'How many days do refunds take?', models: [] })
  })

  test('keeps the calls of the models when a person took over meanwhile', async () => {
    const it: Awaited<ReturnType<typeof converse>> = await converse(
      createScriptedModel(({ task }) => {
        if (task === 'answer') it.takenOver()
        return task === 'judge' ? '90' : 'Refunds take 5 days. [1]'
      }),
    )
    await it.say('How many days do refunds take?')
    const traces = await database.sql
      .selectFrom('traces')
      .select('data')
      .where('conversation_id', '=', it.conversationId)
      .execute()
    expect(traces).toHaveLength(1)
    expect(traces[0]!.data).toMatchObject({
      ...{ failure: 'overtaken' },
      models: [{ task: 'judge' }, { task: 'answer', inputTokens: expect.any(Number) }],
    })
  })
})

async function modeOf({ traceId }: { traceId: string | null }) {
  const { decision } = (await traceOf(traceId)).data as { decision: { mode?: string } }
  return decision.mode
}

async function traceOf(id: string | null) {
  return await database.sql
    .selectFrom('traces')
    .selectAll()
    .where('id', '=', id ?? '')
    .executeTakeFirstOrThrow()
}
