import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiRig, startApi } from '../security/api-rig.ts'

let api: ApiRig
let docs: string
let source: string
let folders = 0

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.close())

/** A folder of two pages, read. */
beforeEach(async () => {
  docs = join(api.folder, `docs-${++folders}`)
  mkdirSync(docs)
  writeFileSync(join(docs, 'tea.md'), '# 4711\n\n12 € / 250 g\n')
  writeFileSync(join(docs, 'draft.md'), '# 4712\n\n14 € / 250 g\n')
  const added = await call('POST', '/sources', { kind: 'folder', location: docs, schedule: '0 4 * * *' })
  source = `/sources/${added.json.source.id}`
})

async function call(method: string, path: string, body?: object) {
  const answer = await api.call(`/api/v1${path}`, {
    ...{ method, body, token: api.app.adminToken },
  })
  await api.app.settle()
  return answer
}

const pagesOf = async () => (await call('GET', `${source}/pages`)).json.pages

test('a change of the patterns is read at once, and the other settings stay', async () => {
  expect((await pagesOf()).map(({ path }: { path: string }) => path)).toEqual(['draft.md', 'tea.md'])
  const changed = await call('PATCH', source, { exclude: ['draft*'] })
  expect(changed).toMatchObject({ status: 200, json: { job: { kind: 'source.sync' } } })
  expect(changed.json.source.settings).toEqual({ exclude: ['draft*'], schedule: '0 4 * * *' })
  expect((await pagesOf()).map(({ path }: { path: string }) => path)).toEqual(['tea.md'])
  const shown = (await call('GET', source)).json.source
  expect(shown).toMatchObject({ pages: 1, settings: changed.json.source.settings })
})

const passagesOf = () =>
  api.app.storage.database.sql
    .selectFrom('passages')
    .select(['id', 'language', 'embedding_model'])
    .where('source_id', '=', source.slice('/sources/'.length))
    .orderBy('id')
    .execute()

test('a new address reaches pages that did not change, and their passages stay', async () => {
  const before = await passagesOf()
  await call('PATCH', source, { baseUrl: 'https://help.example.com/' })
  expect(await pagesOf()).toMatchObject([
    { path: 'draft.md', url: 'https://help.example.com/draft' },
    { path: 'tea.md', url: 'https://help.example.com/tea' },
  ])
  expect(await passagesOf()).toEqual(before)
})

test('a new language reaches pages that did not change', async () => {
  await call('PATCH', source, { language: 'nl' })
  expect(await pagesOf()).toMatchObject([{ language: 'nl' }, { language: 'nl' }])
  expect((await passagesOf()).map(({ language }) => language)).toEqual(['nl', 'nl'])
})

test('null takes a setting away', async () => {
  const { json } = await call('PATCH', source, { schedule: null })
  expect(json.source.settings).toEqual({})
})

test('pasted text is changed in place', async () => {
  const added = await call('POST', '/sources', { kind: 'text', location: 'Hours', text: 'Open at nine.' })
  source = `/sources/${added.json.source.id}`
  const changed = await call('PATCH', source, { text: 'Open at ten.' })
  expect(changed.status).toBe(200)
  // The text is the page; it is not repeated among the settings.
  expect(changed.json.source.settings).toEqual({})
  const { sql } = api.app.storage.database
  const id = source.slice('/sources/'.length)
  expect(await sql.selectFrom('passages').select('text').where('source_id', '=', id).execute()).toEqual([
    { text: 'Open at ten.' },
  ])
})

test.each([
  [{ schedule: '* * * * *' }, 'more often than hourly'],
  [{ text: 'Open at ten.' }, 'only a pasted text'],
  [{ maxPages: 0 }, 'maxPages'],
  [{ location: '/elsewhere' }, 'location'],
])('a change to %j is refused and changes nothing', async (body, reason) => {
  const { status, text } = await call('PATCH', source, body)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(text).toContain(reason)
  expect((await call('GET', source)).json.source.settings).toEqual({ schedule: '0 4 * * *' })
})

test('a source that is not there cannot be changed', async () => {
  expect((await call('PATCH', '/sources/src_none', { language: 'de' })).status).toBe(404)
})
