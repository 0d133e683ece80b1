import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { BotOptions, listBots } from '../accounts/index.ts'
import { type Config, publicUrl } from '../config.ts'
import { messageOf } from '../kit/errors.ts'
import { findModel, verifyModel } from '../models/index.ts'
import { type Database, openDatabase, readHolder } from '../platform/database/index.ts'
import { createGuardedFetch } from '../platform/fetch/guarded-fetch.ts'
import { packageRoot } from '../platform/paths.ts'
import { connect } from './connect.ts'
import { describeIndex, readIndexState } from './index-state.ts'
import { contextOf, type Output, outputOf, table } from './output.ts'

interface Finding {
  what: string
  state: 'ok' | 'warning' | 'wrong'
  detail: string
}

const LEAST_FREE = 500 * 1024 * 1024

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check the installation')
    .description(
      'Checks Node, the configuration, the data folder, the database, the models and a running server, and says what to do about what is wrong.',
    )
    .action(async (_options: object, command: Command) => {
      const out = outputOf(command)
      const findings = await examine(() => contextOf(command).config)
      out.value({ findings })
      report(findings, out)
      if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1
    })
}

/** What can be said without a configuration is said even when it is wrong: that is when somebody calls the doctor. */
async function examine(read: () => Config): Promise<Finding[]> {
  let config: Config | undefined
  const settings = await found('configuration', () => {
    config = read()
    return 'no problems'
  })
  if (!config) return [await found('node', nodeVersion), settings]
  return [settings, ...(await examineParts(config))]
}

async function examineParts(config: Config): Promise<Finding[]> {
  const opened = open(config)
  const checks: [string, () => Promise<string> | string][] = [
    ['node', () => nodeVersion()],
    ['data folder', () => dataFolder(config)],
    ['database', () => database(config, opened)],
    ['index', () => index(config, opened)],
    ['models', () => models(config)],
    ['server', () => server(config)],
    ['language models', () => languageModels(config, opened)],
    ['public address', () => publicUrl(config)],
  ]
  const findings = await Promise.all(checks.map(([what, check]) => found(what, check)))
  await opened.then(
    database => database?.close(),
    () => undefined,
  )
  return findings
}

async function found(what: string, check: () => Promise<string> | string): Promise<Finding> {
  try {
    const detail = await check()
    return {
      what,
      state: detail.startsWith('warning: ') ? 'warning' : 'ok',
      detail: detail.replace(/^warning: /, ''),
    }
  } catch (error) {
    return { what, state: 'wrong', detail: messageOf(error) }
  }
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node ${process.versions.node} is too old; install 20.19 or newer`)
  return process.versions.node
}

function dataFolder({ DATA_DIR }: Config): string {
  if (!existsSync(DATA_DIR)) return `warning: there is no ${DATA_DIR} yet; the first start makes it`
  accessSync(DATA_DIR, constants.W_OK)
  const { bavail, bsize } = statfsSync(DATA_DIR)
  const free = bavail * bsize
  const said = `${DATA_DIR}, ${(free / 1024 ** 3).toFixed(1)} GiB free`
  return free < LEAST_FREE
    ? `warning: ${said}; make room, or messages will be refused when the disk is full`
    : said
}

/** `undefined` where another process holds the embedded database, or no start has made it. */
async function open(config: Config): Promise<Database | undefined> {
  if (isUnmade(config)) return undefined
  if (config.DATABASE_URL) return openDatabase({ url: config.DATABASE_URL, poolSize: 2 })
  return readHolder(config.DATA_DIR) ? undefined : openDatabase({ dataDir: config.DATA_DIR })
}

async function index(config: Config, opened: Promise<Database | undefined>): Promise<string> {
  if (isUnmade(config)) return 'made by the first start'
  return describeIndex(await readIndexState(config, await opened))
}

const isUnmade = (config: Config) => !config.DATABASE_URL && !existsSync(config.DATA_DIR)

async function database(config: Config, opened: Promise<Database | undefined>): Promise<string> {
  if (isUnmade(config)) return 'embedded, made by the first start'
  if (!(await opened)) return `embedded, held by process ${readHolder(config.DATA_DIR)?.pid}`
  return config.DATABASE_URL ? 'PostgreSQL with pgvector answers' : 'embedded, opens'
}

async function languageModels(config: Config, opened: Promise<Database | undefined>): Promise<string> {
  const servers = answeredBy(config.MODEL_ANSWER)
  // A database that cannot be opened is told of by its own line.
  const bots = await storedBots(config, await opened.catch(() => undefined)).catch(() => [])
  const own = bots.flatMap(({ id, answer }) => (answer === null ? [] : [`${id}: ${answeredBy(answer)}`]))
  return [servers, ...own].join('; ')
}

const answeredBy = (models: readonly string[]) =>
  models.length > 0 ? models.join(', ') : 'none: answers are quoted from the pages'

/** The models each bot names itself for its answers, from the database or the server that holds it. */
async function storedBots(config: Config, database: Database | undefined) {
  if (database)
    return (await listBots(database.sql)).map(({ id, settings }) => ({ id, answer: settings.models.answer }))
  if (isUnmade(config) || !readHolder(config.DATA_DIR)?.url) return []
  const server = await connect(config, () => undefined)
  try {
    const { bots } = await server.call<{ bots: { botId: string; settings: unknown }[] }>('/bots')
    return bots.map(({ botId, settings }) => ({
      id: botId,
      answer: BotOptions.parse(settings).models.answer,
    }))
  } finally {
    await server.close()
  }
}

async function models(config: Config): Promise<string> {
  const modelsDirs = [...(config.MODELS_DIR ? [config.MODELS_DIR] : []), join(packageRoot, 'models')]
  const choices = config.EMBEDDER ? [config.EMBEDDER] : ['all-minilm-l6-v2', 'multilingual-e5-small']
  const checked = await Promise.all(
    choices.map(
      async choice =>
        (await verifyModel(await findModel({ modelsDirs, dataDir: config.DATA_DIR, choice }))).id,
    ),
  )
  return `${checked.join(', ')}: as in the manifest`
}

async function server({ DATABASE_URL, DATA_DIR }: Config): Promise<string> {
  const url = DATABASE_URL ? undefined : readHolder(DATA_DIR)?.url
  if (!url) return 'not running here'
  const ask = createGuardedFetch({ allow: [new URL(url).host] })
  try {
    const { status, body } = await ask(`${url}/readyz`)
    if (status !== 200) throw new Error(`${url} is not ready: ${new TextDecoder().decode(body)}`)
    return `${url} is ready`
  } finally {
    await ask.close()
  }
}

function report(findings: readonly Finding[], out: Output): void {
  out.line(
    table(
      findings.map(({ what, state, detail }) => [state === 'ok' ? 'ok' : state.toUpperCase(), what, detail]),
    ),
  )
}
