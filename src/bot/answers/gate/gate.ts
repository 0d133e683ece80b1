import { messageOf } from '../../../kit/errors.ts'
import type { Candidate } from '../../../knowledge/index.ts'
import type { ModelCall, Reranker } from '../../../models/index.ts'
import { modelRows } from '../../trace.ts'
import type { Gate, GateInput, GateVerdict } from '../gate-port.ts'
import { measure } from './features.ts'
import type { Judge } from './judge.ts'
import { modelFor, probabilityOf } from './model.ts'

export interface GateOptions {
  /** A cross-encoder; its score joins the gate's when it is calibrated, and else is only kept in the trace. */
  reranker?: Reranker
  /** Told of the first of failures in a row: every turn fails when the model is broken. */
  onRerankerFailure?: (error: unknown) => void
  /** Asked where the gate itself is unsure; its word is the last. */
  judge?: Judge
}

/** Passages a reranker or a judge reads. */
const passagesRead = 6
/** Below and above this the gate is sure enough to spare the judge. */
const unsure = { from: 0.08, to: 0.95 }

/**
 * The reranking gate: decides whether any candidate bears on the question, by an absolute calibrated score. A reranker
 * or a judge that fails is left out and the gate decides alone.
 */
export function createGate(options: GateOptions = {}): Gate {
  const rerank = createRerank(options)
  return async input => {
    const alone = judgeAlone(input)
    const read = bestFirst(input.result.candidates).slice(0, passagesRead)
    if (read.length === 0) return alone
    const joined = await rerank(alone, input.question, read)
    return options.judge === undefined || input.withoutModels
      ? joined
      : askJudge(options.judge, input, read, joined)
  }
}

/** The gate's own verdict, from the features alone. */
export function judgeAlone({ question, result, threshold }: GateInput): GateVerdict {
  const model = modelFor(result.query.embedder)
  const limit = threshold ?? model.threshold
  const measured = measure(question, result)
  if (measured === undefined)
    return {
      relevant: false,
      score: 0,
      threshold: limit,
      features: {},
      unsupported: result.query.terms.map(({ word }) => word),
    }
  const score = probabilityOf(model, measured.features)
  return {
    relevant: score >= limit,
    score,
    threshold: limit,
    features: { ...measured.features },
    unsupported: measured.unsupported,
  }
}

/** Joins a reranker's scores to a verdict, or why there are none. */
function createRerank({ reranker, onRerankerFailure }: GateOptions) {
  let failing = false
  return async (alone: GateVerdict, question: string, read: readonly Candidate[]): Promise<GateVerdict> => {
    if (reranker === undefined) return alone
    try {
      const scores = await reranker.score(question, read.map(textOf))
      failing = false
      const reranked = new Map(read.map(({ passage }, index) => [passage.id, scores[index] ?? 0]))
      return withRerank(alone, reranked, reranker.calibrated)
    } catch (error) {
      if (!failing) onRerankerFailure?.(error)
      failing = true
      return { ...alone, rerankFailed: `${reranker.id}: ${messageOf(error)}` }
    }
  }
}

/** A calibrated reranker counts as much as the gate's own model: the mean of the two in log odds. */
function withRerank(
  alone: GateVerdict,
  reranked: ReadonlyMap<string, number>,
  calibrated: boolean,
): GateVerdict {
  const best = Math.max(0, ...reranked.values())
  const score = calibrated ? fromLogit((toLogit(alone.score) + toLogit(best)) / 2) : alone.score
  return {
    ...alone,
    score,
    relevant: score >= alone.threshold,
    features: { ...alone.features, rerank: best },
    rerank: Object.fromEntries(reranked),
  }
}

async function askJudge(
  judge: Judge,
  { question, signal }: GateInput,
  read: readonly Candidate[],
  before: GateVerdict,
): Promise<GateVerdict> {
  if (before.score < unsure.from || before.score > unsure.to) return before
  const calls: ModelCall[] = []
  // A judge that takes too long has no say; whether the turn itself is over is for the turn to find.
  const score = await judge(question, read.map(textOf), { calls, ...(signal ? { signal } : {}) }).catch(
    () => undefined,
  )
  const models = modelRows('judge', calls)
  if (score === undefined) return { ...before, models }
  return {
    ...before,
    models,
    score,
    relevant: score >= before.threshold,
    features: { ...before.features, judge: score },
  }
}

function bestFirst(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.fused - a.fused)
}

function textOf({ passage }: Candidate): string {
  return [[passage.title, ...passage.headingPath].join(' > '), passage.text].join('\n')
}

function toLogit(probability: number): number {
  const held = Math.min(0.999, Math.max(0.001, probability))
  return Math.log(held / (1 - held))
}

function fromLogit(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
