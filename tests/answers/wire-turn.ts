import {
  createGate,
  createGenerate,
  createModelJudge,
  createResponder,
  createRewrite,
  type Response,
  type Turn,
} from '../../src/bot/index.ts'
import { type ChatModels, createChatModels, type ModelTask } from '../../src/models/index.ts'
import { asFetch } from '../../src/platform/fetch/as-fetch.ts'
import { createGuardedFetch } from '../../src/platform/fetch/guarded-fetch.ts'
import type { SmallKnowledge } from '../support/small-knowledge.ts'
import { type WireProvider, wireProviders } from './wire-protocols.ts'
import type { WireServer } from './wire-server.ts'

/** A port on which nobody listens. */
export const deadAddress = '127.0.0.1:9'

export const secretKey = 'secret-key'

/** The pages of every turn here, and the true sentence in them. */
export const wirePages = {
  'refunds.md': '# Refunds\n\nRefunds take 5 days. They go to the card you paid with.\n',
  'delivery.md': '# Delivery\n\nA parcel takes 2 days. It is brought by bicycle.\n',
  'visits.md': '# Visits\n\nOur workshop opens on Monday. Ring the bell beside the gate.\n',
}
export const truth = 'Refunds take 5 days. [1]'

/** Models over the wire as production builds them, through the guarded client. `dead`: a provider that is not there. */
export function wireModels(
  server: Pick<WireServer, 'url' | 'allow'>,
  tasks: Partial<Record<ModelTask, readonly WireProvider[]>>,
  { dead = [] as readonly WireProvider[], timeoutMs = 300 } = {},
): Promise<ChatModels> {
  const named = (task: ModelTask) => (tasks[task] ?? []).map(provider => `${provider}:wire`)
  const baseUrl = (provider: WireProvider) =>
    dead.includes(provider) ? server.url(provider).replace(server.allow, deadAddress) : server.url(provider)
  return createChatModels({
    tasks: {
      answer: named('answer'),
      rewrite: named('rewrite'),
      judge: named('judge'),
      summary: [],
      copilot: [],
    },
    providers: Object.fromEntries(
      wireProviders.map(provider => [provider, { baseUrl: baseUrl(provider), apiKey: secretKey }]),
    ),
    prices: {},
    timeoutMs,
    fetch: asFetch(createGuardedFetch({ allow: [server.allow, deadAddress] })),
  })
}

/** One turn with these models. */
export async function wireTurn(
  knowledge: Pick<SmallKnowledge, 'search'>,
  models: ChatModels,
  more: Partial<Turn> = {},
): Promise<Response & { said: string[] }> {
  const said: string[] = []
  const judge = createModelJudge(models)
  const rewrite = createRewrite({ models })
  const generate = createGenerate({ models })
  const responder = createResponder({
    search: knowledge.search,
    ...(judge ? { gate: createGate({ judge }) } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(generate ? { generate } : {}),
  })
  const response = await responder.respond({
    workspaceId: 'ws',
    botId: 'bot',
    question: 'How many days do refunds take?',
    history: [],
    language: 'en',
    now: new Date('2026-11-23T10:00:00Z'),
    settings: { name: 'Ada', companyName: '', instructions: '', maxTokens: 64, timeoutMs: 6_000, allowedLinkHosts: [], gateThreshold: 0 },
    onSentence: async ({ sentence }) => void said.push(sentence.text),
    ...more,
  }) // biome-ignore format: one turn
  return { ...response, said }
}
