import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitLogistic } from '../../../../scripts/gate/logistic.ts'
import { knowledgeFrom } from '../../../../tests/support/small-knowledge.ts'
import type { SearchResult } from '../../../knowledge/index.ts'
import { type ChatModel, type LoadableEmbedder, openLocalEmbedder } from '../../../models/index.ts'
import { gateTrace } from '../gate-port.ts'
import type { Features } from './features.ts'
import { createGate, judgeAlone } from './gate.ts'
import { createModelJudge } from './judge.ts'
import { modelFor, probabilityOf } from './model.ts'

const now = new Date('2026-03-01T09:00:00Z')
const recipes = ['all-minilm-l6-v2', 'multilingual-e5-small', 'any']

const pages = {
  'returns.md': `# Returns and refunds

You can return any pan within 30 days of delivery. Print the label from your order page and drop the parcel at a post office.
The refund reaches your card five working days after we have received the parcel. Engraved pans cannot be returned.`,
  'shipping.md': `# Shipping

Parcels leave our warehouse within one working day. Standard delivery takes three days and costs 4.90 euro.
Express delivery takes one day and costs 12 euro. We ship to Germany, Austria and Switzerland.`,
  'care.md': `# Looking after your pan

Wash the pan by hand with warm water. Do not put it in the dishwasher: the coating would suffer.
Oil a cast iron pan thinly after each wash, so that it does not rust.`,
}

let embedder: LoadableEmbedder
let search: (question: string) => Promise<SearchResult>

beforeAll(async () => {
  embedder = await openLocalEmbedder(new URL('../../../../models/all-minilm-l6-v2', import.meta.url).pathname)
  const knowledge = await knowledgeFrom(pages, embedder)
  search = question => knowledge.search.search('ws', question, { now })
})
afterAll(() => embedder.close())

const verdictOn = async (question: string) => judgeAlone({ question, result: await search(question), now })

test.each([
  'How long do I have to return a pan?',
  'when will my refund reach my card',
  'What does express delivery cost?',
  'can the pan go in the dishwasher?',
])('a question the pages answer is relevant: %s', async question => {
  expect(await verdictOn(question)).toMatchObject({ relevant: true })
})

test.each([
  'What is the capital of Mongolia?',
  'Write me a poem about the sea',
  'How do I reset the password of my router?',
  'Who won the world cup in 1998?',
])('a question about something else finds none relevant: %s', async question => {
  expect(await verdictOn(question)).toMatchObject({ relevant: false })
})

test('the word that no page supports is named, and costs', async () => {
  const known = await verdictOn('Do you ship to Austria?')
  const unknown = await verdictOn('Do you ship to Zanzibar?')
  expect(known.unsupported).toEqual([])
  expect(unknown.unsupported).toEqual(['Zanzibar'])
  expect(unknown.features.mustUnknown).toBe(1)
  expect(unknown.score).toBeLessThan(known.score)
})

test('a knowledge base of one passage answers what it holds, and nothing else', async () => {
  const one = await knowledgeFrom(
    { 'tea.md': '# Tea\n\nBrew black tea for four minutes in boiling water.\n' },
    embedder,
  )
  const scoreOf = async (question: string) =>
    judgeAlone({ question, result: await one.search.search('ws', question, { now }), now })
  expect((await scoreOf('How long do I brew black tea?')).relevant).toBe(true)
  expect((await scoreOf('What is the capital of Mongolia?')).relevant).toBe(false)
})

test('the score is absolute: it follows neither the scale of the ranking nor its losers', async () => {
  const question = 'What does express delivery cost?'
  const result = await search(question)
  const { score } = judgeAlone({ question, result, now })
  const scaled = result.candidates.map(each => ({ ...each, fused: each.fused / 100 }))
  expect(judgeAlone({ question, result: { ...result, candidates: scaled }, now }).score).toBe(score)
})

test('no candidate at all is none relevant with score 0, and an owner may set the threshold', async () => {
  const question = 'What does express delivery cost?'
  const result = await search(question)
  expect(judgeAlone({ question, result: { ...result, candidates: [] }, now })).toMatchObject({
    relevant: false,
    score: 0,
  })
  expect(judgeAlone({ question, result, threshold: 0.999, now })).toMatchObject({
    relevant: false,
    threshold: 0.999,
  })
})

