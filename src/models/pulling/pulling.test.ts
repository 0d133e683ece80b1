import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWebSite, type WebSite } from '../../../tests/support/web-site.ts'
import { asFetch } from '../../platform/fetch/as-fetch.ts'
import { createGuardedFetch, type GuardedFetch } from '../../platform/fetch/guarded-fetch.ts'
import { packageRoot } from '../../platform/paths.ts'
import { findModel } from '../embedding/resolve-embedder.ts'
import { parseManifest } from '../manifest.ts'
import { filesOf, pullPinned, readCatalogue } from './catalogue.ts'
import { pullModel } from './pull-model.ts'

const body = 'weights'
const sha256 = createHash('sha256').update(body).digest('hex')
const manifest = parseManifest(
  {
    ...{ id: 'm', task: 'reranking', file: 'onnx/model.onnx', sha256, bytes: body.length },
    ...{ output: 'logits', maxTokens: 64, licence: 'MIT' },
  },
  'test',
)

let hub: WebSite
let guarded: GuardedFetch
let fetch: typeof globalThis.fetch

beforeAll(async () => {
  const bytes = (path: string) => readFileSync(join(packageRoot, 'models/all-minilm-l6-v2', path))
  const carried = filesOf(readCatalogue()[0]!, '').map(({ path, url }) => [url, { body: bytes(path) }])
  hub = await startWebSite({
    '/m': { body },
    '/tokenizer.json': { body: '{}' },
    ...Object.fromEntries(carried),
  })
  guarded = createGuardedFetch({ allow: [hub.allow] })
  fetch = asFetch(guarded, { maxBytes: 64 * 1024 * 1024 })
})
afterAll(async () => {
  await guarded.close()
  await hub.close()
})

const place = () => mkdtempSync(join(tmpdir(), 'careline-pulling-'))
const model = () => ({ url: `${hub.origin}/m`, path: 'onnx/model.onnx', sha256, bytes: body.length })
const tokenizer = (sha = createHash('sha256').update('{}').digest('hex')) => ({
  ...{ url: `${hub.origin}/tokenizer.json`, path: 'tokenizer.json', sha256: sha },
})

test('the model comes into place as a whole, with its manifest', async () => {
  const modelsDir = place()
  const seen: string[][] = []
  const onProgress = () => seen.push(readdirSync(modelsDir))
  const directory = await pullModel('m', {
    modelsDir,
    files: [model(), tokenizer()],
    manifest,
    fetch,
    onProgress,
  })
  expect(directory).toBe(join(modelsDir, 'm'))
  expect(readFileSync(join(directory, 'onnx/model.onnx'), 'utf8')).toBe(body)
  expect(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'))).toEqual(manifest)
  expect(seen.flat()).toEqual(['m.part', 'm.part'])
  expect(readdirSync(modelsDir)).toEqual(['m'])
})

test('the second file being wrong leaves nothing of the first, and the model that was there stays', async () => {
  const modelsDir = place()
  await pullModel('m', { modelsDir, files: [model()], manifest, fetch })
  const files = [model(), tokenizer('0'.repeat(64))]
  await expect(pullModel('m', { modelsDir, files, manifest, fetch })).rejects.toMatchObject({
    code: 'invalid',
  })
  expect(readdirSync(modelsDir)).toEqual(['m'])
  expect(existsSync(join(modelsDir, 'm/tokenizer.json'))).toBe(false)
})

test('what a pull left behind when it was killed does not hinder the next, which replaces the model', async () => {
  const modelsDir = place()
  for (const left of ['m', 'm.part', 'm.old']) {
    mkdirSync(join(modelsDir, left))
    writeFileSync(join(modelsDir, left, 'stale'), '')
  }
  await pullModel('m', { modelsDir, files: [model()], manifest, fetch })
  expect(readdirSync(modelsDir)).toEqual(['m'])
  expect(readdirSync(join(modelsDir, 'm')).sort()).toEqual(['manifest.json', 'onnx'])
})

test.each([
  ['another checksum', () => ({ ...model(), sha256: '0'.repeat(64) })],
  ['another size', () => ({ ...model(), bytes: 3 })],
  ['a server that does not have it', () => ({ ...model(), url: `${hub.origin}/none` })],
  ['no checksum', () => ({ ...model(), sha256: '' })],
  ['a path outside', () => ({ ...model(), path: '../../model.onnx' })],
])('nothing is left after %s', async (_, file) => {
  const modelsDir = place()
  await expect(pullModel('m', { modelsDir, files: [file()], manifest, fetch })).rejects.toThrow()
  expect(readdirSync(modelsDir)).toEqual([])
})

test('a manifest of another model, or none, is refused', async () => {
  const modelsDir = place()
  await expect(pullModel('n', { modelsDir, files: [model()], manifest, fetch })).rejects.toThrow(
    /is of m, not of n/,
  )
  await expect(pullModel('m', { modelsDir, files: [model()], fetch })).rejects.toThrow(/manifest.json/)
  expect(readdirSync(modelsDir)).toEqual([])
})

test('the catalogue pins what the carried model is, file by file', async () => {
  const [entry] = readCatalogue()
  const carried = join(packageRoot, 'models/all-minilm-l6-v2')
  expect(entry?.manifest).toEqual(JSON.parse(readFileSync(join(carried, 'manifest.json'), 'utf8')))
  expect(entry?.revision).toMatch(/^[0-9a-f]{40}$/)
  for (const file of entry?.files ?? [])
    expect(
      createHash('sha256')
        .update(readFileSync(join(carried, file.path)))
        .digest('hex'),
    ).toBe(file.sha256)
})

test('a chosen model that is not at hand comes from the hub only where downloads are on and it is pinned', async () => {
  const dataDir = place()
  const options = { modelsDirs: [], dataDir, choice: 'all-minilm-l6-v2' }
  await expect(findModel(options)).rejects.toThrow(/careline models pull all-minilm-l6-v2/)
  const asked = hub.requests.length
  const pull = (id: string) =>
    pullPinned(id, { modelsDir: join(dataDir, 'models'), hubUrl: hub.origin, fetch })
  await expect(findModel({ ...options, choice: 'unpinned', pull })).rejects.toThrow(/unpinned was not found/)
  expect(hub.requests).toHaveLength(asked)
  expect(await findModel({ ...options, pull })).toBe(join(dataDir, 'models/all-minilm-l6-v2'))
  expect(hub.requests).toHaveLength(asked + 5)
  // From now on it is at hand, and nobody is asked.
  await findModel({ ...options, pull })
  expect(hub.requests).toHaveLength(asked + 5)
})
