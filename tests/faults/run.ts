/**
 * The kill harness in full: each crash point with `--kills` kills that were met and `--others` rounds of every other fault,
 * power cuts, the shared schedules and the planted bugs: `npm run faults -- [--kills 20] [--others 1] [--points S03,S04] [--parallel 2] [--scale 1] [--only points,power,schedules,plants] [--server]`.
 * `--scale` multiplies the times that the schedules name; 1 plays them as they are.
 * It runs against embedded databases; with CARELINE_TEST_POSTGRES_URL against databases on that server, and with
 * `--server` on one that it fetches and starts itself.
 */
import { parseArgs } from 'node:util'
import { harnessServer } from '../support/harness-server.ts'
import { playPlants } from './find-plants.ts'
import { playSchedules } from './play-schedules.ts'
import { crashPoints, OTHER_FAULTS, playPoint, type Tally } from './points.ts'
import { playPowerCuts } from './power-cuts.ts'
import { prepare } from './prepared.ts'
import { type Rig, startRig } from './rig.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    others: { type: 'string', default: '1' },
    points: { type: 'string' },
    parallel: { type: 'string', default: '2' },
    scale: { type: 'string', default: '1' },
    server: { type: 'boolean', default: false },
    only: { type: 'string', default: 'points,power,schedules,plants' },
  },
})
const wanted = values.points?.split(',')
const points = crashPoints.filter(point => !wanted || wanted.some(name => point.startsWith(name)))
const kills = Number(values.kills)
const seeds = Array.from({ length: kills }, (_, index) => index + 1)
const parts = new Set(values.only.split(','))
const server = await harnessServer(values.server)
const { url } = server
/** How many runs a planted bug is looked for in, at least: it shows in most, and not in each. */
const PLANT_RUNS = 6
const began = Date.now()
let done = 0
let total = 0
let failed = false

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
const say = (line: string) => {
  done++
  const eta = total > done ? `, about ${seconds(((Date.now() - began) / done) * (total - done))} to go` : ''
  console.log(`[${done}/${total}${eta}] ${line}`)
}

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

/** One row a place: how many runs, how many of them met the fault, how many answers were judged, what broke. */
function table(tallies: readonly Tally[]): void {
  console.log(
    `\n${'place'.padEnd(30)}${'runs'.padStart(6)}${'met'.padStart(6)}${'calls'.padStart(8)}${'broken'.padStart(8)}`,
  )
  const row = (name: string, tally: Omit<Tally, 'name'>) =>
    console.log(
      `${name.padEnd(30)}${String(tally.runs).padStart(6)}${String(tally.reached).padStart(6)}${String(tally.calls).padStart(8)}${String(tally.violations.length).padStart(8)}`,
    )
  for (const tally of tallies) row(tally.name, tally)
  row('all', {
    ...{ runs: sum(tallies.map(({ runs }) => runs)), reached: sum(tallies.map(({ reached }) => reached)) },
    calls: sum(tallies.map(({ calls }) => calls)),
    violations: tallies.flatMap(({ violations }) => violations),
  })
  for (const line of tallies.flatMap(({ violations }) => violations)) console.log(`BROKEN ${line}`)
  failed ||= tallies.some(({ violations }) => violations.length > 0)
}

/** Gives each of some servers the next piece of work until none is left. */
async function spread<T>(items: readonly T[], work: (rig: Rig, item: T) => Promise<Tally>): Promise<Tally[]> {
  const rest = [...items.entries()]
  const tallies: Tally[] = []
  const worker = async () => {
    const rig = await startRig(prepared)
    try {
      for (let next = rest.shift(); next; next = rest.shift()) tallies[next[0]] = await work(rig, next[1])
    } finally {
      await rig.stop()
    }
  }
  const workers = Array.from({ length: Math.min(Number(values.parallel), items.length) }, worker)
  // One that fails waits for the others: what they start their servers from is taken away afterwards.
  const failure = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected')
  if (failure?.status === 'rejected') throw failure.reason
  return tallies
}

console.log(`database: ${url ? 'PostgreSQL server' : 'embedded'}; preparing ...`)
const prepared = await prepare(url)
try {
  if (parts.has('points')) {
    const wanted = { kills, others: Number(values.others) }
    total = points.length * (kills + Math.ceil(wanted.others * OTHER_FAULTS))
    table(await spread(points, (rig, point) => playPoint(rig, point, wanted, say)))
  }
  if (parts.has('power') && !url) table([await playPowerCuts(prepared, seeds, console.log)])
  if (parts.has('schedules')) {
    const scale = Number(values.scale)
    console.log(
      `schedules with the times that the file names${scale === 1 ? '' : `, multiplied by ${scale}`}`,
    )
    table(await playSchedules(prepared, url ? 'production' : 'embedded', { scale }, console.log))
  }
  if (parts.has('plants')) {
    await playPlants(prepared, Math.max(kills, PLANT_RUNS), {
      onFinding({ name, runs, found, besides }) {
        console.log(`planted "${name}": ${found ? `found in run ${runs}: ${found}` : 'NOT FOUND'}`)
        for (const line of besides) console.log(`BESIDES ${line}`)
        failed ||= found === undefined || besides.length > 0
      },
    })
  }
  console.log(`\n${failed ? 'FAILED' : 'no promise broken'} after ${seconds(Date.now() - began)}`)
} finally {
  await prepared.remove()
  await server.stop()
}
process.exitCode = failed ? 1 : 0
