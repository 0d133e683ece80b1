/**
 * The races in full: `npm run races -- [--count 10000] [--first 1] [--at-once 8] [--server]`, on an embedded database, on one
 * of the server of CARELINE_TEST_POSTGRES_URL, or with `--server` on a server that it fetches and starts itself. What
 * broke is told with the seeds that raced together: `--first SEED --count 8` runs them again.
 */
import { parseArgs } from 'node:util'
import { openTestDatabase } from '../support/database.ts'
import { harnessServer } from '../support/harness-server.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { layCourse, runRaces } from './course.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    first: { type: 'string', default: '1' },
    server: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '8' },
  },
})
const [count, first] = [Number(values.count), Number(values.first)]
const server = await harnessServer(values.server)
const { url } = server
const database = await (url ? createPostgresDatabase(url) : openTestDatabase())
const began = performance.now()
const atOnce = Number(values['at-once'])
const broken = await runRaces(
  await layCourse(database),
  Array.from({ length: count }, (_, at) => first + at),
  {
    atOnce,
    onRaces(done) {
      const left = ((performance.now() - began) / done) * (count - done)
      if ((done / atOnce) % 20 === 0)
        console.log(`${done} of ${count} races, about ${Math.round(left / 1000)} s to go`)
    },
  },
)
for (const text of broken) console.log(`BROKEN ${text}`)
await database.close()
await server.stop()
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  `${count} races on ${url ? 'a PostgreSQL server' : 'the embedded database'} in ${seconds} s: ${broken.length} promises broken`,
)
process.exitCode = broken.length > 0 ? 1 : 0
