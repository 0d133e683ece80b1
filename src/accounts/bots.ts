import type { Selectable } from 'kysely'
import { z } from 'zod'
import { BotMode, Channel } from '../contract/bot-mode.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Database, Sql, Tables, Tx } from '../platform/database/database.ts'
import { BotOptions, type BotOptionsInput } from './settings.ts'

/** A bot of a workspace, with its settings complete: every default filled in. */
export interface Bot {
  id: string
  workspaceId: string
  settings: BotOptions
  createdAt: Date
}

/** The bot of that id. @throws CarelineError `not-found`. */
export async function getBot(sql: Sql, botId: string): Promise<Bot> {
  const row = await sql.selectFrom('bots').selectAll().where('id', '=', botId).executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'There is no bot with this id. Check data-bot-id.')
  return botOf(row)
}

const Modes = z.object({
  mode: BotMode.default('bot-first').catch('off'),
  channelModes: z.partialRecord(Channel, BotMode.nullable()).default({}).catch({}),
})

/** Who answers first in a channel of the bot: people alone when it is gone, or its mode cannot be read. */
export async function readBotMode(sql: Sql, botId: string, channel: Channel): Promise<BotMode> {
  const row = await sql.selectFrom('bots').select('settings').where('id', '=', botId).executeTakeFirst()
  if (!row) return 'off'
  const { mode, channelModes } = Modes.parse(row.settings)
  return channelModes[channel] ?? mode
}

/** The bots of a workspace, or of all, oldest first. */
export async function listBots(sql: Sql, workspaceId?: string): Promise<Bot[]> {
  let query = sql.selectFrom('bots').selectAll()
  if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId)
  const rows = await query.orderBy('created_at').orderBy('id').execute()
  return rows.map(botOf)
}

/**
 * Makes a bot. `id` may be given for a bot that pages name before it exists (the example shop's).
 * @throws CarelineError `invalid` with `issues`, or `conflict` when the id is taken.
 */
export async function createBot(
  db: Database,
  input: { workspaceId: string; id?: string; settings?: BotOptionsInput; now?: Date },
): Promise<Bot> {
  const settings = parseOptions(input.settings ?? {})
  const now = input.now ?? new Date()
  const id = input.id ?? newId('bot', now.getTime())
  const made = await db.sql
    .insertInto('bots')
    .values({
      id,
      workspace_id: input.workspaceId,
      name: settings.name,
      settings: JSON.stringify(settings),
      created_at: now,
    })
    .onConflict(on => on.column('id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!made) throw new CarelineError('conflict', `There is already a bot with the id ${id}.`)
  return botOf(made)
}

/**
 * Changes the named settings and leaves the others; of `handoff` the named triggers, of `channelModes` the named channels,
 * of `models` the named tasks. `check` may refuse what came of it.
 * @throws CarelineError `not-found`, or `invalid` with `issues`.
 */
export async function updateBotSettings(
  db: Database,
  { workspaceId, botId }: { workspaceId: string; botId: string },
  changes: Partial<BotOptionsInput>,
  check: (settings: BotOptions) => void = () => undefined,
): Promise<Bot> {
  return await db.transaction(async tx => {
    const row = await tx
      .selectFrom('bots')
      .selectAll()
      .where('id', '=', botId)
      .where('workspace_id', '=', workspaceId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new CarelineError('not-found', 'There is no bot with this id.')
    const settings = parseOptions({ ...row.settings, ...changes, ...joined(row.settings, changes) })
    check(settings)
    await tx
      .updateTable('bots')
      .set({ name: settings.name, settings: JSON.stringify(settings) })
      .where('id', '=', botId)
      .execute()
    return botOf({ ...row, settings })
  })
}

/** Settings that consist of parts, of which a change names some. */
const inParts = ['handoff', 'channelModes', 'models', 'modelAddresses'] as const

function joined(before: Record<string, unknown>, changes: Partial<BotOptionsInput>): Record<string, unknown> {
  return Object.fromEntries(
    inParts.map(part => [part, { ...(before[part] as object | undefined), ...changes[part] }]),
  )
}

/**
 * Makes a bot and its workspace, with default settings, unless they are there: conversations that were kept are worth
 * more than the settings that a power cut took.
 */
export async function keepBot(
  tx: Tx,
  { workspaceId, botId, now }: { workspaceId: string; botId: string; now: Date },
): Promise<void> {
  const settings = parseOptions({})
  await tx
    .insertInto('workspaces')
    .values({ id: workspaceId, name: 'Default', created_at: now })
    .onConflict(on => on.column('id').doNothing())
    .execute()
  await tx
    .insertInto('bots')
    .values({
      ...{ id: botId, workspace_id: workspaceId, name: settings.name, created_at: now },
      settings: JSON.stringify(settings),
    })
    .onConflict(on => on.column('id').doNothing())
    .execute()
}

function botOf(row: Selectable<Tables['bots']>): Bot {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    settings: parseOptions(row.settings),
    createdAt: row.created_at,
  }
}

function parseOptions(settings: unknown): BotOptions {
  const parsed = BotOptions.safeParse(settings)
  if (parsed.success) return parsed.data
  throw new CarelineError('invalid', `The bot's settings are wrong: ${z.prettifyError(parsed.error)}`, {
    details: { issues: parsed.error.issues },
  })
}
