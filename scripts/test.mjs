// `npm test`: sets up what the suites need (a PostgreSQL server with pgvector, Chromium, the built program), runs them all
// and ends with one plain line, "N passed, N failed". What could not be set up is said loudly, and fails with CI=true.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './setup-chromium.mjs'
import { setupPostgres } from './setup-postgres.mjs'

const ci = process.env.CI === 'true'
const missing = []

async function attempt(what, prepare) {
  try {
    return await prepare()
  } catch (error) {
    missing.push(`${what}: ${error.message}`)
    return undefined
  }
}

function count(reportFile) {
  try {
    const {
      numPassedTests = 0,
      numFailedTests = 0,
      numPendingTests = 0,
      testResults = [],
    } = JSON.parse(readFileSync(reportFile, 'utf8'))
    const brokenFiles = testResults.filter(
      file => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
    )
    return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length, skipped: numPendingTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

console.log('careline test: building the program')
if (spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0) {
  console.log('\n0 passed, 1 failed')
  process.exit(1)
}

const postgres = await attempt('PostgreSQL with pgvector', () => setupPostgres())
const chromium = await attempt('Chromium', () => findChromium({ install: true }))
const folder = mkdtempSync(join(tmpdir(), 'careline-test-'))
const report = join(folder, 'report.json')
const env = { ...process.env }
if (postgres) env.CARELINE_TEST_POSTGRES_URL = postgres.url
if (chromium) env.CHROMIUM = chromium

const vitest = spawnSync(
  'node',
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env },
)
await postgres?.stop()
const { passed, failed, skipped } = count(report)
rmSync(folder, { recursive: true, force: true })

for (const line of missing) console.error(`\nNOT RUN, because it is not here: ${line}`)
if (skipped > 0)
  console.error(`\nSKIPPED: ${skipped} tests did not run; see the lines above for what they need`)
const broken = failed + (ci ? missing.length + skipped : 0)
console.log(`\n${passed} passed, ${broken} failed`)
process.exit(broken > 0 || vitest.status !== 0 ? 1 : 0)
