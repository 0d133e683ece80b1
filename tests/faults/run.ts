/**
 * The kill harness in full: `npm run faults -- [--seeds 20] [--points S03,S04] [--plants]`. With
 * CARELINE_TEST_POSTGRES_URL it runs against that server's database, without it against the embedded one.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { plants } from './plants.ts'
import { crashPoints, playPoints } from './points.ts'
import { startServer } from './process.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    points: { type: 'string' },
    plants: { type: 'boolean', default: false },
  },
})
const wanted = values.points?.split(',')
const points = crashPoints.filter(point => !wanted || wanted.some(name => point.startsWith(name)))
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
const url = process.env['CARELINE_TEST_POSTGRES_URL']
const dataDir = await mkdtemp(join(tmpdir(), 'careline-faults-'))
let failed = false

console.log(
  `database: ${url ? 'PostgreSQL server' : 'embedded'}; ${points.length} points, ${seeds.length} seeds each`,
)
const server = startServer({ dataDir, ...(url ? { url } : {}) })
try {
  const { runs, violations } = await playPoints(server, points, seeds, console.log)
  console.log(
    `${runs} runs, ${server.hits()} faults, ${server.starts()} starts, ${violations.length} broken promises`,
  )
  failed = violations.length > 0
} finally {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}
if (values.plants) {
  for (const [name, plant] of Object.entries(plants)) {
    const folder = await mkdtemp(join(tmpdir(), 'careline-plant-'))
    const planted = startServer({ dataDir: folder, plant })
    try {
      const { violations } = await playPoints(planted, points.slice(2, 5), seeds.slice(0, 5))
      console.log(`planted "${name}": ${violations[0] ?? 'NOT FOUND'}`)
      failed ||= violations.length === 0
    } finally {
      await planted.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
process.exitCode = failed ? 1 : 0
