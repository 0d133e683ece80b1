#!/usr/bin/env node
// Runs the built program; in a checkout that was never built it builds first.
import { existsSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  stop(`Node ${process.versions.node} is too old; it needs 20.19 or newer.`)
if (!isInstalled('hono')) stop('the libraries are missing; run `npm ci` in its folder first.')

const built = new URL('../dist/careline.mjs', import.meta.url)
if (!existsSync(built)) await build()
await import(built.href)

async function build() {
  if (!isInstalled('esbuild')) {
    stop('it is not built, and the build tools are missing; run `npm ci && npm run build` in its folder.')
  }
  // Standard output belongs to the command, which may print JSON.
  console.error('careline: building, this once')
  await import('../scripts/build.mjs')
}

function isInstalled(library) {
  try {
    import.meta.resolve(library)
    return true
  } catch {
    return false
  }
}

function stop(why) {
  console.error(`careline: ${why}`)
  process.exit(1)
}
