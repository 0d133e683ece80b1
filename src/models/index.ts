/**
 * Language and embedding models: ports, one file per provider, one scripted twin each.
 * Never downloads anything at install, at start or in a request; never falls to another embedder silently.
 */

export {
  createEmbedders,
  type Embedders,
  type EmbeddersOptions,
  type LanguageShares,
} from './embedding/embedders.ts'
export { createHashEmbedder } from './embedding/hash-embedder.ts'
export {
  createHttpEmbedder,
  type HttpEmbedderOptions,
  openFormerHttpEmbedder,
} from './embedding/http-embedder.ts'
export {
  type LoadableEmbedder,
  type LocalEmbedderOptions,
  openLocalEmbedder,
} from './embedding/local-embedder.ts'
export { type PulledFile, type PullOptions, pullModel } from './embedding/pull-model.ts'
export {
  findModel,
  type ResolveOptions,
} from './embedding/resolve-embedder.ts'
export { askInTurn, type ModelCall } from './language/failover.ts'
export { createChatModels, type LanguageOptions, type ProviderName } from './language/providers.ts'
export { createLanguageDetector } from './language-detector.ts'
export { readManifest, verifyModel } from './manifest.ts'
export type { LoadState } from './model-thread.ts'
export * from './ports.ts'
export { findReranker, openLocalReranker } from './reranking/local-reranker.ts'
