import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startServer } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-process-'))
afterAll(() => rmSync(folder, { recursive: true }))

const options = { dataDir: folder, modelUrl: '', sql: [] }
const serverOf = (name: string, program: string, patienceMs = 1_000) => {
  const entry = join(folder, `${name}.mjs`)
  writeFileSync(entry, program)
  return startServer(entry, options, { patienceMs })
}

it('has more patience with a server that its machine starts slowly', async () => {
  const server = serverOf(
    'slow',
    "setTimeout(() => process.send({ type: 'ready', port: 1 }), 300), setInterval(() => undefined, 1_000)",
  )
  expect(await server.url()).toBe('http://127.0.0.1:1')
  expect(server.patienceMs).toBeGreaterThanOrEqual(1_000 + 4 * 300)
  await server.stop()
})

it('starts a server again that failed to start, and says so of one that fails each time or later', async () => {
  const marked = JSON.stringify(join(folder, 'failed-once'))
  const weak = serverOf(
    'weak',
    `import { existsSync, writeFileSync } from 'node:fs'
     if (existsSync(${marked})) process.send({ type: 'ready', port: 2 }), setInterval(() => undefined, 1_000)
     else writeFileSync(${marked}, ''), process.exit(1)`,
  )
  expect(await weak.url()).toBe('http://127.0.0.1:2')
  expect(weak.starts()).toBe(2)
  await weak.stop()

  const broken = serverOf('broken', 'process.exit(1)')
  await expect(broken.url()).rejects.toThrow('ended by itself')
  expect(broken.starts()).toBe(4)

  const late = serverOf('late', "process.send({ type: 'ready', port: 3 }, () => process.exit(1))")
  await expect.poll(() => late.url().catch(String)).toContain('ended by itself')
  expect(late.starts()).toBe(1)
})
