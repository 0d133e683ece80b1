import type { Candidate, SearchResult } from '../../knowledge/index.ts'

/**
 * The candidates a cross-encoder has read, in its order, before all others. They take each other's mixed scores, best
 * first, so that what reads those scores later sees the new order on the old scale.
 */
export function inRerankedOrder(
  result: SearchResult,
  scores: Readonly<Record<string, number>> | undefined,
): SearchResult {
  if (scores === undefined) return result
  const scoreOf = ({ passage }: Candidate) => scores[passage.id] ?? 0
  const read = result.candidates.filter(({ passage }) => scores[passage.id] !== undefined)
  const mixed = read.map(({ fused }) => fused).sort((a, b) => b - a)
  const ordered = [...read]
    .sort((a, b) => scoreOf(b) - scoreOf(a))
    .map((candidate, rank) => ({ ...candidate, fused: mixed[rank] ?? candidate.fused }))
  const others = result.candidates.filter(({ passage }) => scores[passage.id] === undefined)
  return { ...result, candidates: [...ordered, ...others] }
}
