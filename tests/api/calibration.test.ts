import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
let path: string
beforeAll(async () => {
  rig = await startStaff()
  path = `/api/v1/bots/${rig.app.botId}/calibration`
  await rig.owner.call('/api/v1/sources', {
    body: { kind: 'text', location: 'Refunds', text: '# Refunds\n\nRefunds take 5 days.\n' },
  })
  await rig.app.settle()
})
afterAll(() => rig?.close())

const keep = (question: string, goldPaths: string[]) =>
  rig.owner.call('/api/v1/golden-questions', {
    body: { question, goldPaths, answerable: goldPaths.length > 0 },
  })

test('a curve of few golden questions is refused in words, and that of the gate is shown meanwhile', async () => {
  const refused = await rig.owner.call(path, { method: 'POST' })
  expect(refused.status).toBe(422)
  expect(refused.json.detail).toContain('at least 20 golden questions')
  const { json } = await rig.owner.call(path)
  expect(json).toMatchObject({ measured: null, leftOut: { questions: 367, sets: expect.any(Array) } })
})

test('a curve of the golden questions is measured by a job, and leaves the threshold', async () => {
  const { json: sources } = await rig.owner.call('/api/v1/sources')
  const { json: pages } = await rig.owner.call(`/api/v1/sources/${sources.sources[0].id}/pages`)
  for (let at = 0; at < 10; at++) {
    await keep(`How many days do refunds take, case ${at}?`, [pages.pages[0].path])
    await keep(`What is the capital of Mongolia, case ${at}?`, [])
  }
  const { json: begun } = await rig.owner.call(path, { method: 'POST' })
  await rig.app.settle()
  const { json: job } = await rig.owner.call(`/api/v1/jobs/${begun.job.id}`)
  expect(job).toMatchObject({ state: 'done', progress: { done: 20, total: 20 } })
  const { json } = await rig.owner.call(path)
  expect(json.measured).toMatchObject({ asked: 'golden-questions', questions: 20, answerable: 10 })
  expect(json.threshold).toBe(json.ownThreshold)
  const { points } = json.measured
  expect(points[0].threshold).toBe(0)
  for (const { answered, wrong, refused } of points)
    expect(answered - wrong).toBeLessThanOrEqual(10 - refused)
})

test('a curve of a folder is kept together with its threshold', async () => {
  const points = [{ threshold: 0.3, answered: 9, wrong: 1, refused: 2 }]
  const body = { questions: 12, answerable: 10, points, threshold: 0.3 }
  const { status, json } = await rig.owner.call(path, { method: 'PUT', body })
  expect(status).toBe(200)
  expect(json).toMatchObject({ threshold: 0.3, measured: { asked: 'folder', points } })
})
