/** How far an ingest is; what the CLI's bar and the API's job show. */
export interface IngestProgress {
  /** Pages dealt with (indexed, unchanged or failed). */
  done: number
  /** Pages in all as far as known now; `null` while a crawl does not know. */
  total: number | null
  failed: number
  /** New passages stored, with their vectors where the embedder is chosen already. */
  embedded: number
  /** Those of them a second since the start. */
  passagesPerSecond: number
  /** Seconds still to go at the pace so far; `null` while that cannot be told. */
  etaSeconds: number | null
}

export interface ProgressCount {
  pages(count: number): void
  failure(): void
  embedded(passages: number): void
  report(total: number | undefined): IngestProgress
}

/** Counts with the time of `now` (milliseconds). */
export function countProgress(now: () => number): ProgressCount {
  const startedAt = now()
  let done = 0
  let failed = 0
  let embedded = 0
  return {
    pages(count) {
      done += count
    },
    failure() {
      done++
      failed++
    },
    embedded(passages) {
      embedded += passages
    },
    report(total) {
      const seconds = (now() - startedAt) / 1000
      const left = total === undefined ? undefined : Math.max(0, total - done)
      return {
        done,
        total: total ?? null,
        failed,
        embedded,
        passagesPerSecond: seconds > 0 ? Math.round((embedded / seconds) * 10) / 10 : 0,
        etaSeconds: left === undefined || done === 0 ? null : Math.round((seconds / done) * left),
      }
    },
  }
}
