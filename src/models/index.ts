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
export {
  findModel,
  type ResolveOptions,
} from './embedding/resolve-embedder.ts'
export { askInTurn, type ModelCall, type ModelRequest } from './language/failover.ts'
export { ModelFailure } from './language/failure.ts'
export {
  createChatModels,
  type LanguageOptions,
  type ProviderName,
  type ProviderSettings,
} from './language/providers.ts'
export { createLanguageDetector } from './language-detector.ts'
export { type ModelManifest, parseManifest, readManifest, verifyModel } from './manifest.ts'
export type { LoadState } from './model-thread.ts'
export * from './ports.ts'
export { type CatalogueEntry, filesOf, hubAddress, pullPinned, readCatalogue } from './pulling/catalogue.ts'
export { modelDirectories } from './pulling/model-directories.ts'
export { type PulledFile, type PullOptions, pullLimits, pullModel } from './pulling/pull-model.ts'
export { findReranker, openLocalReranker } from './reranking/local-reranker.ts'
