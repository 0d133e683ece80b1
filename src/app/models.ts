import { join } from 'node:path'
import type { Config } from '../config.ts'
import {
  type ChatModels,
  createChatModels,
  createEmbedders,
  createHttpEmbedder,
  createLanguageDetector,
  type Embedders,
  type EmbeddersOptions,
  findModel,
  findReranker,
  type LanguageDetector,
  openFormerHttpEmbedder,
  pullLimits,
  pullPinned,
  type Reranker,
} from '../models/index.ts'
import { asFetch } from '../platform/fetch/as-fetch.ts'
import { createGuardedFetch, type GuardedFetch } from '../platform/fetch/guarded-fetch.ts'
import type { Log } from '../platform/log.ts'
import { packageRoot } from '../platform/paths.ts'
import { languageSettings, modelHosts, type OpenedChoice, serverChoice } from './model-settings.ts'
import { version } from './version.ts'

/** Everything that thinks, and the two ways out of the server. */
export interface Models {
  embedders: Embedders
  /** The server's language models. */
  chat: ChatModels
  /** Those of a bot that names its own, or has keys of its own. */
  chatFor(choice: OpenedChoice): Promise<ChatModels>
  detector: LanguageDetector
  /** A cross-encoder, when one lies in a models folder. */
  reranker: Reranker | undefined
  /** For reading sources: public addresses and what FETCH_ALLOW names. */
  crawl: GuardedFetch
  close(): Promise<void>
}

/**
 * Builds the models of the configuration. Nothing is loaded before it is used, and nothing downloaded but, when the
 * owner switched that on, a chosen model that the catalogue pins.
 */
export async function buildModels(config: Config, log: Log): Promise<Models> {
  const crawl = createGuardedFetch({ allow: config.FETCH_ALLOW, userAgent: `Careline/${version}` })
  // A client of its own: what may be reached as a model server must not be reachable as a source.
  const models = createGuardedFetch({
    allow: [...config.FETCH_ALLOW, ...modelHosts(config)],
    userAgent: `Careline/${version}`,
  })
  const fetch = asFetch(models)
  const modelsDirs = [...(config.MODELS_DIR ? [config.MODELS_DIR] : []), join(packageRoot, 'models')]
  const hub = hubOf(config, models)
  // Here, and not when the embedder is first asked for: a visitor never waits for a download.
  if (config.MODEL_DOWNLOADS && config.EMBEDDER)
    await findModel({ modelsDirs, dataDir: config.DATA_DIR, choice: config.EMBEDDER, ...hub })
  const reranker = await findReranker({
    modelsDirs: [join(config.DATA_DIR, 'models'), ...modelsDirs],
    onUnreadable: problem => log.warn({ problem }, 'a model directory was passed over'),
    ...(config.RERANKER ? { choice: config.RERANKER } : {}),
    ...hub,
  })
  const embedders = createEmbedders({
    modelsDirs,
    dataDir: config.DATA_DIR,
    queryThreads: config.QUERY_THREADS,
    ...(config.INDEX_THREADS ? { indexThreads: config.INDEX_THREADS } : {}),
    ...(config.EMBEDDER ? { choice: config.EMBEDDER } : {}),
    ...remoteEmbedders(config, fetch),
  })
  const chatFor = createChatBuilder(config, fetch)
  return {
    embedders,
    chat: await chatFor(serverChoice),
    chatFor,
    detector: await createLanguageDetector(),
    reranker,
    crawl,
    async close() {
      await Promise.all([embedders.close(), reranker?.close()])
      await Promise.all([crawl.close(), models.close()])
    },
  }
}

/** The hub as the last place to look for a chosen model, when the owner switched downloads on. */
function hubOf(
  config: Config,
  guarded: GuardedFetch,
): { pull?: (id: string) => Promise<string | undefined> } {
  if (!config.MODEL_DOWNLOADS) return {}
  return {
    pull: id =>
      pullPinned(id, {
        modelsDir: join(config.DATA_DIR, 'models'),
        hubUrl: config.MODEL_HUB,
        fetch: asFetch(guarded, pullLimits),
      }),
  }
}

/** An OpenAI-compatible endpoint in place of the local encoders, when one is configured. */
function remoteEmbedders(
  config: Config,
  fetch: typeof globalThis.fetch,
): Pick<EmbeddersOptions, 'fixed' | 'openFormer'> {
  const { EMBEDDING_URL: url, EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS: dimensions } = config
  if (!url || !model || !dimensions) return {}
  const endpoint = {
    url,
    fetch,
    queryPrefix: config.EMBEDDING_QUERY_PREFIX ?? '',
    passagePrefix: config.EMBEDDING_PASSAGE_PREFIX ?? '',
    maxTokens: config.EMBEDDING_MAX_TOKENS,
    fusion: config.EMBEDDING_FUSION,
    ...(config.EMBEDDING_API_KEY ? { apiKey: config.EMBEDDING_API_KEY } : {}),
  }
  return {
    fixed: createHttpEmbedder({ ...endpoint, model, dimensions }),
    openFormer: id => openFormerHttpEmbedder(id, endpoint),
  }
}

/** Makes language models of the settings of the server, or of a bot. */
function createChatBuilder(config: Config, fetch: typeof globalThis.fetch): Models['chatFor'] {
  const rest = { prices: pricesOf(config.MODEL_PRICES), timeoutMs: config.MODEL_TIMEOUT_MS, fetch }
  return choice => createChatModels({ ...languageSettings(config, choice), ...rest })
}

function pricesOf(list: readonly string[]): Record<string, { input: number; output: number }> {
  return Object.fromEntries(
    list.map(entry => {
      const [, id, input, output] = /^(\S+)=([\d.]+)\/([\d.]+)$/.exec(entry) as unknown as [
        string,
        string,
        string,
        string,
      ]
      return [id, { input: Number(input), output: Number(output) }]
    }),
  )
}
