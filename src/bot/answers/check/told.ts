import type { Statement } from './claims.ts'
import { denies } from './polarity.ts'
import type { Quantity } from './quantity.ts'
import { equal } from './same-quantities.ts'
import { sameIdea, type Word } from './words.ts'

/** A drafted statement with the statements of a source that bear it out. */
export interface Rest {
  draft: Statement
  source: readonly Statement[]
}

/** What a draft says of its source: the words and amounts there that it tells, and whether it denies them. */
export interface Said {
  points: ReadonlySet<Word | Quantity>
  denied: boolean
}

/** What of the source is told by the draft that rests on it. */
export function saidOf({ draft: { whole }, source }: Rest): Said {
  const points = source.flatMap(one => [
    ...one.whole.content.filter(word => whole.content.some(other => sameIdea(other, word))),
    ...one.whole.quantities.filter(quantity => whole.quantities.some(other => equal(other, quantity))),
  ])
  return { points: new Set(points), denied: denies(whole.words) }
}

/** Whether everything in `one` was said before, as it is said now: "not" of the same words is something new. */
export function repeats(one: Said, before: readonly Said[]): boolean {
  const alike = before.filter(({ denied }) => denied === one.denied)
  return one.points.size > 0 && [...one.points].every(point => alike.some(({ points }) => points.has(point)))
}
