import type { IndexedPassage } from '../search.ts'
import type { TermFound } from './lexical-index.ts'
import type { NearWord } from './near-words.ts'

/** A passage with what the embedder made of it. */
export interface EmbeddedPassage {
  passage: IndexedPassage
  /** Unit vector of the title, headings and text. */
  vector: Float32Array
  /** `quantise`d vectors of the sentences, `dimensions` components each, in their order. May be empty. */
  sentenceVectors: Int8Array
}

/** One question put to an index. */
export interface Probe {
  text: string
  /** Unit vector of the embedder `embedderId`, which must be the one named by `embedderOf`. */
  vector: Float32Array
  embedderId: string
  /** How many of the best by words and by vector are wanted; their union is returned. */
  depth: number
  /** Calendar day `YYYY-MM-DD`: passages that expired before it are not returned. */
  today: string
}

export interface Finding {
  passage: IndexedPassage
  lexical: number
  lexicalBounded: number
  dense: number
  /** Cosine of the question and each sentence; empty when the passage has no sentence vectors. */
  sentenceScores: number[]
}

export interface Findings {
  findings: Finding[]
  terms: TermFound[]
  /** Passages that could have been found. */
  passageCount: number
  denseMean: number
  denseDeviation: number
  ms: { lexical: number; dense: number; sentences: number }
}

/** What search needs of an index: kept this narrow so that a database with vectors can stand in. */
export interface PassageIndex {
  /** The embedder whose vectors the workspace holds; `undefined` while it holds no passages. */
  embedderOf(workspaceId: string): Promise<string | undefined>
  /** @throws CarelineError `conflict` when the vectors are not of the probe's embedder (any more). */
  find(workspaceId: string, probe: Probe): Promise<Findings>
  /** For each word of a text that no passage holds, the nearest word that one does; absent where spelling is not known. */
  nearWords?(workspaceId: string, text: string): Promise<NearWord[]>
}
