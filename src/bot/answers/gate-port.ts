import type { Candidate, SearchResult } from '../../knowledge/index.ts'
import type { Trace } from '../respond-types.ts'

/** What the gate says about the candidates of one question. */
export interface GateVerdict {
  relevant: boolean
  /** Calibrated, 0 to 1; comparable with `threshold`. */
  score: number
  threshold: number
  features: Record<string, number>
  /** Words, numbers and product names of the question that no candidate supports. */
  unsupported: string[]
  /** Reranked score by passage id, where a reranker scored it. */
  rerank?: Readonly<Record<string, number>>
  /** Calls of a language model that judged. */
  models?: Trace['models']
  /** Why the reranker gave no scores. */
  rerankFailed?: string
}

export interface GateInput {
  /** The stand-alone question as searched. */
  question: string
  result: SearchResult
  /** The owner's threshold, 0 to 1; unset: the calibrated default. */
  threshold?: number
  now: Date
  /** Set when no language model may be asked. */
  withoutModels?: boolean
  /** When a judge must be done; without one it may take as long as it likes. */
  signal?: AbortSignal
}

/** Decides whether any candidate bears on the question: an absolute score, never a rank. */
export type Gate = (input: GateInput) => Promise<GateVerdict> | GateVerdict

const plainThreshold = 0.42

/** The plainest gate: a threshold on the absolute mixed score of the best candidate. For tests and as a last resort. */
export function plainGate(input: GateInput): GateVerdict {
  const best = Math.max(0, ...input.result.candidates.map(absoluteScore))
  const threshold = input.threshold ?? plainThreshold
  return { relevant: best >= threshold, score: best, threshold, features: { mixed: best }, unsupported: [] }
}

/** 0 to 1, comparable between questions: bounded BM25 and two cosines (weights as measured for the gate). */
export function absoluteScore(candidate: Candidate): number {
  return 0.4 * candidate.lexicalBounded + 0.3 * candidate.dense + 0.3 * candidate.bestSentence
}

/** The gate's part of a trace. */
export function gateTrace(verdict: GateVerdict): Trace['gate'] {
  return {
    verdict: verdict.relevant ? 'relevant' : 'none-relevant',
    score: verdict.score,
    threshold: verdict.threshold,
    features: verdict.features,
    unsupported: verdict.unsupported,
    ...(verdict.rerankFailed === undefined ? {} : { rerankFailed: verdict.rerankFailed }),
  }
}
