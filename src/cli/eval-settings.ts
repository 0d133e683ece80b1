import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BotOptions } from '../accounts/index.ts'
import { tasksOf } from '../app/model-settings.ts'
import type { Config } from '../config.ts'
import { CarelineError } from '../kit/errors.ts'
import { within } from './connect.ts'
import type { Context } from './output.ts'

/** Whose settings a run is made with; without a `botId` nothing is stored and the options are the defaults. */
export interface AskedBot {
  botId?: string
  options: BotOptions
}

/**
 * The stored settings of a bot (by default the first one) of the running server or the data folder, or the defaults
 * where there is neither: an eval of a folder makes no data folder.
 * @throws CarelineError `not-found` when there is no such bot.
 */
export async function askedBot(context: Context, botId: string | undefined): Promise<AskedBot> {
  const bots = isStored(context.config) ? await storedBots(context) : []
  const bot = botId === undefined ? bots[0] : bots.find(one => one.botId === botId)
  if (bot) return { botId: bot.botId, options: BotOptions.parse(bot.settings) }
  if (botId === undefined) return { options: BotOptions.parse({}) }
  const known = bots.map(one => one.botId).join(', ') || 'none'
  throw new CarelineError('not-found', `There is no bot ${botId}. Stored here: ${known}.`)
}

type StoredBot = { botId: string; settings: unknown }

async function storedBots(context: Context): Promise<StoredBot[]> {
  return within(context, async server => (await server.call<{ bots: StoredBot[] }>('/bots')).bots)
}

function isStored({ DATABASE_URL, DATA_DIR }: Config): boolean {
  return DATABASE_URL !== undefined || existsSync(join(DATA_DIR, 'database'))
}

/** A threshold given by hand. @throws CarelineError `invalid` when it is no number from 0 to 1. */
export function readThreshold(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const threshold = given.trim() === '' ? Number.NaN : Number(given)
  if (threshold >= 0 && threshold <= 1) return threshold
  throw new CarelineError('invalid', '--threshold must be a number from 0 to 1.')
}

/** What of the settings bears on the figures, for programs. `gateThreshold` null is the gate's own. */
export function usedSettings({ botId, options }: AskedBot, threshold: number | undefined, config: Config) {
  const { gateThreshold, maxTokens, instructions, linkHosts } = options
  return {
    botId: botId ?? null,
    gateThreshold: threshold ?? gateThreshold,
    ...{ maxTokens, instructions, linkHosts, answerModels: tasksOf(config, options.models).answer },
  }
}

/** The same as a line for people. */
export function settingsLine(used: ReturnType<typeof usedSettings>): string {
  const { botId, gateThreshold, answerModels, maxTokens, instructions, linkHosts } = used
  return [
    `settings ${botId === null ? 'as they come (no bot is stored here)' : `of ${botId}`}: threshold ${gateThreshold ?? "the gate's own"}`,
    ...(answerModels.length === 0
      ? ['answers quoted']
      : [`answers by ${answerModels.join(', ')} in ${maxTokens} tokens`]),
    ...(instructions === '' ? [] : ['with instructions']),
    ...(linkHosts.length === 0 ? [] : [`links to ${linkHosts.join(' ')}`]),
  ].join(', ')
}
