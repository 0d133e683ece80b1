import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'

const TEXT = 'Yes, within 30 days, **also** sale items.\n\nWrite to us first.'
let rig: StaffRig
let pageId: string
let source: string

beforeAll(async () => {
  rig = await startStaff()
  const text = '# Returns\n\n## Sale\n\nThings from the sale can be returned within 30 days.\n'
  const base64 = Buffer.from(text).toString('base64')
  const { json } = await rig.owner.call('/api/v1/sources/files', { body: { name: 'returns.md', base64 } })
  await rig.app.settle()
  source = json.source.id
  pageId = (await rig.owner.call(`/api/v1/sources/${source}/pages`)).json.pages[0].id
})
afterAll(() => rig?.close())

const pin = (body: object) => rig.owner.call('/api/v1/pinned-answers', { body })
const ask = async (question: string) => {
  const { json } = await rig.owner.call('/api/v1/ask', { body: { question } })
  const { trace } = (await rig.owner.call(`/api/v1/traces/${json.traceId}`)).json
  return { decision: json.decision, trace }
}

test('a pinned answer is said word for word to whoever asks nearly the same, with its page cited', async () => {
  const questions = ['Can I return sale items?', 'Are reductions final?']
  const { status, json } = await pin({ questions, text: TEXT, pageId })
  expect(status).toBe(201)
  for (const question of ['can i return SALE items', 'Are reductions final?']) {
    const { decision, trace } = await ask(question)
    expect(decision).toMatchObject({ kind: 'answered', mode: 'pinned', text: TEXT })
    expect(decision.citations).toMatchObject([
      { path: 'returns.md', quote: expect.stringMatching(/30 days/) },
    ])
    expect(trace.pinned).toMatchObject({ id: json.id, said: true })
  }
  const { decision, trace } = await ask('Can I return items from the sale without a receipt?')
  expect(decision.mode).not.toBe('pinned')
  expect(trace.pinned).toMatchObject({ id: json.id, said: false })
})

test('what must go to a person goes there, whatever is pinned', async () => {
  await pin({ questions: ['I will sue you'], text: 'Please do not.', pageId })
  expect((await ask('I will sue you')).decision).toMatchObject({ kind: 'handoff', reason: 'sensitive' })
})

test('is changed, unpinned and written into the audit log', async () => {
  const { json } = await pin({ questions: ['Do you sell boats?'], text: 'No.', pageId })
  const path = `/api/v1/pinned-answers/${json.id}`
  const body = { questions: ['Do you sell boats?'], text: 'Not any more.', pageId }
  expect((await rig.owner.call(path, { method: 'PUT', body })).json.text).toBe('Not any more.')
  expect((await ask('Do you sell boats?')).decision.text).toBe('Not any more.')
  expect((await rig.owner.call(path, { method: 'DELETE' })).status).toBe(204)
  expect((await ask('Do you sell boats?')).decision.mode).not.toBe('pinned')
  const { entries } = (await rig.owner.call('/api/v1/audit')).json
  const actions = entries.map((entry: { action: string }) => entry.action)
  for (const what of ['created', 'changed', 'deleted']) expect(actions).toContain(`pinned-answer.${what}`)
})

test('a page of nobody is refused, and one that is gone silences its answer', async () => {
  expect((await pin({ questions: ['Where?'], text: 'Here.', pageId: 'pag_nobody' })).status).toBe(422)
  await rig.owner.call(`/api/v1/sources/${source}`, { method: 'DELETE' })
  await rig.app.settle()
  expect((await ask('Can I return sale items?')).decision.mode).not.toBe('pinned')
  const { pinnedAnswers } = (await rig.owner.call('/api/v1/pinned-answers')).json
  expect(pinnedAnswers[0].pageId).toBeNull()
})
