// `npm run test:node24`: the built program and the suites that need neither a browser nor a server, on Node 24, which comes
// from its npm package into a cache folder beside the system's own. Uses another Node when NODE24 names one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const VERSION = '24.21.0'
const suites = [
  'src/',
  'widget/',
  'tests/journeys/conversation',
  'tests/journeys/handoff',
  'tests/cli/refusals',
]

function node24() {
  if (process.env.NODE24) return process.env.NODE24
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'careline', `node-${VERSION}`)
  const path = join(cache, 'node_modules', name, 'bin', 'node')
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true })
    console.log(`careline test: fetching Node ${VERSION}`)
    run('npm', ['install', '--prefix', cache, '--no-save', '--no-audit', '--no-fund', `${name}@${VERSION}`])
  }
  return path
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const node = node24()
run('node', ['scripts/build.mjs'])
run(node, ['--version'])
run(node, ['bin/careline.mjs', '--version'])
run(node, ['node_modules/vitest/vitest.mjs', 'run', ...suites])
