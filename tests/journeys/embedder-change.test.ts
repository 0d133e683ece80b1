import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type App, createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'
import { createEmbedders, createHashEmbedder, type Embedder } from '../../src/models/index.ts'
import { createSmallApp } from '../support/small-app.ts'

// Each test starts the program several times, and one loads both encoders.
vi.setConfig({ testTimeout: 240_000 })

let folder: string
let app: App | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'careline-embedder-'))
  mkdirSync(join(folder, 'pages'))
  writeFileSync(
    join(folder, 'pages/tea.md'),
    '# Black tea\n\nBrew black tea for four minutes in water of 96 degrees.\n',
  )
  writeFileSync(join(folder, 'pages/tin.md'), '# The tin\n\nYou can return an unopened tin within 30 days.\n')
})
afterEach(async () => {
  await app?.stop()
  app = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** The program over the same data folder as before, as after a restart. */
async function restart(start: () => Promise<App>): Promise<App> {
  await app?.stop()
  app = undefined
  app = await start()
  return app
}

/** With the carried encoders, as `environment` chooses them. */
const withModels = (environment: Record<string, string> = {}) =>
  restart(() =>
    createApp(
      readConfig({
        ...{ DATA_DIR: join(folder, 'data'), NO_EXAMPLE: 'true', LOG_LEVEL: 'silent', INDEX_THREADS: '1' },
        ...environment,
      }),
    ),
  )

/** With an embedder that stands for a model server: once it is gone from the settings, nothing can open it. */
const withFixed = (fixed: Embedder, environment: Record<string, string> = {}) =>
  restart(() =>
    createSmallApp(
      { DATA_DIR: join(folder, 'data'), ...environment },
      {
        replace: {
          models: models => ({
            ...models,
            embedders: createEmbedders({ modelsDirs: [], dataDir: folder, fixed }),
          }),
        },
      },
    ),
  )

async function call(path: string, body?: object): Promise<Response> {
  const { http, adminToken } = app as App
  return http.request(`/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}

async function ingest(): Promise<void> {
  const { sources } = (await (await call('/sources')).json()) as { sources: { id: string }[] }
  const answer = sources[0]
    ? await call(`/sources/${sources[0].id}/sync`, {})
    : await call('/sources', { kind: 'folder', location: join(folder, 'pages') })
  const { job } = (await answer.json()) as { job: { id: string } }
  await app?.settle()
  expect(await (await call(`/jobs/${job.id}`)).json()).toMatchObject({ state: 'done' })
}

const foundFor = async (question: string) => {
  const { knowledge, workspaceId } = app as App
  const found = await knowledge.search.search(workspaceId, question)
  return { page: found.candidates[0]?.passage.path, embedder: found.query.embedder }
}

const indexState = async () =>
  ((await (await call('/models')).json()) as { index: Record<string, unknown> }).index

test('after another encoder is chosen, questions are answered with the old one until all is embedded anew', async () => {
  await withModels()
  await ingest()
  const { settle } = await withModels({ EMBEDDER: 'multilingual-e5-small' })
  expect(await indexState()).toEqual({
    ...{ passages: 2, embedder: 'all-minilm-l6-v2', embedded: 2, searchable: true },
    ...{ wanted: 'multilingual-e5-small', collected: 0 },
  })
  expect(await foundFor('How long do I brew black tea?')).toEqual({
    page: 'tea.md',
    embedder: 'all-minilm-l6-v2',
  })
  await settle()
  expect(await foundFor('How long do I brew black tea?')).toEqual({
    page: 'tea.md',
    embedder: 'multilingual-e5-small',
  })
  await ingest()
})

test('an embedder that is gone is replaced at the next start, and reading goes on', async () => {
  await withFixed(createHashEmbedder(64))
  await ingest()
  const { settle } = await withFixed(createHashEmbedder(32))
  expect(await indexState()).toMatchObject({ embedder: 'hash-64', searchable: false, wanted: 'hash-32' })
  await expect(foundFor('black tea')).rejects.toThrow(/hash-64.*hash-32/)
  await settle()
  expect(await foundFor('black tea')).toEqual({ page: 'tea.md', embedder: 'hash-32' })
  expect(await indexState()).toMatchObject({ embedder: 'hash-32', embedded: 2, searchable: true })
})

test('reading again moves everything over when the old embedder is gone, new pages with it', async () => {
  await withFixed(createHashEmbedder(64))
  await ingest()
  await withFixed(createHashEmbedder(32))
  writeFileSync(join(folder, 'pages/cup.md'), '# The cup\n\nA porcelain cup costs nine euros.\n')
  await ingest()
  expect(await foundFor('porcelain cup')).toEqual({ page: 'cup.md', embedder: 'hash-32' })
  expect(await foundFor('black tea')).toEqual({ page: 'tea.md', embedder: 'hash-32' })
})

test('another language model embeds nothing, neither at the start nor when pages are read again', async () => {
  await withFixed(createHashEmbedder(64))
  await ingest()
  const embedder = createHashEmbedder(64)
  const { settle } = await withFixed(embedder, {
    MODEL_ANSWER: 'compatible:other',
    COMPATIBLE_BASE_URL: 'http://127.0.0.1:9/v1',
  })
  await settle()
  await ingest()
  expect(embedder.calls.texts).toBe(0)
  await foundFor('black tea')
  expect(embedder.calls.texts).toBe(1)
})
