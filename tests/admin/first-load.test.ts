import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const MOST_BYTES = 250 * 1024

interface Chunk {
  file: string
  imports?: string[]
  dynamicImports?: string[]
}
const built = mkdtempSync(join(tmpdir(), 'careline-admin-'))
let manifest: Record<string, Chunk>

beforeAll(() => {
  // Into a folder of its own, and as for production: other tests serve what lies in dist.
  const config = ['--config', 'admin/vite.config.ts', '--outDir', built, '--emptyOutDir']
  execFileSync('node', ['node_modules/vite/bin/vite.js', 'build', ...config], {
    ...{ cwd: root, stdio: 'ignore', env: { ...process.env, NODE_ENV: 'production' } },
  })
  manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8')) as Record<string, Chunk>
}, 120_000)
afterAll(() => rmSync(built, { recursive: true, force: true }))

/** The files that a browser fetches for these entries, each with what it imports at once. */
function filesOf(entries: readonly string[]): Set<string> {
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the build has no ${name}`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(visit)
  }
  entries.forEach(visit)
  return files
}

const zipped = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 9 }).length, 0)

test('the first load, with the inbox, is at most 250 kB of script, zipped', () => {
  const files = filesOf(['index.html', 'inbox/inbox-screen.tsx'])
  const bytes = zipped(files)
  console.log(`first load: ${(bytes / 1024).toFixed(1)} kB of script in ${files.size} files, zipped`)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})

test('every other screen is a file of its own, fetched when it is opened', () => {
  const first = filesOf(['index.html', 'inbox/inbox-screen.tsx'])
  const screens = (manifest['index.html']?.dynamicImports ?? []).filter(name => !name.startsWith('inbox/'))
  expect(screens.length).toBeGreaterThan(0)
  for (const screen of screens) expect(first.has(manifest[screen]!.file), screen).toBe(false)
})
