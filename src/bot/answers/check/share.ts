import type { Clause } from './claims.ts'
import { sameIdea } from './words.ts'

/** How much of the draft stands in the source; what the draft is about, its first word, counts more. */
export function shared(draft: Clause, source: Clause): number {
  const found = draft.content.map(word => source.words.some(other => sameIdea(word, other)))
  const words = found.filter(Boolean).length + (found[0] ? 0.5 : 0)
  const amounts = draft.quantities.filter(one =>
    source.quantities.some(other => one.key === other.key),
  ).length
  return words + amounts
}

/** The clauses that share most with one of the draft; nothing where it has hardly any words of its own. */
export function nearestClauses(draft: Clause, clauses: readonly Clause[]): Clause[] {
  const shares = clauses.map(clause => shared(draft, clause))
  const most = Math.max(0, ...shares)
  return most === 0 ? [] : clauses.filter((_, at) => shares[at] === most)
}
