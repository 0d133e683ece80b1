/**
 * Where answers come from: sources, their pages, the passages cut from them, and the search over those.
 * The rows are the record; the in-memory index is a hint that can be rebuilt. Never fetches but through the guarded client.
 */
export {
  createMemoryIndex,
  type IndexRows,
  type MemoryIndex,
  type MemoryIndexOptions,
  type WorkspaceRows,
} from './index-memory/memory-index.ts'
export type { EmbeddedPassage, PassageIndex } from './index-memory/port.ts'
export { stemWord } from './index-memory/stems.ts'
export { createStoredRows } from './index-memory/stored-rows.ts'
export { eachTerm, queryWords } from './index-memory/words.ts'
export { embedPending } from './ingest/embed-pending.ts'
export { type IngestDeps, type IngestResult, ingestSource } from './ingest/ingest-source.ts'
export type { IngestProgress } from './ingest/progress.ts'
export * from './page.ts'
export { createDocumentParser, type DocumentParser } from './parse/parse-in-worker.ts'
export { type CutOptions, cutPassages } from './passages/cut.ts'
export { passageInput, sentenceInput } from './passages/embed-input.ts'
export { splitSentences } from './passages/sentences.ts'
export {
  changePinnedAnswer,
  type GivenPinnedAnswer,
  listPinnedAnswers,
  type PinnedAnswer,
  pinAnswer,
  unpinAnswer,
} from './pinned/pinned-answers.ts'
export { createPinnedSearch, type NearPinned, type PinnedSearch } from './pinned/pinned-search.ts'
export { createPassageSearch, type PassageSearchOptions } from './search/passage-search.ts'
export { withCorrections } from './search/spelling.ts'
export * from './search.ts'
export { readSource } from './sources/read-source.ts'
export { nextSync } from './sources/schedule.ts'
export type { KnownPage, ReadContext, SourceItem, SourceReading, SourceSpec } from './sources/source.ts'
export { type IndexRow, loadIndexRows, loadPageRows, type RowOptions } from './store/index-rows.ts'
export {
  getPage,
  languageShares,
  listPages,
  type PageSummary,
  type StoredPage,
  type StoredPassage,
} from './store/pages.ts'
export { giveFile } from './store/source-files.ts'
export { changeSourceSettings, type SettingChanges } from './store/source-settings.ts'
export {
  addSource,
  dueSources,
  getSource,
  listSources,
  noteAttempt,
  removeSource,
  type Source,
  type SourceSettings,
  type SourceSummary,
} from './store/sources.ts'
export { type StoredVectors, storedVectors } from './store/stored-vectors.ts'
