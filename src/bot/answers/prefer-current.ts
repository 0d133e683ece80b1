import type { Candidate, IndexedPassage } from '../../knowledge/index.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { validityOf } from './dates.ts'

/** The passage that leads an answer, and a coming version of it that is worth a mention. */
export interface Lead {
  candidate: Candidate
  coming?: Candidate
}

const alike = 0.5
const nearly = 0.8

/**
 * Of passages that say nearly the same, as two versions of one policy do, the one in force and newest leads; one that
 * is still to come is mentioned after it. Passages that differ are left in their order. `undefined` when all expired.
 */
export function preferCurrent(
  ranked: readonly Candidate[],
  score: (candidate: Candidate) => number,
  now: Date,
): Lead | undefined {
  const usable = ranked.filter(candidate => validityOf(candidate.passage, now) !== 'expired')
  const first = usable[0]
  if (!first) return undefined
  const versions = usable.filter(
    other =>
      other === first ||
      (other.passage.pageId !== first.passage.pageId &&
        score(other) >= nearly * score(first) &&
        sayAlike(first.passage, other.passage)),
  )
  const isComing = (candidate: Candidate): boolean => validityOf(candidate.passage, now) === 'coming'
  const current = versions.filter(candidate => !isComing(candidate)).sort(byEffectiveDate)[0]
  const coming = versions.find(isComing)
  if (!current) return { candidate: first }
  return coming ? { candidate: current, coming } : { candidate: current }
}

/** Newest effective date first; undated pages keep their place behind dated ones. */
function byEffectiveDate(one: Candidate, other: Candidate): number {
  return (other.passage.effectiveOn ?? '').localeCompare(one.passage.effectiveOn ?? '')
}

/** Whether two passages are versions of one text of which at least one is dated. */
export function sayAlike(one: IndexedPassage, other: IndexedPassage): boolean {
  const dated =
    one.effectiveOn !== null ||
    other.effectiveOn !== null ||
    one.expiresOn !== null ||
    other.expiresOn !== null
  return dated && overlap(`${one.title} ${one.text}`, `${other.title} ${other.text}`) >= alike
}

/** Shared distinct words over those of the shorter text. */
function overlap(one: string, other: string): number {
  const left = new Set(topicalWords(one).map(roughStem))
  const right = new Set(topicalWords(other).map(roughStem))
  const shared = [...left].filter(word => right.has(word)).length
  return shared / Math.max(1, Math.min(left.size, right.size))
}
