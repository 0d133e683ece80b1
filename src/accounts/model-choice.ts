import { BotModels, ModelAddresses } from '../contract/bot-models.ts'
import { type ModelProvider, modelProviders } from '../contract/language-models.ts'
import type { AccountDeps } from './deps.ts'
import type { secretNames } from './secrets.ts'

type KeyName = Extract<(typeof secretNames)[number], `${ModelProvider}-api-key`>

/** The models a bot names, and which keys of its workspace it has for them, sealed. */
export interface ModelChoice {
  workspaceId: string
  models: BotModels
  addresses: ModelAddresses
  sealed: Partial<Record<ModelProvider, string>>
}

/** What is not said: the models are the server's. */
export const noChoice: ModelChoice = {
  workspaceId: '',
  ...{ models: BotModels.parse({}), addresses: ModelAddresses.parse({}), sealed: {} },
}

/**
 * What a bot says about its models, as it stands now, in one query: each turn asks. The keys are still sealed, so whoever
 * kept those of before can tell whether one was changed without opening any. Of a bot that is not there, nothing.
 */
export async function readModelChoice({ database }: AccountDeps, botId: string): Promise<ModelChoice> {
  const rows = await database.sql
    .selectFrom('bots')
    .leftJoin('secrets', join =>
      join.onRef('secrets.workspace_id', '=', 'bots.workspace_id').on('secrets.name', 'in', keyNames),
    )
    .select(['bots.workspace_id', 'bots.settings', 'secrets.name', 'secrets.value_sealed'])
    .where('bots.id', '=', botId)
    .orderBy('secrets.name')
    .execute()
  const [bot] = rows
  if (!bot) return noChoice
  const sealed = rows.flatMap(({ name, value_sealed }) =>
    name === null || value_sealed === null ? [] : [[name.replace(/-api-key$/, ''), value_sealed]],
  )
  return {
    workspaceId: bot.workspace_id,
    models: BotModels.catch(noChoice.models).parse(bot.settings['models'] ?? {}),
    addresses: ModelAddresses.catch(noChoice.addresses).parse(bot.settings['modelAddresses'] ?? {}),
    sealed: Object.fromEntries(sealed),
  }
}

/** The keys of a choice; null for one that cannot be opened, which must not be taken for one that is not set. */
export function openModelKeys(
  { keyring }: Pick<AccountDeps, 'keyring'>,
  { workspaceId, sealed }: ModelChoice,
): Partial<Record<ModelProvider, string | null>> {
  const open = (provider: string, value: string) => {
    const place = { workspaceId, table: 'secrets', row: `${provider}-api-key`, column: 'value_sealed' }
    try {
      return keyring.open(place, value)
    } catch {
      return null
    }
  }
  return Object.fromEntries(
    Object.entries(sealed).map(([provider, value]) => [provider, open(provider, value)]),
  )
}

const keyNames = modelProviders
  .filter(provider => provider !== 'ollama')
  .map(provider => `${provider}-api-key` as KeyName)
