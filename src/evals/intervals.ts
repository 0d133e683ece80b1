import { type Figure, type Figures, figuresOf, type Judged, quantile } from './score.ts'

/** A figure with the bounds between which 95 of 100 redrawn question sets lie. */
export type Intervals = Partial<Record<Figure, readonly [low: number, high: number]>>

/**
 * Bootstrap intervals (Efron & Tibshirani 1993, percentile method): answerable, unanswerable and neutral questions are
 * redrawn apart, so that every draw keeps the make-up of the set. Seeded, so the same run gives the same bounds.
 */
export function intervalsOf(judged: readonly Judged[], draws = 1000, seed = 7): Intervals {
  const random = seededRandom(seed)
  const strata = [true, false, null]
    .map(answerable => judged.filter(one => one.answerable === answerable))
    .filter(stratum => stratum.length > 0)
  const drawn = new Map<Figure, number[]>()
  for (let draw = 0; draw < draws; draw++)
    collect(drawn, figuresOf(strata.flatMap(stratum => redraw(stratum, random))))
  return Object.fromEntries(
    [...drawn].map(([figure, values]) => [
      figure,
      [quantile(values, 0.025) ?? 0, quantile(values, 0.975) ?? 0],
    ]),
  )
}

function collect(drawn: Map<Figure, number[]>, figures: Figures): void {
  for (const [figure, value] of Object.entries(figures) as [Figure, number][]) {
    const values = drawn.get(figure)
    if (values === undefined) drawn.set(figure, [value])
    else values.push(value)
  }
}

function redraw<T>(items: readonly T[], random: () => number): T[] {
  return items.map(() => items[Math.floor(random() * items.length)] as T)
}

/** Numbers in [0, 1) from a 32-bit seed (mulberry32); for redraws and shuffles, never for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
