import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { playSchedules } from './play-schedules.ts'
import { crashPoints, playPoint } from './points.ts'
import { playPowerCuts } from './power-cuts.ts'
import { type Prepared, prepare } from './prepared.ts'
import { type Rig, startRig } from './rig.ts'

// A few runs of each kind, so that every change is tried; `npm run faults` plays them all.

// Patience of its own: a run waits up to a minute for what ends late, and then says so.
vi.setConfig({ testTimeout: 240_000 })

const url = process.env['CARELINE_TEST_POSTGRES_URL']
const small = { sessions: 4, messages: 2 }

describe('on the embedded database', () => suite(undefined, 1))

if (url) describe('on a PostgreSQL server', () => suite(url, 2))
else if (process.env['CI'] === 'true') {
  it('on a PostgreSQL server', () => {
    throw new Error('CARELINE_TEST_POSTGRES_URL is not set: the PostgreSQL server could not be started')
  })
} else console.warn('NOT RUN: faults on a PostgreSQL server, since CARELINE_TEST_POSTGRES_URL is not set')

/** Odd seeds kill the process, even ones do something else to it. */
function suite(serverUrl: string | undefined, seed: number): void {
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

  for (const point of crashPoints) {
    it(`keeps every promise through a fault at ${point}`, async () => {
      expect((await playPoint(rig, point, [seed])).violations).toEqual([])
    })
  }

  it('meets nearly every fault that it asks for', () => {
    expect(rig.server.hits()).toBeGreaterThanOrEqual(crashPoints.length - 3)
  })

  it('keeps every promise in the shared schedules', async () => {
    const tallies = await playSchedules(prepared, serverUrl ? 'production' : 'embedded', small)
    expect(tallies.length).toBeGreaterThan(2)
    expect(tallies.flatMap(({ violations }) => violations)).toEqual([])
  })

  // A server flushes by itself before it says that something is committed.
  if (serverUrl) return
  it('keeps what was acknowledged through a power cut', async () => {
    expect(await playPowerCuts(prepared, [1, 2])).toMatchObject({ reached: 2, violations: [] })
  })
}
