import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from '../models/index.ts'
import { planPull } from './pull.ts'

const known = { catalogue: readCatalogue(), hubUrl: 'https://hub.example/' }
const sha = 'a'.repeat(64)

function manifestFile(id: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'careline-manifest-')), 'own.json')
  const manifest = {
    ...{ id, task: 'reranking', file: 'onnx/model.onnx', sha256: sha, bytes: 7 },
    ...{ output: 'logits', maxTokens: 64, licence: 'MIT' },
  }
  writeFileSync(path, JSON.stringify(manifest))
  return path
}

test.each(['all-minilm-l6-v2', 'Xenova/all-MiniLM-L6-v2'])('%s needs nothing but its id', id => {
  const { id: pulled, files, manifest } = planPull(id, {}, known)
  expect([pulled, manifest?.id]).toEqual(['all-minilm-l6-v2', 'all-minilm-l6-v2'])
  expect(files).toHaveLength(5)
  expect(
    files.every(({ url }) =>
      /^https:\/\/hub\.example\/Xenova\/all-MiniLM-L6-v2\/resolve\/[0-9a-f]{40}\//.test(url),
    ),
  ).toBe(true)
})

test('a model of the hub without our manifest takes one of this machine, which pins the model file', () => {
  const given = { manifest: manifestFile('acme/encoder'), file: [`tokenizer.json#${sha}`] }
  expect(planPull('acme/encoder', given, known).files).toEqual([
    {
      path: 'tokenizer.json',
      sha256: sha,
      url: 'https://hub.example/acme/encoder/resolve/main/tokenizer.json',
    },
    {
      ...{ path: 'onnx/model.onnx', sha256: sha, bytes: 7 },
      url: 'https://hub.example/acme/encoder/resolve/main/onnx/model.onnx',
    },
  ])
})

test('files given with their addresses are taken from there, the manifest being one of them or given beside', () => {
  const file = [`onnx/model.onnx=https://files.example/m#${sha}`]
  const beside = planPull('own', { manifest: manifestFile('own'), file }, known)
  expect(beside).toMatchObject({ manifest: { id: 'own' }, files: [{ url: 'https://files.example/m' }] })
  const all = [...file, `manifest.json=http://files.example/manifest#${sha}`]
  expect(planPull('own', { file: all }, known).files).toHaveLength(2)
})

test.each([
  ['is not pinned', 'other', {}, /not in the catalogue \(all-minilm-l6-v2\)/],
  ['has no manifest', 'own', { file: [`m=https://a.example/m#${sha}`] }, /own has no manifest/],
  ['lacks its model file', 'own', { manifest: 'own' }, /--file onnx\/model.onnx=url#sha256 is missing/],
  ['has a manifest of another', 'own', { manifest: 'acme/encoder' }, /is of acme\/encoder, not of own/],
  ['has a file without checksum', 'own', { file: ['m=https://a.example/m'] }, /must be path=url#sha256/],
  ['has a file without address', 'own', { file: [`m#${sha}`] }, /must be path=url#sha256/],
  ['has a file by another way', 'own', { file: [`m=ftp://a.example/m#${sha}`] }, /must be path=url#sha256/],
])(
  'nothing is fetched of a model that %s',
  (_, id, given: { manifest?: string; file?: string[] }, problem) => {
    const manifest = given.manifest === undefined ? {} : { manifest: manifestFile(given.manifest) }
    expect(() => planPull(id, { ...given, ...manifest }, known)).toThrow(problem)
  },
)
