import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuestions } from '../../src/evals/index.ts'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
beforeAll(async () => {
  rig = await startStaff()
})
afterAll(() => rig?.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
async function give(name: string, text: string) {
  const answer = await rig.owner.call('/api/v1/sources/files', { body: { name, base64: base64(text) } })
  await rig.app.settle()
  return answer
}

test('a file from the browser is read, and shown as it was cut', async () => {
  const { status, json } = await give('hours.md', '# Hours\n\n## Monday\n\nWe open at nine.\n')
  expect([status, json.source.kind, json.source.location]).toEqual([201, 'upload', 'hours.md'])
  const { pages } = (await rig.owner.call(`/api/v1/sources/${json.source.id}/pages`)).json
  const preview = await rig.owner.call(`/api/v1/pages/${pages[0].id}/passages`)
  expect(preview.json).toMatchObject({
    page: { title: 'Hours', path: 'hours.md' },
    passages: [{ text: expect.stringContaining('We open at nine.') }],
  })
})

test('a file of the same name takes its place', async () => {
  const first = await give('prices.md', '# Prices\n\nTea costs 4 euros.\n')
  const again = await give('prices.md', '# Prices\n\nTea costs 5 euros.\n')
  expect(again.json.source.id).toBe(first.json.source.id)
  const { sql } = rig.app.storage.database
  const texts = await sql
    .selectFrom('passages')
    .select('text')
    .where('source_id', '=', again.json.source.id)
    .execute()
  expect(texts.map(({ text }) => text).join()).toMatch(/5 euros/)
  expect(texts.map(({ text }) => text).join()).not.toMatch(/4 euros/)
})

test.each([
  ['run.exe', 'MZ', 'must be the name'],
  ['../hours.md', 'x', 'must be the name'],
  ['picture.pdf', 'GIF89a', 'not a PDF'],
  ['notes.txt', 'a\0b', 'binary'],
  ['large.md', 'x'.repeat(5 * 1024 * 1024 + 1), 'too large'],
])('the file %s is refused before anything is stored', async (name, text, reason) => {
  const answer = await give(name, text)
  expect(answer.status, answer.text).toBe(422)
  expect(answer.text).toContain(reason)
  expect((await rig.owner.call('/api/v1/sources')).text).not.toContain(name)
})

test('an operator sees what there is and adds nothing', async () => {
  const operator = await rig.member('operator')
  const body = { name: 'mine.md', base64: base64('# Mine\n\nYes.') }
  expect((await operator.call('/api/v1/sources/files', { body })).status).toBe(403)
  const golden = { question: 'When?', answerable: false }
  expect((await operator.call('/api/v1/golden-questions', { body: golden })).status).toBe(403)
})

test('golden questions are kept once each, and leave as the file that the eval reads', async () => {
  const keep = (body: object) => rig.owner.call('/api/v1/golden-questions', { body })
  expect((await keep({ question: 'When do you open?', answerable: true })).status).toBe(422)
  await keep({ question: 'When do you open?', answerable: true, goldPaths: ['hours.txt'] })
  await keep({ question: ' When do you open? ', answerable: true, goldPaths: ['hours.md'] })
  const { json } = await keep({ question: 'Do you sell boats?', answerable: false })
  const file = await rig.owner.call('/api/v1/golden-questions.jsonl')
  expect(parseQuestions(file.text)).toMatchObject([
    { question: 'When do you open?', answerable: true, gold_docs: ['hours.md'] },
    { question: 'Do you sell boats?', answerable: false, gold_docs: [] },
  ])
  const removed = await rig.owner.call(`/api/v1/golden-questions/${json.id}`, { method: 'DELETE' })
  expect(removed.status).toBe(204)
  const { goldenQuestions } = (await rig.owner.call('/api/v1/golden-questions')).json
  expect(goldenQuestions).toHaveLength(1)
})
