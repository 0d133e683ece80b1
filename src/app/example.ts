import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BotOptions, createBot, getBot, listBots, updateBotSettings } from '../accounts/index.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../kit/clock.ts'
import { CarelineError } from '../kit/errors.ts'
import { addSource, listSources, removeSource } from '../knowledge/index.ts'
import type { Database } from '../platform/database/index.ts'
import { packageRoot } from '../platform/paths.ts'
import type { Knowledge } from './knowledge.ts'

/** The folder of the invented company that a first start serves. */
export const shopFolder: string = join(packageRoot, 'examples/shop')

const shopDocs = join(shopFolder, 'docs')

/** The bot that the demo page shows, and the example shop it answers from until there is something of one's own. */
export interface Example {
  readonly botId: string
  /** Whether the shop is what it answers from now. */
  shop(): boolean
  /** Takes the shop away, pages and settings: called when the first source of one's own is added. */
  leave(): Promise<void>
}

/**
 * Gives a new installation something to answer from: the folder of KNOWLEDGE, or the example shop. The folder is read
 * again at each start, so that what changed on the disk is known.
 */
export async function ensureExample(
  config: Config,
  database: Database,
  knowledge: Knowledge,
  { workspaceId, clock }: { workspaceId: string; clock: Clock },
): Promise<Example> {
  const own = config.KNOWLEDGE && resolve(config.KNOWLEDGE)
  const [first] = await listBots(database.sql, workspaceId)
  const sources = await listSources(database.sql, workspaceId)
  const fresh = !first && !own && !config.NO_EXAMPLE && sources.length === 0
  let example = sources.find(({ location }) => location === shopDocs)
  const bot =
    first ??
    (await createBot(database, {
      workspaceId,
      id: 'bot_demo',
      settings: fresh ? shopSettings() : {},
      now: clock.now(),
    }))
  const read = async (location: string) => {
    const known = sources.find(each => each.kind === 'folder' && each.location === location)
    const source =
      known ??
      (await addSource(database, workspaceId, { kind: 'folder', location }, { now: clock.now() }).catch(
        ignoreConflict,
      ))
    if (source) await knowledge.queueSync(workspaceId, source.id)
  }
  const leave = async () => {
    if (!example) return
    await removeSource(database, workspaceId, example.id, clock.now())
    example = undefined
    const { settings } = await getBot(database.sql, bot.id)
    if (settings.companyName === shopSettings()['companyName'])
      await updateBotSettings(database, { workspaceId, botId: bot.id }, BotOptions.parse({}))
  }
  if (own) {
    await leave()
    await read(own)
  } else if (fresh || example) {
    await read(shopDocs)
    example = (await listSources(database.sql, workspaceId)).find(({ location }) => location === shopDocs)
  }
  return { botId: bot.id, shop: () => example !== undefined, leave }
}

/** Two processes that start together add the same source once. */
function ignoreConflict(error: unknown): undefined {
  if (error instanceof CarelineError && error.code === 'conflict') return undefined
  throw error
}

function shopSettings(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(shopFolder, 'bot.json'), 'utf8')) as Record<string, unknown>
}
