import type { Command } from 'commander'
import type { z } from 'zod'
import { unnamed } from '../contract/bot-name.ts'
import type { HandoffPolicy } from '../contract/handoff-policy.ts'
import type { BotSettings as BotSettingsSchema } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { handoffNames, readTrigger, triggerRows } from './bot-handoff.ts'
import { modeNames, modeRows, readChannelMode } from './bot-mode.ts'
import { type Connection, within } from './connect.ts'
import { type Context, contextOf, type Output, table } from './output.ts'

/** The settings that can be told in one word on a command line, and what none of each is; the API takes them all. */
const settings: Record<string, { field: string; none: unknown }> = {
  name: { field: 'name', none: unnamed },
  company: { field: 'companyName', none: '' },
  greeting: { field: 'greeting', none: null },
  starters: { field: 'starters', none: [] },
  privacy: { field: 'privacyUrl', none: null },
  colour: { field: 'colour', none: null },
  position: { field: 'position', none: 'right' },
  instructions: { field: 'instructions', none: '' },
  mode: { field: 'mode', none: 'bot-first' },
}
const names = `${Object.keys(settings).join(', ')}, ${modeNames}, ${handoffNames}`

type BotSettings = z.infer<typeof BotSettingsSchema>

interface BotChoice {
  bot?: string
}

export function addBot(program: Command): void {
  const bot = program
    .command('bot')
    .summary('the name, company and looks of the bot')
    .description('What the bot is called, for whom it speaks, and how its widget looks: show it, or set it.')
  bot
    .command('show', { isDefault: true })
    .description('show the settings')
    .option('--bot <id>', 'this bot instead of the first one')
    .action((choice: BotChoice, command: Command) =>
      within(contextOf(command), async (server, context) => present(await find(server, choice), context)),
    )
  bot
    .command('set <setting...>')
    .description(`change settings, each as name=value: ${names}`)
    .option('--bot <id>', 'this bot instead of the first one')
    .addHelpText(
      'after',
      '\nAn empty value takes a setting back. Starter questions are parted by |.\n\nExamples:\n  careline bot set name=Ada company="Example Shop" colour=#0a7c66\n  careline bot set starters="Where is my order?|How do I return something?"\n  careline bot set handoff.unresolved=3 handoff.noneRelevant=on\n  careline bot set mode=people-first',
    )
    .action((given: string[], choice: BotChoice, command: Command) => {
      const changes = readSettings(given)
      return within(contextOf(command), async (server, context) => {
        const { botId } = await find(server, choice)
        const path = `/bots/${encodeURIComponent(botId)}`
        present(await server.call<BotSettings>(path, { method: 'PATCH', body: changes }), context)
      })
    })
}

function readSettings(given: readonly string[]): Record<string, unknown> {
  const read = given.map(readSetting)
  return { ...Object.fromEntries(read), ...partsOf(read, 'handoff'), ...partsOf(read, 'channelModes') }
}

/** A setting of several parts, of which only those given are changed. */
function partsOf(read: readonly [field: string, value: unknown][], name: string): Record<string, unknown> {
  const parts = read.flatMap(([field, value]) => (field === name ? [value as [string, unknown]] : []))
  return parts.length > 0 ? { [name]: Object.fromEntries(parts) } : {}
}

/** `company=Example Shop` as the field of the API and its value; `company=` takes it back. */
function readSetting(text: string): [field: string, value: unknown] {
  const [, name = '', value = ''] = /^([\w.]+)=(.*)$/s.exec(text) ?? []
  const trigger = readTrigger(name, value)
  if (trigger) return ['handoff', trigger]
  const channelMode = readChannelMode(name, value)
  if (channelMode) return ['channelModes', channelMode]
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined
  if (!setting)
    throw new CarelineError('invalid', `"${text}" is no setting. Give name=value; names: ${names}.`)
  const { field, none } = setting
  if (value === '') return [field, none]
  return [field, field === 'starters' ? value.split('|').map(each => each.trim()) : value]
}

/** What somebody who just gave the bot its first pages will want next, when it does not say yet for whom it speaks. */
export async function suggestNames(server: Connection, out: Output): Promise<void> {
  const { bots } = await server.call<{ bots: BotSettings[] }>('/bots')
  if (bots[0]?.settings['companyName'] === '')
    out.line('Say for whom it speaks: careline bot set name="..." company="..."')
}

async function find(server: Connection, { bot: id }: BotChoice): Promise<BotSettings> {
  const { bots } = await server.call<{ bots: BotSettings[] }>('/bots')
  const found = id === undefined ? bots[0] : bots.find(({ botId }) => botId === id)
  if (!found) throw new CarelineError('not-found', `There is no bot ${id ?? 'yet'}.`)
  return found
}

function present(bot: BotSettings, { out }: Context): void {
  out.value(bot)
  const rows = Object.entries(settings).map(([name, { field }]) => [name, shown(bot.settings[field])])
  const triggers = triggerRows(bot.settings['handoff'] as HandoffPolicy)
  const modes = modeRows(bot.settings['channelModes'] as Record<string, string>)
  out.line(table([['bot', bot.botId], ...rows, ...modes, ...triggers]))
}

const shown = (value: unknown): string => (Array.isArray(value) ? value.join(' | ') : `${value ?? ''}`)
