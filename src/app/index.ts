import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import {
  type AccountDeps,
  createMailHandler,
  createResealHandler,
  ensureDefaultWorkspace,
  listBots,
  loadOrCreateAdminToken,
  MAIL_JOB,
  RESEAL_JOB,
} from '../accounts/index.ts'
import type { Responder } from '../bot/index.ts'
import { type Config, publicUrl } from '../config.ts'
import type { ConversationDeps } from '../conversations/index.ts'
import { TURN_JOB } from '../conversations/index.ts'
import { type Clock, systemClock } from '../kit/clock.ts'
import { asFetch } from '../platform/fetch/as-fetch.ts'
import type { Router } from '../platform/http/edge.ts'
import { countJobs, createJobRunner, type JobRunner, type Progress } from '../platform/jobs/index.ts'
import { createLog, type Log } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createPushSender } from '../platform/push/index.ts'
import { buildAccounts } from './accounts.ts'
import { buildBot } from './bot.ts'
import { createBotModels } from './bot-models.ts'
import { CALIBRATE_JOB, createCalibrateHandler } from './calibrating.ts'
import { buildConversations } from './conversations.ts'
import { buildCopilot, buildDesk, deskHandlers } from './desk.ts'
import { startDeskTimers } from './desk-timers.ts'
import { ensureExample } from './example.ts'
import { buildHttp } from './http.ts'
import { buildKnowledge, type Knowledge } from './knowledge.ts'
import { buildMailer } from './mail.ts'
import { buildModels, type Models } from './models.ts'
import { openTogether } from './open-together.ts'
import { buildOperations } from './operations.ts'
import { EMBED_JOB, SYNC_JOB } from './reading.ts'
import { buildStorage, type Storage, type StorageOptions } from './storage.ts'

/** What an identity provider may answer at most, and how long it may take. */
const PROVIDER_BYTES = 1024 * 1024
const PROVIDER_MS = 15_000

/** The whole program in one process. */
export interface App {
  http: Router
  adminToken: string
  accounts: AccountDeps
  workspaceId: string
  botId: string
  storage: Storage
  knowledge: Knowledge
  models: Models
  responder: Responder
  conversations: ConversationDeps
  runner: JobRunner
  /** Begins to work on jobs; requests can be answered before. Unless `warms` is false, loads the model of the index. */
  start(options?: { warms?: boolean }): Promise<void>
  /** How far the first reading of the pages is; `undefined` once it is over. */
  firstReading(): Promise<Progress | undefined>
  /** Runs all queued work to the end, and the index up to it; for tests and one-off commands. */
  settle(): Promise<void>
  /** Lets running work end, then closes everything. */
  stop(): Promise<void>
}

export interface AppOptions {
  clock?: Clock
  log?: Log
  onProgress?: (text: string) => void
  /** Shows a mail where no mail server is set; standard error unless given. */
  onMail?: (text: string) => void
  /** In place of what the configuration would build; for tests. */
  replace?: { models?: (models: Models) => Models; responder?: (responder: Responder) => Responder }
  /** The port that is really listened on, when the configuration leaves it open. */
  port?: number
  /** Shorter times than in production; for fault tests. */
  jobs?: Pick<Parameters<typeof createJobRunner>[0], 'leaseMs' | 'pollMs' | 'backoff'>
  /** Opens a file of the intake journal; for tests of a full disk. */
  openJournalFile?: StorageOptions['openJournalFile']
  /** How much room a folder's disk has; for the same. */
  freeBytes?: StorageOptions['freeBytes']
}

