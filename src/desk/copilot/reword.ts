import { type Bot, getBot } from '../../accounts/index.ts'
import { newNumbers, readBudget } from '../../bot/index.ts'
import type { CopilotState, Reword, Reworded } from '../../contract/copilot-api.ts'
import { countModelUse, findOwnConversation, modelUseOf, readEngagement } from '../../conversations/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import { hideAccounts } from '../pack/identifiers.ts'
import type { CopilotDeps } from './deps.ts'

interface Where {
  workspaceId: string
  conversationId: string
}

/** A person waits for it, with the cursor in the field. */
const MODEL_MS = 20_000

/** Whether a member's words can be reworded in a conversation, and if not why. @throws CarelineError `not-found`. */
export async function readCopilot(deps: CopilotDeps, where: Where): Promise<CopilotState> {
  const { bot_id: botId } = await findOwnConversation(deps.database.sql, where)
  if (!(await deps.rewordOf(botId))) return { rewording: 'no-model' }
  return { rewording: await budgetOf(deps, await getBot(deps.database.sql, botId)) }
}

/**
 * Says a member's words otherwise, with the language models of the copilot: nothing is stored or sent of it. What they used
 * counts as the bot's, also when they gave nothing.
 * @throws CarelineError `unavailable` where no model is set or none gave anything usable; `rate-limited` when the bot has
 * used up what its models may today; `invalid` without a language to translate into; `not-found`.
 */
export async function reword(
  deps: CopilotDeps,
  {
    wanted,
    seesMessages,
    signal,
    ...where
  }: Where & { wanted: Reword; seesMessages: boolean; signal: AbortSignal },
): Promise<Reworded> {
  const { sql } = deps.database
  const conversation = await findOwnConversation(sql, where)
  const ask = await deps.rewordOf(conversation.bot_id)
  if (!ask) throw noModel()
  const bot = await getBot(sql, conversation.bot_id)
  if ((await budgetOf(deps, bot)) === 'used-up') throw usedUp()
  const { text, models } = await ask({
    ...{ how: wanted.how, text: wanted.text, signal },
    language: languageOf(wanted, conversation.language),
    lines: seesMessages ? await linesOf(deps, conversation.id) : [],
    timeoutMs: Math.min(bot.settings.timeoutMs, MODEL_MS),
  })
  await deps.database.transaction(tx => countModelUse(tx, conversation.bot_id, models, deps.clock.now()))
  if (text === undefined) throw gaveNothing()
  return { text, newNumbers: newNumbers(text, wanted.text) }
}

async function budgetOf({ database, clock }: CopilotDeps, bot: Bot): Promise<'ready' | 'used-up'> {
  const budget = await readBudget(bot, () => modelUseOf(database.sql, bot.id, clock.now()))
  return budget?.usedUp ? 'used-up' : 'ready'
}

function languageOf({ how, language }: Reword, spoken: string | null): string {
  const into = language ?? spoken?.split('-')[0]
  if (how === 'translate' && !into)
    throw new CarelineError(
      'invalid',
      'The language of the conversation is not known: say into which to translate.',
    )
  return into ?? 'en'
}

/** Of cards and accounts the model needs no digits. */
async function linesOf({ database }: CopilotDeps, conversationId: string) {
  const { messages } = await readEngagement(database.sql, conversationId)
  return messages.flatMap(({ author, text }) =>
    author === 'system' ? [] : [{ role: author, text: hideAccounts(text) }],
  )
}

const noModel = () =>
  new CarelineError(
    'unavailable',
    'No language model is set for the copilot. It is set with the bot, or by whoever runs the server as MODEL_COPILOT.',
  )
const usedUp = () =>
  new CarelineError('rate-limited', 'The language models of this bot have used up what they may in a day.')
const gaveNothing = () =>
  new CarelineError(
    'unavailable',
    'The language model gave nothing usable. Your words are as they were: try again.',
  )
