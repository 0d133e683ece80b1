import { resolve } from 'node:path'
import {
  type Bot,
  getBot,
  listBots,
  listKeys,
  RESEAL_JOB,
  readModelChoice,
  updateBotSettings,
} from '../accounts/index.ts'
import type { Operations } from '../api/index.ts'
import { carriedGate, type Responder } from '../bot/index.ts'
import type { Config } from '../config.ts'
import type { GateCalibration } from '../contract/calibration-api.ts'
import type { Decision } from '../contract/decision.ts'
import type { Job, Source } from '../contract/operator-api.ts'
import { askBot, botSettings } from '../conversations/index.ts'
import { keepCalibration, readCalibration } from '../evals/index.ts'
import type { Clock } from '../kit/clock.ts'
import { CarelineError } from '../kit/errors.ts'
import {
  addSource,
  changeSourceSettings,
  getSource,
  giveFile,
  listSources,
  nextSync,
  removeSource,
  type SourceSettings,
  type SourceSpec,
  type SourceSummary,
} from '../knowledge/index.ts'
import { backupDatabase } from '../platform/backup/index.ts'
import type { Database } from '../platform/database/index.ts'
import { enqueueJob, getJob, type JobStatus } from '../platform/jobs/index.ts'
import type { Accounts } from './accounts.ts'
import { queueCalibration } from './calibrating.ts'
import { embeddingState } from './embedding-state.ts'
import type { Example } from './example.ts'
import type { Knowledge } from './knowledge.ts'
import { refuseForeignAddresses, shownModels } from './model-settings.ts'
import type { Models } from './models.ts'
import { tryModel } from './try-model.ts'