/** Builds everything once, from the record up to the routes. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { clock = systemClock, log = createLog(config.LOG_LEVEL), onProgress = () => undefined } = options
  const address = publicUrl(config, options.port)
  const basePath = new URL(address).pathname.replace(/\/+$/, '')
  const metrics = createMetrics()
  const [storage, built] = await openTogether(
    buildStorage(config, log, onProgress, options),
    buildModels(config, log),
  )
  const { database } = storage
  const models = options.replace?.models?.(built) ?? built
  const adminToken = await loadOrCreateAdminToken(config.DATA_DIR)
  const { id: workspaceId } = await ensureDefaultWorkspace(database)
  const accounts = await buildAccounts(config, database, clock)
  const snapshotDir = join(config.DATA_DIR, 'index')
  const knowledge = await buildKnowledge(storage, models, {
    clock,
    log,
    basePath,
    snapshotDir,
    publicUrl: address,
  })
  const chatOf = createBotModels(accounts, models)
  const bot = buildBot(database, knowledge, { ...models, chatOf }, { clock, basePath, log })
  const responder = options.replace?.responder?.(bot) ?? bot
  const ring = () => {
    storage.relay.ring()
    runner.ring()
  }
  /** A look for jobs is a write: where none was queued it only stands in the way of the turn. */
  const ringOf = (queued?: 'job') => (queued ? ring() : storage.relay.ring())
  const sessionSecret = createHmac('sha256', adminToken).update('session tokens').digest('base64url')
  const conversations = buildConversations(storage, responder, {
    accounts,
    clock,
    metrics,
    sessionSecret,
    ring: ringOf,
  })
  const mailer = buildMailer(config, options.onMail ?? (text => process.stderr.write(`${text}\n`)))
  const push = createPushSender({ fetch: models.crawl, clock, contact: address })
  const desk = buildDesk(database, chatOf, { clock, ring: ringOf })
  const runner = createJobRunner({
    ...options.jobs,
    database,
    bus: storage.bus,
    clock,
    handlers: {
      [TURN_JOB]: conversations.turnHandler,
      ...deskHandlers(desk, {
        ...accounts,
        push,
        publicUrl: address,
        ...(config.SMTP_URL ? { mailer } : {}),
      }),
      [SYNC_JOB]: knowledge.syncHandler,
      [EMBED_JOB]: knowledge.embedHandler,
      [MAIL_JOB]: createMailHandler({ ...accounts, mailer, publicUrl: address }),
      [RESEAL_JOB]: createResealHandler(accounts),
      [CALIBRATE_JOB]: createCalibrateHandler({ database, clock, responder }),
    },
    onError: (job, error) =>
      log.warn({ error, job: job.id, kind: job.kind, attempt: job.attempt }, 'a job failed'),
  })
  const isNew = (await listBots(database.sql, workspaceId)).length === 0
  const example = await ensureExample(config, database, knowledge, { workspaceId, clock })
  await knowledge
    .queueEmbedding()
    .catch(error => log.warn({ error }, 'whether the pages have to be embedded anew could not be told'))
  // Before the first visitor: what they are told is kept rests on the schema, the workspace and the bot. It costs a
  // flush of each file, which the start after a stop in order can do without.
  if (isNew || !storage.isFlushed) await storage.flush()
  const operationsOf = (workspaceId: string) =>
    buildOperations(
      { config, database, accounts, knowledge, models, responder, example, ring },
      { workspaceId, clock },
    )
  const stopping = new AbortController()
  let warmed: Promise<void> | undefined
  let timers: (() => void) | undefined
  metrics.gauge('careline_jobs_waiting', 'Jobs that wait or run', async () => {
    const { queued, running } = await countJobs(database.sql)
    return queued + running
  })
  metrics.gauge(
    'careline_jobs_dead',
    'Jobs whose every attempt failed',
    async () => (await countJobs(database.sql)).dead,
  )
  const http = buildHttp({
    config,
    database,
    operationsOf,
    workspaceId,
    accounts,
    push,
    visitors: conversations.visitors,
    conversations: conversations.deps,
    copilot: buildCopilot(database, responder, chatOf, { clock, ring: ringOf }),
    adminToken,
    forget: storage.forget,
    example,
    metrics,
    log,
    publicUrl: address,
    stopping: stopping.signal,
    ring,
    fetch: asFetch(models.crawl, { maxBytes: PROVIDER_BYTES, timeoutMs: PROVIDER_MS }),
    readiness: {
      database: () => database.ping(),
      models: async () => {
        await warmed
        refuseFailed(models)
      },
      index: () => indexReady(database, knowledge, workspaceId),
    },
  })
  return {
    http,
    adminToken,
    accounts,
    workspaceId,
    botId: example.botId,
    storage,
    knowledge,
    models,
    responder,
    conversations: conversations.deps,
    runner,
    async start({ warms = true } = {}) {
      await knowledge.index.load(workspaceId)
      if (warms) warmed = loadEncoder(models, await knowledge.index.embedderOf(workspaceId))
      await runner.start()
      timers = startDeskTimers(conversations.deps, desk, log)
    },
    firstReading: () =>
      indexReady(database, knowledge, workspaceId).then(
        () => undefined,
        () => progressOf(database, workspaceId),
      ),
    async settle() {
      await runner.runUntilIdle()
      await knowledge.settle()
    },
    async stop() {
      stopping.abort()
      timers?.()
      await runner.stop()
      mailer.close()
      await knowledge.close()
      await storage.close()
      await models.close()
    },
  }
}

/** Loads the encoder of the index before the first visitor needs it. That it failed is told by its state. */
async function loadEncoder(models: Models, id: string | undefined): Promise<void> {
  if (id === undefined) return
  const embedder = await models.embedders.byId(id).catch(() => undefined)
  await embedder?.load?.().catch(() => undefined)
}

function refuseFailed(models: Models): void {
  const failed = Object.entries(models.embedders.states()).filter(([, state]) => state === 'failed')
  if (failed.length > 0) throw new Error(`could not be loaded: ${failed.map(([id]) => id).join(', ')}`)
}

/** Ready when the first pages are read and can be found, so that nobody is told "not in our pages" too early. */
async function indexReady(
  database: Storage['database'],
  knowledge: Knowledge,
  workspaceId: string,
): Promise<void> {
  const reading = await database.sql
    .selectFrom('sources')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('synced_at', 'is', null)
    .where('state', 'in', ['new', 'syncing'])
    .executeTakeFirst()
  if (reading) throw new Error('reading the first pages')
  const trouble = knowledge.trouble()
  if (trouble !== undefined) throw new Error(trouble)
  if ((await knowledge.index.embedderOf(workspaceId)) !== undefined) return
  // The passages of a first reading get their vectors after all pages are read, and cannot be found before.
  const passage = await database.sql
    .selectFrom('passages')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (passage) throw new Error('embedding the first pages')
}

/** Of the reading that goes on or waits; `undefined` when there is none, though it may have failed. */
async function progressOf(database: Storage['database'], workspaceId: string): Promise<Progress | undefined> {
  const job = await database.sql
    .selectFrom('jobs')
    .select('progress')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', SYNC_JOB)
    .where('state', 'in', ['running', 'queued'])
    .orderBy('state', 'desc')
    .executeTakeFirst()
  if (!job) return undefined
  const none = { done: 0, total: null, failed: 0, rate: 0, etaSeconds: null, note: 'reading pages' }
  return (job.progress as Progress | null) ?? none
}
