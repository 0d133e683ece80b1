/**
 * The server under test: the product's own storage, conversations, job runner and visitor routes, with a scripted bot,
 * and with faults that its parent asks for over IPC. Test only: nothing in src/ knows of it.
 */
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { createBot, ensureDefaultWorkspace, getBot } from '../../src/accounts/index.ts'
import { buildConversations } from '../../src/app/conversations.ts'
import { buildStorage } from '../../src/app/storage.ts'
import type { Response, Turn } from '../../src/bot/index.ts'
import { createVisitorRoutes } from '../../src/channels/widget/index.ts'
import { readConfig } from '../../src/config.ts'
import { changeHolder, readConversation, sendMemberMessage, TURN_JOB } from '../../src/conversations/index.ts'
import { crashPoint, setCrashPointHook } from '../../src/platform/crash-points.ts'
import { createRouter, installEdge } from '../../src/platform/http/edge.ts'
import { createLimiter } from '../../src/platform/http/limits.ts'
import { createJobRunner } from '../../src/platform/jobs/index.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import type { Armed, ToChild } from './child-messages.ts'

/** Short, so that a killed worker's job is taken up again within the run. */
const LEASE_MS = 1_500

const options = JSON.parse(process.argv[2] ?? '{}') as { dataDir: string; url?: string; sql?: string[] }
let clockOffset = 0
const clock = { now: () => new Date(Date.now() + clockOffset) }
let modelFault: 'none' | 'refuses' | 'stalls' | 'cut' = 'none'

const config = readConfig({ DATA_DIR: options.dataDir, LOG_LEVEL: 'silent', DATABASE_URL: options.url })
const log = createLog('silent')
const storage = await buildStorage(config, log, () => undefined)
const { database } = storage
for (const statement of options.sql ?? []) await sql.raw(statement).execute(database.sql)
const workspace = await ensureDefaultWorkspace(database)
await getBot(database.sql, 'bot_faults').catch(() =>
  createBot(database, { workspaceId: workspace.id, id: 'bot_faults' }),
)

const metrics = createMetrics()
const conversations = await buildConversations(storage, { respond } as never, {
  clock,
  metrics,
  sessionSecret: 'faults',
  ring: () => {
    storage.relay.ring()
    runner.ring()
  },
})
const runner = createJobRunner({
  ...{ database, bus: storage.bus, clock, leaseMs: LEASE_MS, pollMs: 200, backoff: () => 50 },
  handlers: { [TURN_JOB]: conversations.turnHandler },
})

const app = createRouter()
const unlimited = createLimiter(1_000_000, 'requests')
installEdge(app, {
  ...{ trustedProxies: [], perAddress: unlimited, bodyLimit: () => 32_768, log, metrics },
})
app.route(
  '/api/v1',
  createVisitorRoutes({
    sql: database.sql,
    conversations: conversations.visitors,
    origins: { allowed: async () => new Set(['*']), own: 'http://localhost' },
    perSession: unlimited,
    stopping: new AbortController().signal,
  }),
)
// Until there is a desk, members act through these.
app.post('/member/:id/holder', async c => {
  const { from, to } = await c.req.json()
  return c.json(await changeHolder(conversations.deps, { conversationId: c.req.param('id'), from, to }))
})
app.post('/member/:id/messages', async c => {
  const { memberId, epoch, text } = await c.req.json()
  const conversationId = c.req.param('id')
  return c.json(await sendMemberMessage(conversations.deps, { conversationId, memberId, epoch, text }))
})
app.get('/member/:id', async c => c.json(await readConversation(conversations.deps, c.req.param('id'))))

/** A bot that answers in two checked sentences, and reaches the crash points of search and of a language model. */
async function respond(turn: Turn): Promise<Response> {
  await crashPoint('S08-retrieval-done')
  await crashPoint('S09-llm-request-sent')
  if (modelFault === 'refuses') throw new Error('429')
  if (modelFault === 'stalls') await new Promise(resolve => setTimeout(resolve, 1_000))
  await crashPoint('S10-llm-first-token')
  const citation = {
    ...{ number: 1, passageId: 'pas_1', pageId: 'pag_1', path: 'a.md', title: 'A' },
    ...{ headingPath: [], url: '/pages/pag_1', quote: turn.question },
  }
  const sentences = ['First.', 'Second.'].map(text => ({ text, citations: [1], kind: 'sentence' as const }))
  for (const [index, sentence] of sentences.entries()) {
    await turn.onSentence?.({ index, sentence, citations: [citation] })
    if (modelFault === 'cut') throw new Error('the stream was cut')
    await new Promise(resolve => setTimeout(resolve, 15))
  }
  const text = 'First. Second.'
  return {
    decision: { kind: 'answered', text, sentences, citations: [citation], mode: 'generated' },
    trace: { question: turn.question, ms: {} } as unknown as Response['trace'],
  }
}

let armed: Armed[] = []
setCrashPointHook(async point => {
  for (const fault of armed.filter(entry => entry.point === point)) {
    if (--fault.occurrence > 0) continue
    armed = armed.filter(entry => entry !== fault)
    process.send?.({ type: 'hit', id: fault.id })
    await inflict(fault)
  }
})

async function inflict({ action, ms }: Armed): Promise<void> {
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  if (action === 'stop') process.kill(process.pid, 'SIGSTOP')
  if (action === 'fail') throw new Error('a planted failure')
  if (action === 'delay') await new Promise(resolve => setTimeout(resolve, ms))
}

process.on('message', (message: ToChild) => {
  if (message.type === 'arm') armed.push(...message.faults)
  if (message.type === 'disarm') armed = []
  if (message.type === 'clock') clockOffset = message.offsetMs
  if (message.type === 'model') modelFault = message.fault
})
process.on('disconnect', () => process.exit(0))
await runner.start()
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.send?.({ type: 'ready', port })
})
