import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTinyCrossEncoder } from '../../../tests/support/tiny-cross-encoder.ts'
import { findReranker, openLocalReranker } from './local-reranker.ts'

const place = () => mkdtempSync(join(tmpdir(), 'careline-rerankers-'))
const passages = ['trains leave at noon', 'a refund takes five days', 'about a refund of a refund']

test('a cross-encoder reads question and passage together and puts the passage that answers first', async () => {
  const folder = place()
  writeTinyCrossEncoder(join(folder, 'tiny-overlap'))
  const reranker = await findReranker({ modelsDirs: [folder] })
  expect(reranker).toMatchObject({ id: 'tiny-overlap', calibrated: true })
  const scores = (await reranker?.score('refund days', passages)) ?? []
  await reranker?.close()
  // Equal tokens (ref, ##und, days and the closing mark), behind the manifest's calibration.
  const expected = [1, 4, 5].map(logit => 1 / (1 + Math.exp(-(logit - 3))))
  expect(scores).toHaveLength(3)
  scores.forEach((score, at) => {
    expect(score).toBeCloseTo(expected[at] ?? 0, 5)
  })
})

test('a passage longer than the model reads is cut, and scores come in the order asked', async () => {
  const folder = place()
  writeTinyCrossEncoder(folder)
  const reranker = await openLocalReranker(folder)
  const long = `${'train '.repeat(500)}refund`
  const [cut = 0, short = 0] = await reranker.score('refund', [long, 'refund'])
  await reranker.close()
  expect(cut).toBeLessThan(short)
})

test('without a calibration the scores only order', async () => {
  const folder = place()
  writeTinyCrossEncoder(folder, { calibration: undefined })
  const reranker = await openLocalReranker(folder)
  expect(reranker.calibrated).toBe(false)
  await reranker.close()
})

test('no directory, no reranker; a chosen one that is missing or of another task is an error that names it', async () => {
  const folder = place()
  expect(await findReranker({ modelsDirs: [folder, join(folder, 'none')] })).toBeUndefined()
  await expect(findReranker({ modelsDirs: [folder], choice: 'marco' })).rejects.toThrow(/marco was not found/)
  writeTinyCrossEncoder(join(folder, 'tiny-overlap'))
  expect(await findReranker({ modelsDirs: [folder], choice: 'off' })).toBeUndefined()
  const embedding = join(process.cwd(), 'models/all-minilm-l6-v2')
  await expect(findReranker({ modelsDirs: [], choice: embedding })).rejects.toThrow(
    /for embedding, not for reranking/,
  )
})

test('a directory that cannot be read is passed over with a word, unless it was chosen', async () => {
  const folder = place()
  mkdirSync(join(folder, 'broken'))
  writeFileSync(join(folder, 'broken/manifest.json'), '{ "id": ')
  const told: string[] = []
  const onUnreadable = (problem: string) => told.push(problem)
  expect(await findReranker({ modelsDirs: [folder], onUnreadable })).toBeUndefined()
  writeTinyCrossEncoder(join(folder, 'tiny-overlap'))
  expect(await findReranker({ modelsDirs: [folder], onUnreadable })).toMatchObject({ id: 'tiny-overlap' })
  expect(told).toEqual(
    Array(2).fill(expect.stringMatching(/broken cannot be used: manifest.json is not JSON/)),
  )
  await expect(findReranker({ modelsDirs: [folder], choice: 'broken' })).rejects.toThrow(/not JSON/)
})

test('a model named as hubs do is found, and one that is still being pulled is not', async () => {
  const folder = place()
  writeTinyCrossEncoder(join(folder, 'acme/tiny.part'), { id: 'acme/tiny' })
  expect(await findReranker({ modelsDirs: [folder] })).toBeUndefined()
  writeTinyCrossEncoder(join(folder, 'acme/tiny'), { id: 'acme/tiny' })
  expect(await findReranker({ modelsDirs: [folder] })).toMatchObject({ id: 'acme/tiny' })
  expect(await findReranker({ modelsDirs: [folder], choice: 'acme/tiny' })).toMatchObject({ id: 'acme/tiny' })
})

test('a file that is no model fails the request with the model named, not the process', async () => {
  const folder = place()
  writeTinyCrossEncoder(folder, { bytes: 7 })
  writeFileSync(join(folder, 'model.onnx'), 'garbage')
  const reranker = await openLocalReranker(folder)
  await expect(reranker.score('a', ['b'])).rejects.toThrow(/reranking model tiny-overlap/)
  await reranker.close()
})