test('a reranker or a judge that fails leaves the gate to decide alone', async () => {
  const question = 'What does express delivery cost?'
  const result = await search(question)
  const gate = createGate({
    reranker: { id: 'broken', calibrated: true, score: () => Promise.reject(new Error('no model')) } as never,
    judge: async () => undefined,
  })
  expect(await gate({ question, result, now })).toMatchObject({
    ...judgeAlone({ question, result, now }),
    rerankFailed: 'broken: no model',
  })
})

test('a reranker that fails is in the trace of every turn, and told once until it works again', async () => {
  const question = 'What does express delivery cost?'
  const result = await search(question)
  let works = false
  const told: unknown[] = []
  const gate = createGate({
    onRerankerFailure: error => told.push(error),
    reranker: {
      ...{ id: 'frail', calibrated: false, close: async () => {} },
      async score(_query, passages) {
        if (!works) throw new Error('no model')
        return passages.map(() => 0.5)
      },
    },
  })
  const traced = async () => gateTrace(await gate({ question, result, now })).rerankFailed
  expect([await traced(), await traced()]).toEqual(['frail: no model', 'frail: no model'])
  expect(told).toHaveLength(1)
  works = true
  expect(await traced()).toBeUndefined()
  works = false
  await traced()
  expect(told).toHaveLength(2)
})

describe('a judge', () => {
  const question = 'Is express delivery possible on weekends?'
  const gateWith = (stream: ChatModel['stream']) => {
    const models = { for: () => [{ id: 'judge:1', stream }] }
    return createGate({ judge: createModelJudge(models)! })
  }

  test('has the last word where the gate is unsure, and what it cost is told', async () => {
    const result = await search(question)
    const gate = gateWith(async function* () {
      yield { text: '7' }
      yield { usage: { inputTokens: 200, outputTokens: 1, cost: 0.01 } }
    })
    const verdict = await gate({ question, result, now })
    expect(verdict).toMatchObject({ relevant: false, score: 0.07 })
    expect(verdict.models).toMatchObject([{ task: 'judge', model: 'judge:1', inputTokens: 200, cost: 0.01 }])
  })

  test('that takes too long has no say', async () => {
    const result = await search(question)
    const gate = gateWith(async function* ({ signal }) {
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      yield { text: '7' }
    })
    const { score, relevant } = judgeAlone({ question, result, now })
    const verdict = await gate({ question, result, now, signal: AbortSignal.timeout(30) })
    expect(verdict).toMatchObject({ score, relevant })
    expect(verdict.models).toMatchObject([{ task: 'judge', model: 'judge:1' }])
  })
})

test.each(recipes)('%s has weights of its own, and better evidence never lowers the score', id => {
  const model = modelFor(id)
  expect(model === modelFor('any')).toBe(id === 'any')
  expect(model.features.length).toBeGreaterThan(3)
  expect(model.threshold).toBeGreaterThan(0.2)
  expect(model.threshold).toBeLessThan(0.8)
  const middle = Object.fromEntries(
    model.features.map(({ name, mean }) => [name, mean]),
  ) as unknown as Features
  for (const { name, deviation } of model.features.filter(({ name }) => evidence.includes(name))) {
    const more = { ...middle, [name]: middle[name] + deviation }
    expect(probabilityOf(model, more), name).toBeGreaterThanOrEqual(probabilityOf(model, middle))
  }
})
const evidence: string[] = ['bounded', 'dense', 'denseZ', 'sentence', 'coverPage', 'title']

test('fitting the same rows gives the same weights, and finds the feature that tells', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    features: { tells: (i % 10) / 10, noise: ((i * 7) % 13) / 13 },
    answerable: i % 10 > 4,
    weight: 1,
  }))
  const fitted = fitLogistic(rows, ['tells', 'noise'])
  expect(fitLogistic(rows, ['tells', 'noise'])).toEqual(fitted)
  const [tells, noise] = fitted.features
  expect(tells?.weight).toBeGreaterThan(5 * Math.abs(noise?.weight ?? 0))
})
