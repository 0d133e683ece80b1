import { type ModelChoice, noChoice } from '../accounts/index.ts'
import type { Config } from '../config.ts'
import type { ModelAddresses } from '../contract/bot-models.ts'
import {
  addressedProviders,
  type ModelProvider,
  modelProviders,
  modelTasks,
} from '../contract/language-models.ts'
import { CarelineError } from '../kit/errors.ts'
import type { LanguageOptions, ModelTask, ProviderSettings } from '../models/index.ts'
import { allowEntryOf, parseAllowList } from '../platform/fetch/allow-list.ts'

/** A bot's choice with its keys opened; null for a key that cannot be. */
export type OpenedChoice = Pick<ModelChoice, 'models' | 'addresses'> & {
  keys: Partial<Record<ModelProvider, string | null>>
}

/** The server's own models: nothing was chosen. */
export const serverChoice: OpenedChoice = { ...noChoice, keys: {} }

/** Whether a bot names nothing of its own, so that the models are the server's. */
export function isServers({ models, addresses, sealed }: ModelChoice): boolean {
  return [...Object.values(models), ...Object.values(addresses), ...Object.values(sealed)].every(
    value => value === null || value === undefined,
  )
}

/** Models by task and what their providers need: the bot's own, and the server's where it has none. */
export function languageSettings(
  config: Config,
  { models, addresses, keys }: OpenedChoice,
): Pick<LanguageOptions, 'tasks' | 'providers'> {
  const servers = serverProviders(config)
  const providers = { ...servers }
  for (const [provider, key] of Object.entries(keys) as [ModelProvider, string | null][])
    providers[provider] = withKey(servers[provider], key)
  for (const provider of addressedProviders) {
    const address = addresses[provider]
    if (address !== null) providers[provider] = atAddress(config, address, keys[provider])
  }
  return { tasks: tasksOf(config, models), providers }
}

/** The models of each task as they are named. */
export function tasksOf(config: Config, models: ModelChoice['models']): Record<ModelTask, readonly string[]> {
  const servers = serverTasks(config)
  return Object.fromEntries(modelTasks.map(task => [task, models[task] ?? servers[task]])) as Record<
    ModelTask,
    readonly string[]
  >
}

/** The models of each task that the server's configuration names. */
export function serverTasks(config: Config): Record<ModelTask, readonly string[]> {
  return {
    answer: config.MODEL_ANSWER,
    rewrite: config.MODEL_REWRITE,
    judge: config.MODEL_JUDGE,
    summary: config.MODEL_SUMMARY,
    copilot: config.MODEL_COPILOT,
  }
}

/** The models of a bot by task, those of the server, and whose key each provider is asked with. */
export function shownModels(config: Config, { models, addresses, sealed }: ModelChoice) {
  const servers = serverProviders(config)
  const keyOf = (provider: ModelProvider) => {
    if (sealed[provider] !== undefined) return 'workspace' as const
    const elsewhere = provider === 'compatible' && addresses.compatible !== null
    return servers[provider].apiKey && !elsewhere ? ('server' as const) : ('none' as const)
  }
  const lists = (tasks: Record<ModelTask, readonly string[]>) =>
    Object.fromEntries(Object.entries(tasks).map(([task, names]) => [task, [...names]]))
  return {
    language: lists(tasksOf(config, models)),
    server: lists(serverTasks(config)),
    keys: Object.fromEntries(modelProviders.map(provider => [provider, keyOf(provider)])),
  }
}

/**
 * Refuses addresses of model servers that the server's configuration does not open: a workspace must not let the server
 * call whatever it likes.
 * @throws CarelineError `invalid` that says what to set.
 */
export function refuseForeignAddresses(config: Config, addresses: ModelAddresses): void {
  for (const address of Object.values(addresses)) {
    if (address === null || isAllowed(config, address)) continue
    throw new CarelineError(
      'invalid',
      `The server's configuration does not allow models at ${allowEntryOf(address)}. Whoever runs it can add this to FETCH_ALLOW.`,
    )
  }
}

/** What may be reached as a model server: those the configuration names, each at its port alone. */
export function modelHosts(config: Config): string[] {
  const local = [
    config.OLLAMA_BASE_URL,
    config.COMPATIBLE_BASE_URL,
    config.EMBEDDING_URL,
    config.OPENAI_BASE_URL,
    config.ANTHROPIC_BASE_URL,
    config.GOOGLE_BASE_URL,
    config.GROQ_BASE_URL,
    config.OPENROUTER_BASE_URL,
    config.MODEL_DOWNLOADS ? config.MODEL_HUB : undefined,
  ]
  return local.flatMap(address => (address ? [allowEntryOf(address)] : []))
}

function isAllowed(config: Config, address: string): boolean {
  const { hostname, port, protocol } = new URL(address)
  const allowed = parseAllowList([...config.FETCH_ALLOW, ...modelHosts(config)])
  return (
    allowed.host(hostname, Number(port) || (protocol === 'https:' ? 443 : 80)) || allowed.address(hostname)
  )
}

/** A key that is set and cannot be opened is not one that is not set: the server's is no stand-in for it. */
function withKey(servers: ProviderSettings, key: string | null): ProviderSettings {
  return key === null ? { ...servers, unusable: 'no-key' } : { ...servers, apiKey: key }
}

/** The server's own key is for the server's own address: it goes to no other. */
function atAddress(config: Config, address: string, key: string | null | undefined): ProviderSettings {
  // Asked again: the configuration may have changed since the address was set.
  if (!isAllowed(config, address)) return { unusable: 'address-refused' }
  const own = { baseUrl: address }
  return key === undefined ? own : withKey(own, key)
}

function serverProviders(config: Config): Record<ModelProvider, ProviderSettings> {
  const provider = (apiKey: string | undefined, baseUrl: string | undefined) => ({ apiKey, baseUrl })
  return {
    openai: provider(config.OPENAI_API_KEY, config.OPENAI_BASE_URL),
    anthropic: provider(config.ANTHROPIC_API_KEY, config.ANTHROPIC_BASE_URL),
    google: provider(config.GOOGLE_API_KEY, config.GOOGLE_BASE_URL),
    groq: provider(config.GROQ_API_KEY, config.GROQ_BASE_URL),
    openrouter: provider(config.OPENROUTER_API_KEY, config.OPENROUTER_BASE_URL),
    ollama: provider(undefined, config.OLLAMA_BASE_URL),
    compatible: provider(config.COMPATIBLE_API_KEY, config.COMPATIBLE_BASE_URL),
  }
}
