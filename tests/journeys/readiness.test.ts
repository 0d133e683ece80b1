import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'
import { createEmbedders, createHashEmbedder } from '../../src/models/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-readiness-'))
const embedder = createHashEmbedder()
let beginEmbedding: () => void
let letEmbed: () => void = () => undefined
const embedding = new Promise<void>(resolve => {
  beginEmbedding = resolve
})
const allowed = new Promise<void>(resolve => {
  letEmbed = resolve
})
let app: App

beforeAll(async () => {
  mkdirSync(join(folder, 'pages'))
  writeFileSync(
    join(folder, 'pages/returns.md'),
    '# Returns\n\nYou can send an item back within thirty days.\n',
  )
  const fixed = {
    ...embedder,
    async embedPassages(texts: readonly string[]) {
      beginEmbedding()
      await allowed
      return embedder.embedPassages(texts)
    },
  }
  const config = readConfig({
    ...{ DATA_DIR: join(folder, 'data'), KNOWLEDGE: join(folder, 'pages'), LOG_LEVEL: 'silent' },
  })
  app = await createApp(config, {
    replace: {
      models: models => ({
        ...models,
        embedders: createEmbedders({ modelsDirs: [], dataDir: folder, fixed }),
      }),
    },
  })
})
afterAll(async () => {
  letEmbed()
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

const readiness = async () => {
  const response = await app.http.request('/readyz')
  return { ...((await response.json()) as { checks: Record<string, string> }), status: response.status }
}

it('is ready only when the first pages can be found, and alive all the time', async () => {
  expect(await readiness()).toMatchObject({
    status: 503,
    checks: { index: expect.stringContaining('first pages') },
  })
  const settled = app.settle()
  await embedding
  expect(await readiness()).toMatchObject({
    status: 503,
    checks: { index: expect.stringContaining('first pages') },
  })
  expect((await app.http.request('/healthz')).status).toBe(200)
  letEmbed()
  await settled
  expect(await readiness()).toMatchObject({ status: 200, checks: { index: 'ready', database: 'ready' } })
})
