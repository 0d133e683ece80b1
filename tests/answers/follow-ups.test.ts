import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type FollowUps, measureFollowUps } from '../../bench/lib/follow-ups.ts'

const set = new URL('../../../shared/data/mtrag-cloud', import.meta.url).pathname
const isThere = existsSync(set)
if (!isThere)
  console.warn('NOT RUN: follow-ups and asking back, since ../shared/data/mtrag-cloud is not there')

/** The floors that nothing may fall below, on real conversations about products we know nothing of. */
describe.runIf(isThere || process.env.CI === 'true')('real conversations', () => {
  let measured: FollowUps
  // Embeds a thousand passages, which takes its time on a busy machine.
  beforeAll(async () => {
    measured = await measureFollowUps(set)
  }, 540_000)

  it('are asked back about where they say too little, and hardly ever where they have an answer', () => {
    expect(measured.clarifyNeither).toBeGreaterThanOrEqual(5 / 9)
    expect(measured.clarifyAnswerable).toBeLessThanOrEqual(0.03)
  })

  it('find more by standing alone than with the last message in front, or by their own words', () => {
    const { standAlone, glued, bare } = measured
    expect(standAlone.hit1).toBeGreaterThan(Math.max(glued.hit1, bare.hit1, 0.76))
    expect(standAlone.hit5).toBeGreaterThanOrEqual(Math.max(glued.hit5, bare.hit5, 0.94))
  })
})
