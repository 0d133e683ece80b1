import type { PassageSentence } from './page.ts'

/** A passage as the index knows it, with all that an answer needs to quote and cite it. */
export interface IndexedPassage {
  id: string
  pageId: string
  sourceId: string
  path: string
  /** Where a citation of this passage opens (already with its anchor). */
  url: string
  title: string
  headingPath: readonly string[]
  anchor: string
  kind: string
  ordinal: number
  text: string
  language: string
  effectiveOn: string | null
  expiresOn: string | null
  sentences: readonly PassageSentence[]
}

export interface Candidate {
  passage: IndexedPassage
  /** BM25 of this passage, and that divided by its upper bound for the query (0 to 1). */
  lexical: number
  lexicalBounded: number
  /** Cosine of the query and the passage. */
  dense: number
  /** Cosine of the query and each scored sentence of the passage, by sentence ordinal; empty when not scored. */
  sentenceScores: readonly number[]
  bestSentence: number
  fused: number
  /** Set when the page takes effect only after the day of the search. */
  upcoming?: true
}

export interface SearchResult {
  candidates: Candidate[]
  /** Facts about the query against the whole index that the gate uses; see bot/answers/gate. */
  query: {
    /** What was searched for: misspelt words corrected. */
    text: string
    /** Words that no page holds, as written, and the near words of the pages they were read as. */
    corrections?: readonly { word: string; near: string }[]
    /** Distinct stemmed words of the query with their idf and whether any passage holds them. */
    terms: { term: string; word: string; idf: number; known: boolean }[]
    /** Mean and standard deviation of the query's cosine over every passage of the workspace. */
    denseMean: number
    denseDeviation: number
    /** Passages of the workspace that could have been found. */
    passageCount?: number
    /** Id of the embedder that made the cosines: the gate weighs them by it. */
    embedder?: string
    vector: Float32Array
  }
  ms: { embed: number; lexical: number; dense: number; sentences: number }
}

/** The narrow port of retrieval: one question, the best passages of one workspace. */
export interface PassageSearch {
  search(workspaceId: string, query: string, options?: { limit?: number; now?: Date }): Promise<SearchResult>
}
