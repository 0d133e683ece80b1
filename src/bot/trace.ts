import type { Decision } from '../contract/decision.ts'
import type { SearchResult } from '../knowledge/index.ts'
import type { ModelCall } from '../models/index.ts'
import type { Response, Trace } from './respond-types.ts'
import type { Standalone } from './understand/standalone.ts'

/** Collects what a turn did, stage by stage. */
export interface TraceRecorder {
  /** Runs one stage and notes its milliseconds. */
  time<T>(stage: string, run: () => T | Promise<T>): Promise<T>
  standalone(found: Standalone): Standalone
  candidates(result: SearchResult): void
  gate(gate: Trace['gate'], rerank?: Readonly<Record<string, number>>): void
  support(rows: Trace['support']): void
  models(rows: Trace['models']): void
  budget(read: Trace['budget']): void
  pinned(found: NonNullable<Trace['pinned']>): void
  handoff(found: NonNullable<Trace['handoff']>): void
  /** What the language models of this turn wrote so far. */
  tokensWritten(): number
  finish(decision: Decision): Response
  /** The trace as it grows. */
  soFar: Trace
}

/** A trace in which nothing has happened yet. */
export function emptyTrace(question: string, language: string): Trace {
  return {
    question,
    standalone: question,
    language,
    candidates: [],
    gate: { verdict: 'skipped', score: 0, threshold: 0, features: {}, unsupported: [] },
    support: [],
    models: [],
    ms: {},
  }
}

/** An empty trace of one turn. Stages are measured by the monotonic clock, to a tenth of a millisecond. */
export function startTrace(question: string, language: string): TraceRecorder {
  const started = performance.now()
  const trace = emptyTrace(question, language)
  return {
    soFar: trace,
    async time(stage, run) {
      const from = performance.now()
      try {
        return await run()
      } finally {
        trace.ms[stage] = since(from)
      }
    },
    standalone(found) {
      trace.standalone = found.text
      return found
    },
    candidates(result) {
      trace.candidates = candidateRows(result)
      if (result.query.corrections) trace.corrections = result.query.corrections
      for (const [part, ms] of Object.entries(result.ms)) trace.ms[`search.${part}`] = ms
    },
    gate(gate, rerank) {
      trace.gate = gate
      for (const row of trace.candidates) row.rerank = rerank?.[row.passageId] ?? row.rerank
    },
    support: rows => void trace.support.push(...rows),
    models: rows => void trace.models.push(...rows),
    budget(read) {
      if (read) trace.budget = read
    },
    pinned(found) {
      trace.pinned = found
    },
    handoff(found) {
      trace.handoff = found
    },
    tokensWritten: () => trace.models.reduce((sum, call) => sum + call.outputTokens, 0),
    finish(decision) {
      trace.ms.total = since(started)
      return { decision, trace }
    },
  }
}

const since = (from: number) => Math.round((performance.now() - from) * 10) / 10

function candidateRows(result: SearchResult): Trace['candidates'] {
  return result.candidates.map(({ passage, lexical, dense, bestSentence, fused }) => ({
    passageId: passage.id,
    path: passage.path,
    title: passage.title,
    headingPath: passage.headingPath,
    lexical,
    dense,
    sentence: bestSentence,
    fused,
    rerank: null,
  }))
}

/** Calls of models as the trace keeps them. */
export function modelRows(task: string, calls: readonly ModelCall[]): Trace['models'] {
  return calls.map(({ model, usage, ms, failure }) => ({
    task,
    model,
    ...usage,
    ms: Math.round(ms),
    ...(failure === undefined ? {} : { failure }),
  }))
}
