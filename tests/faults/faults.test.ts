import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { playSchedules } from './play-schedules.ts'
import { crashPoints, OTHER_FAULTS, playPoint } from './points.ts'
import { playPowerCuts } from './power-cuts.ts'
import { type Prepared, prepare } from './prepared.ts'
import { type Rig, startRig } from './rig.ts'

// A few runs of each kind, so that every change is tried; `npm run faults` plays them all.

// Patience of its own: a run waits a minute and some starts for what ends late, and then says so.
vi.setConfig({ testTimeout: 480_000, hookTimeout: 240_000 })

const url = process.env['CARELINE_TEST_POSTGRES_URL']
/** A tenth of the times that the file gives; `npm run faults` plays them as they are. */
const small = { sessions: 4, messages: 2, scale: 0.1 }

describe('on the embedded database', () => suite(undefined))

if (url) describe('on a PostgreSQL server', () => suite(url))
else if (process.env['CI'] === 'true') {
  it('on a PostgreSQL server', () => {
    throw new Error('CARELINE_TEST_POSTGRES_URL is not set: the PostgreSQL server could not be started')
  })
} else console.warn('NOT RUN: faults on a PostgreSQL server, since CARELINE_TEST_POSTGRES_URL is not set')

function suite(serverUrl: string | undefined): void {
  let prepared: Prepared
  let rig: Rig
  beforeAll(async () => {
    prepared = await prepare(serverUrl)
    rig = await startRig(prepared)
  })
  afterAll(async () => {
    await rig.stop()
    await prepared.remove()
  })

  for (const [at, point] of crashPoints.entries()) {
    // Every point meets another fault on one of the databases.
    const others = at % 2 === (serverUrl ? 1 : 0) ? 1 : 0
    it(`keeps every promise through a kill${others ? ' and another fault' : ''} at ${point}`, async () => {
      const wanted = { kills: 1, others: others / OTHER_FAULTS }
      const { violations, reached } = await playPoint(rig, point, wanted)
      expect(violations).toEqual([])
      expect(reached).toBe(1 + others)
    })
  }

  it('keeps every promise in the shared schedules, ten times as fast', async () => {
    const tallies = await playSchedules(prepared, serverUrl ? 'production' : 'embedded', small)
    expect(tallies.length).toBeGreaterThan(2)
    expect(tallies.flatMap(({ violations }) => violations)).toEqual([])
    expect(tallies.filter(({ reached }) => reached === 0).map(({ name }) => name)).toEqual([])
  })

  // A server flushes by itself before it says that something is committed.
  if (serverUrl) return
  it('keeps what was acknowledged through a power cut', async () => {
    expect(await playPowerCuts(prepared, [1, 2])).toMatchObject({ reached: 2, violations: [] })
  })
}
