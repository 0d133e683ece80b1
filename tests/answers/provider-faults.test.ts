import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Models } from '../../src/app/models.ts'
import {
  createEmbedders,
  createHashEmbedder,
  createHttpEmbedder,
  type Embedder,
} from '../../src/models/index.ts'
import { type ApiRig, startApi } from '../security/api-rig.ts'
import { sharedRows } from '../security/shared-rows.ts'
import { knowledgeFrom, type SmallKnowledge } from '../support/small-knowledge.ts'
import { startWebSite, type WebSite } from '../support/web-site.ts'
import { type WireProvider, wireProviders } from './wire-protocols.ts'
import { type Asked, type RawAnswer, startWireServer, type WireServer } from './wire-server.ts'
import { secretKey, wireModels, wirePages, wireTurn } from './wire-turn.ts'

interface FaultRow extends RawAnswer {
  id: string
  family: string
  wire: RawAnswer['wire'] & { endpoint?: string }
  expect: string
}

/** The rows hold chat completions, so they are played by those who speak it. */
const speakers = wireProviders.filter(provider => provider !== 'anthropic' && provider !== 'google')
const rows = sharedRows<FaultRow>('llm_provider_faults.jsonl')
const answers = rows.filter(row => !row.wire.endpoint)
const cases = answers.flatMap(row =>
  speakers.map(provider => ({ id: row.id, family: row.family, provider, row })),
)

let knowledge: SmallKnowledge
let server: WireServer

beforeAll(async () => {
  server = await startWireServer()
  knowledge = await knowledgeFrom(wirePages)
})
afterAll(() => server.close())

type Turned = Awaited<ReturnType<typeof wireTurn>>

/** What each `expect` of the rows asks of a turn, beside that it ends in an answer. */
const expectations: Readonly<Record<string, (turned: Turned, asked: readonly Asked[]) => unknown>> = {
  // The words come without a source, which is our own rule and no fault of the wire.
  answered: ({ trace }) => expect(trace.models[0]?.failure).toMatch(/cited no source/),
  'answered-or-retry': ({ decision }) => expect(decision.kind).toBe('answered'),
  'retry or handoff': (_, asked) => expect(asked).toHaveLength(2),
  retry: (_, asked) => expect(asked).toHaveLength(2),
  'stops at the output limit': (_, asked) => brokenOff(asked),
  // The trace is where an operator reads why a model was not heard; nothing is gained by asking it again.
  'handoff, operator told': ({ trace }, asked) => {
    expect(trace.models).toMatchObject([{ failure: 'configuration' }])
    expect(asked).toHaveLength(1)
  },
  'tool not called': ({ trace }, asked) => {
    expect(trace.models.map(({ failure }) => failure)).toEqual(['empty', 'empty'])
    expect(asked.map(({ body }) => body).join()).not.toMatch(/"tools"|"role":"tool"/)
  },
  'first choice only': ({ decision, said }) => expect(JSON.stringify([decision, said])).not.toMatch(/"A?B/),
  limit: (_, asked) => brokenOff(asked),
}

/** Whether we hung up on each of them, which they learn a moment later. */
const brokenOff = (asked: readonly Asked[]) =>
  vi.waitFor(() => expect(asked.map(({ leftEarly }) => leftEarly)).toEqual(asked.map(() => true)))

async function turned(
  provider: WireProvider,
  raw: RawAnswer,
): Promise<{ turn: Turned; asked: Asked[]; ms: number }> {
  server.asked.length = 0
  server.set(provider, { raw })
  const models = await wireModels(server, { answer: [provider] }, { timeoutMs: 1_000 })
  const started = performance.now()
  const turn = await wireTurn(knowledge, models)
  return { turn, asked: [...server.asked], ms: performance.now() - started }
}

test.each(cases)(
  '$id: $provider may do "$family", and the turn ends as it should',
  async ({ provider, row }) => {
    const { turn, asked, ms } = await turned(provider, row)
    expect(turn.decision).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(2)
    expect(ms).toBeLessThan(6_000)
    expect(JSON.stringify(turn)).not.toContain(secretKey)
    const meets = expectations[row.expect]
    if (!meets) throw new Error(`nobody knows what "${row.expect}" means`)
    await meets(turn, asked)
  },
  20_000,
)

/** The row's words with the source they rest on: what is then heard shows that the wire was read. */
const citing = (row: FaultRow): RawAnswer => ({
  ...row,
  body_b64: Buffer.from(Buffer.from(row.body_b64, 'base64').toString().replace('5 days.', '5 days. [1]')).toString('base64'),
}) // biome-ignore format: one value

test.each(cases.filter(({ row }) => row.expect.startsWith('answered')))(
  '$id: $provider is heard through "$family" when it names its source',
  async ({ provider, row }) => {
    const { turn, asked } = await turned(provider, citing(row))
    expect(turn.decision).toMatchObject({
      kind: 'answered',
      text: expect.stringContaining('Refunds take 5 days.'),
    })
    // A stream that gives no reason for its end may count as cut; then it is asked once more.
    if (row.expect === 'answered-or-retry') return expect(asked.length).toBeLessThanOrEqual(2)
    expect(turn.decision).toMatchObject({ mode: 'generated' })
    expect(asked).toHaveLength(1)
  },
)

describe.each(rows.filter(row => row.wire.endpoint === 'embeddings'))(
  'an embedding server with "$family"',
  row => {
    let site: WebSite
    let api: ApiRig
    let breaks = false

    beforeAll(async () => {
      const hashed = createHashEmbedder(16)
      site = await startWebSite({
        '/v1/embeddings': () => ({ status: row.status, body: Buffer.from(row.body_b64, 'base64') }),
      })
      const wire = createHttpEmbedder({
        url: `${site.origin}/v1`,
        model: 'wire',
        dimensions: 16,
        fetch: globalThis.fetch,
      })
      // The pages were read while it still worked.
      const fixed: Embedder = {
        ...wire,
        embedPassages: texts => hashed.embedPassages(texts),
        embedQueries: texts => (breaks ? wire.embedQueries(texts) : hashed.embedQueries(texts)),
      }
      const models = (built: Models): Models => ({
        ...built,
        embedders: createEmbedders({ modelsDirs: [], dataDir: '', fixed }),
      })
      api = await startApi({}, { jobs: { backoff: () => 0 }, replace: { models } })
      for (const [location, text] of Object.entries(wirePages))
        await api.call('/api/v1/sources', {
          token: api.app.adminToken,
          body: { kind: 'text', location, text },
        })
      await api.app.settle()
    })
    afterAll(async () => {
      await api.close()
      await site.close()
    })

    const asked = async () => {
      const { path, token } = await api.visitor()
      await api.call(`${path}/messages`, { token, body: { text: 'How many days do refunds take?' } })
      await api.app.settle()
      const { json } = await api.call(`${path}/messages?limit=200`, { token })
      return json.messages.map(({ author, text }: { author: string; text: string }) => `${author}: ${text}`)
    }

    test('keeps the message, and the visitor gets an answer or a plain apology', async () => {
      expect((await asked())[1]).toContain('bot: ')
      breaks = true
      const messages = await asked()
      expect(messages).toEqual([
        'visitor: How many days do refunds take?',
        expect.stringContaining('went wrong on my side'),
      ])
      expect(site.requests.length).toBeGreaterThan(1)
    })
  },
)
