import { expect, test } from 'vitest'
import { knowledgeFrom } from '../../../tests/support/small-knowledge.ts'
import { HandoffPolicy } from '../../contract/handoff-policy.ts'
import { createResponder, type ResponderParts } from '../respond.ts'
import type { HistoryLine, Turn } from '../respond-types.ts'
import { botTexts } from '../texts/index.ts'

const { search, pagePassages } = await knowledgeFrom({
  'refunds.md': '# Refunds\n\nRefunds are paid within five working days to the card you paid with.\n',
  'delivery.md': '# Delivery\n\nStandard delivery to Norway costs nine euros and takes four days.\n',
})

type Given = Partial<Turn> & { handoff?: Parameters<typeof HandoffPolicy.parse>[0] }

async function ask(
  question: string,
  { handoff = {}, ...more }: Given = {},
  parts: Partial<ResponderParts> = {},
) {
  return await createResponder({ search, pagePassages, ...parts }).respond({
    ...{ workspaceId: 'ws', botId: 'bot', question, history: [], now: new Date('2026-03-01T09:00:00Z') },
    settings: {
      ...{ name: 'Cara', companyName: '', instructions: '', maxTokens: 500, timeoutMs: 5000 },
      ...{ allowedLinkHosts: [], handoff: HandoffPolicy.parse(handoff) },
    },
    ...more,
  })
}

const unknown = 'What is the capital of Mongolia?'
const asked = (text: string): HistoryLine => ({ role: 'visitor', text })
const refused: HistoryLine = { role: 'bot', text: 'I could not find that.', decision: 'refused' }
const answered: HistoryLine = { role: 'bot', text: 'In five days.', decision: 'answered' }

test('a sensitive topic goes to a person, and the trace tells by which words', async () => {
  const { decision, trace } = await ask('You charged me twice for delivery to Norway')
  expect(decision).toMatchObject({ kind: 'handoff', reason: 'sensitive' })
  expect(trace.handoff).toEqual({ trigger: 'sensitive', by: 'billing-dispute: “charged me twice”' })
})

test('somebody in danger is told where help is', async () => {
  const { decision } = await ask('I want to die')
  expect(decision).toMatchObject({ reason: 'sensitive', text: botTexts('en').handoffSelfHarm })
})

test('every trigger can be switched off', async () => {
  const off = { sensitive: { on: false }, askedFor: { on: false }, unresolved: { on: false } }
  for (const question of ['You charged me twice for delivery', 'Can I talk to a human?', unknown]) {
    const { decision, trace } = await ask(question, { handoff: off, history: [asked(unknown), refused] })
    expect([question, decision.kind, trace.handoff]).not.toContain('handoff')
  }
})

test('a question that no page answers offers a person, and hands over where the owner says so', async () => {
  expect((await ask(unknown)).decision).toMatchObject({ kind: 'refused', offerPerson: true })
  const { decision, trace } = await ask(unknown, { handoff: { noneRelevant: { on: true } } })
  expect(decision).toMatchObject({ kind: 'handoff', reason: 'no-answer' })
  expect(trace.handoff?.trigger).toBe('no-answer')
})

test('the same need left open twice goes to a person; another one does not', async () => {
  const history = [asked('Which city is the capital of Mongolia?'), refused]
  const { decision, trace } = await ask(unknown, { history })
  expect(decision).toMatchObject({ kind: 'handoff', reason: 'unresolved' })
  expect(trace.handoff?.by).toContain('2 times')
  const other = [asked('Do you sell unicorn saddles?'), refused]
  expect((await ask(unknown, { history: other })).decision.kind).toBe('refused')
  expect((await ask(unknown, { history, handoff: { unresolved: { times: 3 } } })).decision.kind).toBe(
    'refused',
  )
})

test('an answer that did not help counts as left open, said in words or by a thumb down', async () => {
  const question = 'When are refunds paid to my card?'
  const helpless = [
    asked(question),
    { ...answered, rating: 'down' as const },
    asked("That doesn't help"),
    answered,
  ]
  expect((await ask('That still does not help me', { history: helpless })).decision).toMatchObject({
    reason: 'unresolved',
  })
  expect((await ask(question, { history: [asked(question), answered] })).decision.kind).toBe('answered')
})

test('what a person has dealt with since is not counted', async () => {
  const history = [asked(unknown), { ...refused, settled: true }]
  expect((await ask(unknown, { history })).decision.kind).toBe('refused')
})

test('a bot that has spoken often enough hands over, where its owner set a cap', async () => {
  const question = 'When are refunds paid to my card?'
  const handoff = { turnsCap: { on: true, turns: 3 } }
  expect((await ask(question, { handoff, spoken: 2 })).decision.kind).toBe('answered')
  const { decision, trace } = await ask(question, { handoff, spoken: 3 })
  expect(decision).toMatchObject({ kind: 'handoff', reason: 'turns-cap' })
  expect(trace.handoff?.by).toBe('3 replies of 3')
})

test('models that failed hand over only when the pages’ own words give no answer', async () => {
  const call = { task: 'answer', model: 'm', inputTokens: 1, outputTokens: 0, cost: null, ms: 5 }
  const parts: Partial<ResponderParts> = {
    generate: async () => ({ support: [], models: [{ ...call, failure: 'timeout' }] }),
    gate: async () => ({ relevant: true, score: 1, threshold: 0.5, features: {}, unsupported: [] }),
  }
  expect((await ask('When are refunds paid to my card?', {}, parts)).decision.kind).toBe('answered')
  const lost = {
    ...parts,
    search: {
      ...search,
      search: async (...given: Parameters<typeof search.search>) => ({
        ...(await search.search(...given)),
        candidates: [],
      }),
    },
  }
  const { decision, trace } = await ask('When are refunds paid to my card?', {}, lost)
  expect(decision).toMatchObject({ kind: 'handoff', reason: 'model-failure' })
  expect(trace.handoff?.by).toBe('timeout')
})
