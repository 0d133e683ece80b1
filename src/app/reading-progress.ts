import type { IngestProgress } from '../knowledge/index.ts'
import type { Progress } from '../platform/jobs/index.ts'

/** The stages of a reading, as they are called in its progress. */
export interface ReadingProgress {
  reading(progress: IngestProgress): void
  /** `done` of `total` passages have their vectors. */
  embedding(done: number, total: number): void
}

/**
 * Tells the progress of a reading in its stages. `steps`: 2 when embedding follows as a stage of its own; then each
 * stage says which it is, and the first names no time left, since the longer part is still to come and unknown.
 * `now` is in milliseconds.
 */
export function readingProgress(
  show: (progress: Progress) => void,
  { steps, now }: { steps: 1 | 2; now: () => number },
): ReadingProgress {
  let first: { at: number; done: number } | undefined
  const step = (at: 1 | 2) => (steps === 2 ? ` (step ${at} of 2)` : '')
  return {
    reading({ done, total, failed, passagesPerSecond, etaSeconds }) {
      const known = steps === 1 ? etaSeconds : null
      const note = `reading pages${step(1)}`
      show({ done, total, failed, rate: passagesPerSecond, etaSeconds: known, note })
    },
    embedding(done, total) {
      first ??= { at: now(), done }
      const seconds = (now() - first.at) / 1000
      const rate = seconds > 0 ? (done - first.done) / seconds : 0
      const etaSeconds = rate > 0 ? (total - done) / rate : null
      show({ done, total, failed: 0, rate, etaSeconds, note: `embedding passages${step(2)}` })
    },
  }
}
