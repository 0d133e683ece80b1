/** Names of tasks and providers of language models. Without the library that checks, for browsers need them as values. */

/** What language models are asked for. */
export const modelTasks = ['answer', 'rewrite', 'judge', 'summary', 'copilot'] as const
export type ModelTaskName = (typeof modelTasks)[number]

/** Who models are asked of; the first five only with a key. */
export const modelProviders = [
  'openai',
  'anthropic',
  'google',
  'groq',
  'openrouter',
  'ollama',
  'compatible',
] as const
export type ModelProvider = (typeof modelProviders)[number]

/** Providers whose server is the owner's own: their address can be set. */
export const addressedProviders = ['ollama', 'compatible'] as const

/** Why a model that was tried gave nothing. */
export const trialProblems = [
  'no-key',
  'no-address',
  'address-refused',
  'refused-key',
  'unknown-model',
  'refused-request',
  'rate-limited',
  'timeout',
  'unreachable',
  'server-error',
  'no-text',
] as const
export type TrialProblem = (typeof trialProblems)[number]