/** Builds what the operator's routes call. */
export function buildOperations(
  parts: {
    config: Config
    database: Database
    accounts: Accounts
    knowledge: Knowledge
    models: Models
    responder: Responder
    example: Example
    ring: () => void
  },
  options: { workspaceId: string; clock: Clock },
): Operations {
  const { config, database, knowledge, models, responder } = parts
  const { workspaceId, clock } = options
  const job = async (id: string): Promise<Job> => {
    const status = await getJob(database.sql, id)
    if (!status || status.workspaceId !== workspaceId)
      throw new CarelineError('not-found', `There is no job ${id}.`)
    return shownJob(status)
  }
  const ownBot = async (botId?: string) => {
    const [first] = botId === undefined ? await listBots(database.sql, workspaceId) : []
    const bot = await getBot(database.sql, botId ?? first?.id ?? '')
    if (bot.workspaceId !== workspaceId) throw new CarelineError('not-found', 'There is no bot with this id.')
    return bot
  }
  const shownCalibration = async ({ id, settings }: Bot): Promise<GateCalibration> => {
    const { threshold, leftOut } = carriedGate(await knowledge.index.embedderOf(workspaceId))
    return {
      threshold: settings.gateThreshold ?? threshold,
      ownThreshold: threshold,
      measured: await readCalibration(database.sql, workspaceId, id),
      leftOut: leftOut ?? null,
    }
  }
  const sync = async (sourceId: string) => {
    await getSource(database.sql, workspaceId, sourceId)
    const id = await knowledge.queueSync(workspaceId, sourceId)
    parts.ring()
    return job(id)
  }
  const addedSource = async (id: string) => {
    const reading = await sync(id)
    return { source: shownSource(await getSource(database.sql, workspaceId, id)), job: reading }
  }
  return {
    workspaceId,
    async addSource({ baseUrl, language, schedule, ...given }) {
      // A schedule that cannot be kept is refused here; later it would only stop the others.
      if (schedule) nextSync(schedule, clock.now())
      const settings = {
        ...(baseUrl ? { baseUrl } : {}),
        ...(language ? { language } : {}),
        ...(schedule ? { schedule } : {}),
      }
      const location =
        given.kind === 'folder' || given.kind === 'file' ? resolve(given.location) : given.location
      await parts.example.leave()
      const { id } = await addSource(database, workspaceId, { ...given, location } as SourceSpec, {
        now: clock.now(),
        settings,
      })
      return addedSource(id)
    },
    async addFile({ name, bytes, language }) {
      const settings = language ? { language } : {}
      await parts.example.leave()
      const id = await giveFile(database, workspaceId, { name, bytes, settings }, clock.now())
      return addedSource(id)
    },
    listSources: async () => (await listSources(database.sql, workspaceId)).map(shownSource),
    getSource: async id => shownSource(await getSource(database.sql, workspaceId, id)),
    async updateSource(id, changes) {
      await changeSourceSettings(database, workspaceId, id, changes, clock.now())
      return addedSource(id)
    },
    async removeSource(id) {
      await removeSource(database, workspaceId, id, clock.now())
      parts.ring()
    },
    syncSource: sync,
    getJob: job,
    async ask({ question, botId, history, language }, { signal, onPart }) {
      const bot = await ownBot(botId)
      return await askBot(
        { database, clock, respond: responder.respond },
        {
          ...{ workspaceId, botId: bot.id, question, history, signal, settings: botSettings(bot.settings) },
          ...(language ? { language } : {}),
          ...(onPart ? { onSentence: onPart } : {}),
        },
      )
    },
    async getTrace(id) {
      const row = await database.sql
        .selectFrom('traces')
        .selectAll()
        .where('id', '=', id)
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst()
      if (!row) throw new CarelineError('not-found', `There is no trace ${id}.`)
      const { decision, ...trace } = row.data as { decision?: Decision } & Record<string, unknown>
      return {
        id,
        conversationId: row.conversation_id,
        turnId: row.turn_id,
        createdAt: row.created_at.toISOString(),
        ...(decision ? { decision } : {}),
        trace,
      }
    },
    async models(botId) {
      const choice = await readModelChoice(parts.accounts, (await ownBot(botId)).id)
      return {
        index: await embeddingState(database, models, workspaceId),
        embedders: Object.entries(models.embedders.states()).map(([id, state]) => ({ id, state })),
        ...shownModels(config, choice),
      }
    },
    tryModel: async (botId, model, signal) =>
      tryModel({ ...parts.accounts, models }, { botId: (await ownBot(botId)).id, model, signal }),
    calibration: async botId => shownCalibration(await ownBot(botId)),
    async keepCalibration(botId, { threshold, ...curve }) {
      const bot = await ownBot(botId)
      await database.transaction(tx =>
        keepCalibration(tx, { workspaceId, botId: bot.id }, { ...curve, asked: 'folder' }, clock.now()),
      )
      return shownCalibration(
        await updateBotSettings(database, { workspaceId, botId: bot.id }, { gateThreshold: threshold }),
      )
    },
    async calibrate(botId) {
      const bot = await ownBot(botId)
      const id = await queueCalibration({ database, clock }, { workspaceId, botId: bot.id })
      parts.ring()
      return job(id)
    },
    updateBot: (botId, changes) =>
      updateBotSettings(database, { workspaceId, botId }, changes, ({ modelAddresses }) => {
        if (changes['modelAddresses'] !== undefined) refuseForeignAddresses(config, modelAddresses)
      }),
    async keys() {
      const { keyring, keyFile } = parts.accounts
      return { keptIn: keyFile ? 'file' : 'environment', keys: await listKeys(database, keyring) }
    },
    async rotateKeys() {
      const { keyring, keyFile } = parts.accounts
      // One that is not over goes on with the key it has: asked twice, there are not two new keys.
      const isOver = (await listKeys(database, keyring)).every(({ current, secrets }) => current || !secrets)
      if (isOver) await keyFile?.add(clock.now())
      const id = await enqueueJob(
        database.sql,
        { workspaceId, kind: RESEAL_JOB, payload: {}, uniqueKey: RESEAL_JOB },
        clock.now(),
      )
      parts.ring()
      return job(id)
    },
    async backup(folder) {
      const target = resolve(folder)
      const { tables } = await backupDatabase(database, target, { now: clock.now() })
      return { folder: target, tables: tables.map(({ name, rows }) => ({ name, rows })) }
    },
  }
}

function shownSource({
  id,
  kind,
  location,
  settings,
  state,
  lastError,
  syncedAt,
  pages,
  passages,
  failures,
}: SourceSummary): Source {
  return {
    id,
    kind,
    location,
    settings: shownSettings(settings),
    state,
    lastError,
    syncedAt: syncedAt?.toISOString() ?? null,
    pages,
    passages,
    failures,
  }
}

function shownSettings(settings: SourceSettings): Source['settings'] {
  const names = ['include', 'exclude', 'maxPages', 'baseUrl', 'language', 'schedule']
  return Object.fromEntries(
    names.flatMap(name => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  )
}

function shownJob({ id, kind, state, attempts, progress, lastError }: JobStatus): Job {
  return { id, kind, state, attempts, progress, lastError }
}
