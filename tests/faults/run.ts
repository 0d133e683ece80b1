/**
 * The kill harness in full: each crash point with `--kills` kills that were met and `--others` rounds of every other fault,
 * power cuts, the shared schedules and the planted bugs: `npm run faults -- [--kills 20] [--others 1] [--points S03,S04] [--parallel 2] [--scale 1] [--only points,power,schedules,plants]`.
 * `--scale` multiplies the times that the schedules name; 1 plays them as they are.
 * With CARELINE_TEST_POSTGRES_URL it runs against databases on that server, without it against embedded ones.
 */
import { parseArgs } from 'node:util'
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
    only: { type: 'string', default: 'points,power,schedules,plants' },
  },
})
const wanted = values.points?.split(',')
const points = crashPoints.filter(point => !wanted || wanted.some(name => point.startsWith(name)))
const kills = Number(values.kills)
const seeds = Array.from({ length: kills }, (_, index) => index + 1)
const parts = new Set(values.only.split(','))
const url = process.env['CARELINE_TEST_POSTGRES_URL']
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

/** One row a place: how many runs, how many of them met the fault, what broke. */
function table(tallies: readonly Tally[]): void {
  console.log(`\n${'place'.padEnd(30)}${'runs'.padStart(6)}${'met'.padStart(6)}${'broken'.padStart(8)}`)
  for (const { name, runs, reached, violations } of tallies)
    console.log(
      `${name.padEnd(30)}${String(runs).padStart(6)}${String(reached).padStart(6)}${String(violations.length).padStart(8)}`,
    )
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
  await Promise.all(Array.from({ length: Math.min(Number(values.parallel), items.length) }, worker))
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
    await playPlants(prepared, seeds.length, {
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
}
process.exitCode = failed ? 1 : 0
