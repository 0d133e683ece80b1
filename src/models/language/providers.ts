import type { LanguageModel } from 'ai'
import { CarelineError } from '../../kit/errors.ts'
import type { ChatModel, ChatModels, ModelTask, Price } from '../ports.ts'
import { createAiSdkModel } from './ai-sdk.ts'
import type { Missing } from './failure.ts'
import { createUnusableModel } from './unusable.ts'

export type ProviderName = 'openai' | 'anthropic' | 'google' | 'groq' | 'openrouter' | 'ollama' | 'compatible'

export interface ProviderSettings {
  apiKey?: string | undefined
  baseUrl?: string | undefined
  /** Why this provider cannot be asked, whatever else is set. */
  unusable?: Missing | undefined
}

export interface LanguageOptions {
  /** Models of each task as `provider:model`, best first. */
  tasks: Record<ModelTask, readonly string[]>
  providers: Partial<Record<ProviderName, ProviderSettings>>
  prices: Readonly<Record<string, Price>>
  timeoutMs: number
  /** The guarded client: model providers are reached through it like everything else. */
  fetch: typeof globalThis.fetch
}

/**
 * Builds the chat models of every task. A provider's package is loaded only when a model names it.
 * @throws CarelineError `invalid` for a provider nobody knows.
 */
export async function createChatModels(options: LanguageOptions): Promise<ChatModels> {
  const built = new Map<string, ChatModel>()
  for (const id of new Set(Object.values(options.tasks).flat()))
    built.set(id, await createChatModel(id, options))
  return { for: task => options.tasks[task].map(id => built.get(id)!) }
}

async function createChatModel(id: string, options: LanguageOptions): Promise<ChatModel> {
  const separator = id.indexOf(':')
  const provider = id.slice(0, separator)
  const build = builders[provider as ProviderName]
  if (!build)
    throw new CarelineError(
      'invalid',
      `${id}: there is no provider "${provider}"; use one of ${Object.keys(builders).join(', ')}`,
    )
  const given = options.providers[provider as ProviderName] ?? {}
  const missing = missingOf(provider as ProviderName, given)
  if (missing) return createUnusableModel(id, missing)
  const { apiKey, baseUrl } = given
  const settings = {
    fetch: options.fetch,
    ...(apiKey ? { apiKey } : {}),
    ...(baseUrl ? { baseURL: baseUrl } : {}),
  }
  const price = options.prices[id]
  const model = await build(id.slice(separator + 1), settings)
  // Here, and not by the first turn: a busy machine takes longer for it than a turn gives a rewrite.
  await import('ai')
  return createAiSdkModel({ id, model, timeoutMs: options.timeoutMs, ...(price ? { price } : {}) })
}

/** Asked here: a provider's library without a key would look for one in the environment by itself. */
function missingOf(provider: ProviderName, given: ProviderSettings): Missing | undefined {
  if (given.unusable) return given.unusable
  if (provider === 'ollama' || provider === 'compatible') return given.baseUrl ? undefined : 'no-address'
  return given.apiKey ? undefined : 'no-key'
}

interface Settings {
  fetch: typeof globalThis.fetch
  apiKey?: string
  baseURL?: string
}

type Builder = (model: string, settings: Settings) => Promise<LanguageModel>

const compatible =
  (name: string): Builder =>
  async (model, { baseURL, ...settings }) => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    return createOpenAICompatible({ name, baseURL: baseURL ?? '', includeUsage: true, ...settings })(model)
  }

const builders: Record<ProviderName, Builder> = {
  // `.chat` and not the default, which would call /responses: that is not what gateways and proxies speak.
  openai: async (model, settings) => (await import('@ai-sdk/openai')).createOpenAI(settings).chat(model),
  anthropic: async (model, settings) => (await import('@ai-sdk/anthropic')).createAnthropic(settings)(model),
  google: async (model, settings) =>
    (await import('@ai-sdk/google')).createGoogleGenerativeAI(settings)(model),
  groq: async (model, settings) => (await import('@ai-sdk/groq')).createGroq(settings)(model),
  openrouter: async (model, settings) =>
    (await import('@openrouter/ai-sdk-provider')).createOpenRouter(settings).chat(model),
  ollama: compatible('ollama'),
  compatible: compatible('compatible'),
}
