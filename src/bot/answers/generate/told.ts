import { type Rest, repeats, type Said, saidOf } from '../check/index.ts'

/** What an answer has told of its sources so far. */
export interface Told {
  /** Whether a sentence that rests on `rests` says nothing of them that was not told before. */
  knows(rests: readonly Rest[]): boolean
  add(rests: readonly Rest[]): void
}

/** Nothing told yet. A model that was cut off tells the same again in other words; the source shows that it is the same. */
export function startTelling(): Told {
  const said: Said[] = []
  return {
    knows: rests => rests.length > 0 && rests.every(rest => repeats(saidOf(rest), said)),
    add(rests) {
      for (const rest of rests) said.push(saidOf(rest))
    },
  }
}
