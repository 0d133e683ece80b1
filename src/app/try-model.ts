import { type AccountDeps, openModelKeys, readModelChoice } from '../accounts/index.ts'
import type { ModelTrial } from '../contract/bot-models.ts'
import type { TrialProblem } from '../contract/language-models.ts'
import { countModelUse } from '../conversations/index.ts'
import { type ChatUsage, ModelFailure } from '../models/index.ts'
import type { Models } from './models.ts'

/** Somebody waits for it in front of a screen. */
const TRIAL_MS = 20_000
const MOST_TOKENS = 64

/**
 * Asks one model one word, with the keys and addresses of the bot as they are set, and says in a name what went wrong:
 * what the provider said is not passed on, for it may repeat the key. The call counts as the bot's use.
 */
export async function tryModel(
  deps: Pick<AccountDeps, 'database' | 'keyring' | 'clock' | 'signingKeys'> & {
    models: Pick<Models, 'chatFor'>
  },
  { botId, model, signal }: { botId: string; model: string; signal: AbortSignal },
): Promise<ModelTrial> {
  const choice = await readModelChoice(deps, botId)
  const chat = await deps.models.chatFor({
    ...choice,
    models: { ...choice.models, answer: [model] },
    keys: openModelKeys(deps, choice),
  })
  const limit = AbortSignal.timeout(TRIAL_MS)
  const started = performance.now()
  let usage: ChatUsage | undefined
  let problem: TrialProblem | null = null
  try {
    const stream = chat.for('answer')[0]!.stream({
      task: 'answer',
      messages: [{ role: 'user', text: 'Reply with the word: ready' }],
      maxTokens: MOST_TOKENS,
      signal: AbortSignal.any([signal, limit]),
    })
    for await (const part of stream) if ('usage' in part) usage = part.usage
  } catch (error) {
    signal.throwIfAborted()
    problem = limit.aborted ? 'timeout' : problemOf(error)
  }
  const ms = Math.round(performance.now() - started)
  if (usage) {
    const row = { task: 'trial', model, ...usage, ms }
    await deps.database.transaction(tx => countModelUse(tx, botId, [row], deps.clock.now()))
  }
  return { works: problem === null, problem, ms }
}

function problemOf(error: unknown): TrialProblem {
  if (!(error instanceof ModelFailure)) return 'server-error'
  if (error.missing) return error.missing
  if (error.status === 401 || error.status === 403) return 'refused-key'
  if (error.status === 404) return 'unknown-model'
  if (error.reason === 'configuration')
    return error.status === undefined ? 'address-refused' : 'refused-request'
  return causes[error.reason]
}

const causes: Readonly<Record<Exclude<ModelFailure['reason'], 'configuration'>, TrialProblem>> = {
  timeout: 'timeout',
  unreachable: 'unreachable',
  'rate-limited': 'rate-limited',
  'server-error': 'server-error',
  'cut-stream': 'server-error',
  malformed: 'server-error',
  refused: 'no-text',
  empty: 'no-text',
  'too-long': 'no-text',
}
