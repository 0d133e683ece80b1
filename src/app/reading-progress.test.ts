import { expect, test } from 'vitest'
import { countProgress } from '../knowledge/ingest/progress.ts'
import type { Progress } from '../platform/jobs/index.ts'
import { readingProgress } from './reading-progress.ts'

function started(steps: 1 | 2) {
  let at = 1_000_000
  const now = () => at
  const shown: Progress[] = []
  const count = countProgress(now)
  return {
    count,
    progress: readingProgress(progress => shown.push(progress), { steps, now }),
    pass: (seconds: number) => {
      at += seconds * 1000
    },
    last: () => shown.at(-1),
  }
}

test('while embedding is still to come, reading names its step and no time left', () => {
  const { count, progress, pass, last } = started(2)
  pass(10)
  count.pages(20)
  count.embedded(50)
  progress.reading(count.report(20))
  expect(last()).toMatchObject({
    ...{ done: 20, total: 20, rate: 5, etaSeconds: null },
    note: 'reading pages (step 1 of 2)',
  })
})

test('a reading that embeds as it goes tells pages, passages a second, and the time left at that pace', () => {
  const { count, progress, pass, last } = started(1)
  progress.reading(count.report(40))
  expect(last()).toMatchObject({ done: 0, rate: 0, etaSeconds: null })
  pass(10)
  count.pages(9)
  count.failure()
  count.embedded(25)
  progress.reading(count.report(40))
  expect(last()).toEqual({
    ...{ done: 10, total: 40, failed: 1, rate: 2.5, etaSeconds: 30 },
    note: 'reading pages',
  })
})

test('a crawl that does not know its end tells no time left', () => {
  const { count, progress, pass, last } = started(1)
  pass(10)
  count.pages(10)
  progress.reading(count.report(undefined))
  expect(last()).toMatchObject({ done: 10, total: null, etaSeconds: null })
})

test('embedding counts its pace from its own beginning, and ends with nothing left', () => {
  const { progress, pass, last } = started(2)
  pass(60)
  progress.embedding(0, 300)
  expect(last()).toMatchObject({ done: 0, total: 300, rate: 0, etaSeconds: null })
  pass(4)
  progress.embedding(100, 300)
  expect(last()).toMatchObject({ rate: 25, etaSeconds: 8, note: 'embedding passages (step 2 of 2)' })
  pass(8)
  progress.embedding(300, 300)
  expect(last()).toMatchObject({ done: 300, rate: 25, etaSeconds: 0 })
})
