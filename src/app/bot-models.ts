import { type AccountDeps, type ModelChoice, openModelKeys, readModelChoice } from '../accounts/index.ts'
import type { ChatModels } from '../models/index.ts'
import { isServers } from './model-settings.ts'
import type { Models } from './models.ts'

/** The language models of a bot as they are set now; the same object as long as nothing is set anew. */
export type ChatOf = (botId: string) => Promise<ChatModels>

/**
 * Gives each bot its own language models, with the keys of its own workspace, and the server's where it names none. What
 * is set is read at each turn, so a change counts for the next one, in every process. Keys are opened only when one was
 * changed, and are kept in the models alone.
 */
export function createBotModels(
  accounts: Pick<AccountDeps, 'database' | 'keyring' | 'clock' | 'signingKeys'>,
  models: Pick<Models, 'chat' | 'chatFor'>,
): ChatOf {
  const built = new Map<string, { stamp: string; chat: Promise<ChatModels> }>()
  return async botId => {
    const choice = await readModelChoice(accounts, botId)
    if (isServers(choice)) {
      built.delete(botId)
      return models.chat
    }
    const stamp = stampOf(choice)
    const known = built.get(botId)
    if (known?.stamp === stamp) return known.chat
    const chat = models.chatFor({ ...choice, keys: openModelKeys(accounts, choice) })
    built.set(botId, { stamp, chat })
    return chat
  }
}

/** Sealed keys differ each time they are set, even to the same key. */
const stampOf = ({ workspaceId, models, addresses, sealed }: ModelChoice) =>
  JSON.stringify([workspaceId, models, addresses, sealed])
