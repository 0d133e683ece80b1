import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { knowledgeFrom, type SmallKnowledge } from '../support/small-knowledge.ts'
import { type WireProvider, wireProviders } from './wire-protocols.ts'
import { type Behaviour, startWireServer, type WireServer } from './wire-server.ts'
import { secretKey, truth, wireModels, wirePages, wireTurn } from './wire-turn.ts'

/** What a provider may do wrong, the cause that the trace names, and how often it is asked. */
const faults: [name: string, does: Behaviour, cause: RegExp, calls: number][] = [
  ['too many requests', { status: 429, headers: { 'retry-after': '30' } }, /^rate-limited$/, 2],
  ['an error of its own', { status: 500 }, /^server-error$/, 2],
  ['an overload', { status: 503, headers: { 'retry-after': '5' } }, /^server-error$/, 2],
  ['a wrong key', { status: 401 }, /^configuration$/, 1],
  ['an unknown model', { status: 404 }, /^configuration$/, 1],
  ['silence', { fails: 'silent' }, /^timeout$/, 2],
  ['a stream that stalls', { fails: 'stalls' }, /^timeout$/, 2],
  ['a connection that breaks', { fails: 'cut' }, /^cut-stream$/, 2],
  ['a stream that ends early', { fails: 'early-end' }, /^(?:cut-stream|malformed)$|cited no source/, 2],
  ['half an event', { fails: 'malformed' }, /^malformed$/, 2],
  ['an answer without words', { fails: 'empty' }, /^empty$/, 2],
  ['a page for people', { fails: 'html' }, /^(?:empty|malformed)$/, 2],
]

let knowledge: SmallKnowledge
let server: WireServer

beforeAll(async () => {
  server = await startWireServer()
  knowledge = await knowledgeFrom(wirePages)
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
})

describe.each(wireProviders)('%s over the wire', provider => {
  const answering = async (also: WireProvider[] = [], dead: WireProvider[] = []) =>
    wireTurn(knowledge, await wireModels(server, { answer: [provider, ...also] }, { dead }))

  test('is asked as its API wants it, and what it says with a source is the answer', async () => {
    server.set(provider, { says: truth })
    const { decision, said, trace } = await answering()
    expect(decision).toMatchObject({ kind: 'answered', mode: 'generated', text: 'Refunds take 5 days.' })
    expect(said).toEqual(['Refunds take 5 days.'])
    expect(trace.models).toMatchObject([
      { task: 'answer', model: `${provider}:wire`, inputTokens: 120, outputTokens: 9 },
    ])
    const [asked] = server.asked
    expect(server.asked).toHaveLength(1)
    expect(asked?.key).toMatch(new RegExp(`^(?:Bearer )?${secretKey}$`))
    expect(`${asked?.path} ${asked?.body}`).toContain('wire')
    expect(asked?.body).toContain('How many days do refunds take?')
    expect(asked?.body).not.toMatch(/"tools"|"functions"/)
  })

  test.each(faults)('%s ends in a quoted page', async (_name, does, cause, calls) => {
    server.set(provider, does)
    const { decision, trace } = await answering()
    expect(decision).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(trace.models.map(({ failure }) => failure)).toEqual(
      Array(calls).fill(expect.stringMatching(cause)),
    )
    expect(server.asked).toHaveLength(calls)
    expect(JSON.stringify({ decision, trace })).not.toContain(secretKey)
  })

  test('a server that is not there ends in a quoted page', async () => {
    const { decision, trace } = await answering([], [provider])
    expect(decision).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(trace.models.map(({ failure }) => failure)).toEqual(['unreachable', 'unreachable'])
  })

  test.each(faults.filter(([name]) => /requests|stalls|breaks|key/.test(name)))(
    'after %s the next provider answers',
    async (_name, does, cause, calls) => {
      const next = wireProviders[(wireProviders.indexOf(provider) + 1) % wireProviders.length] as WireProvider
      server.set(provider, does)
      server.set(next, { says: truth })
      const { decision, said, trace } = await answering([next])
      expect(decision).toMatchObject({ kind: 'answered', mode: 'generated' })
      expect(said).toEqual(['Refunds take 5 days.'])
      expect(trace.models.map(({ model }) => model)).toEqual([
        ...Array(calls).fill(`${provider}:wire`),
        `${next}:wire`,
      ])
      expect(trace.models[0]?.failure).toMatch(cause)
    },
  )

  const history = [
    { role: 'visitor' as const, text: 'How many days do refunds take?' },
    { role: 'bot' as const, text: 'Refunds take 5 days.' },
  ]
  const following = async (dead: WireProvider[] = []) => {
    const models = await wireModels(server, { rewrite: [provider] }, { dead })
    return wireTurn(knowledge, models, { question: 'And for a parcel?', history })
  }

  test('completes a follow-up', async () => {
    server.set(provider, { says: 'How many days does a parcel take?' })
    const { decision, trace } = await following()
    expect(trace.standalone).toBe('How many days does a parcel take?')
    expect(trace.models).toMatchObject([{ task: 'rewrite', model: `${provider}:wire` }])
    expect(decision).toMatchObject({ kind: 'answered', text: expect.stringContaining('2 days') })
  })

  test.each(faults)('%s leaves a follow-up to the rules', async (_name, does, _cause, calls) => {
    const byRules = await wireTurn(knowledge, { for: () => [] }, { question: 'And for a parcel?', history })
    server.set(provider, does)
    const { decision, trace } = await following()
    expect(trace.standalone).toBe(byRules.trace.standalone)
    expect(decision).toEqual(byRules.decision)
    expect(server.asked).toHaveLength(calls)
  })

  const judged = async (dead: WireProvider[] = []) => {
    const models = await wireModels(server, { judge: [provider] }, { dead })
    return wireTurn(knowledge, models, { question: 'Which card do refunds go to, and when?' })
  }

  test('judges whether the pages answer', async () => {
    server.set(provider, { says: '87' })
    expect((await judged()).trace.gate).toMatchObject({ score: 0.87, features: { judge: 0.87 } })
    server.set(provider, { says: 'Certainly! I would say 300.' })
    expect((await judged()).trace.gate.features).not.toHaveProperty('judge')
  })

  test.each(faults)('%s leaves the verdict to the gate', async (_name, does, _cause, calls) => {
    server.set(provider, does)
    const { decision, trace } = await judged()
    expect(server.asked).toHaveLength(calls)
    expect(trace.gate.features).not.toHaveProperty('judge')
    expect(decision.kind).toBe('answered')
  })
})
