/** The ports of the models room. Adapters stand beside this file; nothing about a model is in code, only in its manifest. */

/** Turns text into unit vectors. All vectors of one embedder have `dimensions` components and carry its `id`. */
export interface Embedder {
  readonly id: string
  readonly dimensions: number
  readonly manifest: EmbedderManifest
  /** Loads the model of the queries now instead of at the first one; absent where there is nothing to load. */
  load?(): Promise<void>
  embedQueries(texts: readonly string[]): Promise<Float32Array[]>
  /**
   * How many pieces of its vocabulary each word (lower case) is made of: one for a word of the general language.
   * Absent where the vocabulary is not known here.
   */
  countPieces?(words: readonly string[]): Promise<number[]>
  /** `onProgress` is told how many of `texts` are done so far. */
  embedPassages(texts: readonly string[], onProgress?: (done: number) => void): Promise<Float32Array[]>
  close(): Promise<void>
}

export interface EmbedderManifest {
  id: string
  task: 'embedding'
  file: string
  sha256: string
  bytes: number
  dimensions: number
  output: string
  pooling: 'mean' | 'cls' | 'model'
  normalise: boolean
  queryPrefix: string
  passagePrefix: string
  maxTokens: number
  /** Words a passage should aim at for this encoder. */
  chunkTarget: number
  languages: 'en' | 'many'
  fusion: { method: 'score-sum' | 'rrf'; lexical: number; passage: number; sentence: number }
  licence: string
}

export interface RerankerManifest {
  id: string
  task: 'reranking'
  file: string
  sha256: string
  bytes: number
  /** The output that holds one logit a pair; of two columns, the second is the one for "relevant". */
  output: string
  maxTokens: number
  /** Turns a logit into a probability: 1 / (1 + exp(-(slope * logit + bias))); absent: the score only orders. */
  calibration?: { slope: number; bias: number }
  licence: string
}

/** Scores how well each passage answers the query, 0 to 1 when `calibrated`. */
export interface Reranker {
  readonly id: string
  readonly calibrated: boolean
  score(query: string, passages: readonly string[]): Promise<number[]>
  close(): Promise<void>
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  text: string
}

export interface ChatUsage {
  inputTokens: number
  outputTokens: number
  /** In the currency of the price list; null when the model has no price set. */
  cost: number | null
  /** The model did not tell: counted from the characters that went to and fro. */
  estimated?: true
}

/** What one million tokens cost, in the owner's currency. */
export interface Price {
  input: number
  output: number
}

export type ModelTask = 'answer' | 'rewrite' | 'judge' | 'summary' | 'copilot'

/** Why a language model gave nothing usable: a named cause kept as data. */
export type ModelFailureCause =
  | 'timeout'
  | 'rate-limited'
  | 'server-error'
  | 'unreachable'
  | 'cut-stream'
  | 'malformed'
  | 'refused'
  | 'empty'
  | 'too-long'
  | 'configuration'

/** A language model behind one provider. Yields text deltas; throws `ModelFailure` with a named cause. */
export interface ChatModel {
  readonly id: string
  readonly price?: Price
  stream(request: {
    task: ModelTask
    messages: readonly ChatMessage[]
    maxTokens: number
    signal?: AbortSignal
  }): AsyncIterable<{ text: string } | { usage: ChatUsage }>
}

/** The chat models by task, best first: the next one is tried when one fails. Empty: no key, extractive answers. */
export interface ChatModels {
  for(task: ModelTask): readonly ChatModel[]
}

export interface LanguageDetector {
  /** ISO 639-1 code, or `undefined` when the text is too short to tell. */
  detect(text: string): string | undefined
}
