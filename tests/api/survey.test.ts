import { afterAll, beforeAll, expect, test } from 'vitest'
import { replayIntake } from '../../src/conversations/index.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
let ada: Staff
beforeAll(async () => {
  rig = await startStaff()
  ada = await rig.member('operator')
})
afterAll(() => rig?.close())

async function helped() {
  const { id, path, token } = await rig.visitor()
  await rig.call(`${path}/messages`, { token, body: { text: 'Hello' } })
  const desk = `/api/v1/desk/conversations/${id}`
  return {
    id,
    resolve: () => ada.call(desk, { method: 'PATCH', body: { status: 'resolved' } }),
    say: (text: string) => rig.call(`${path}/messages`, { token, body: { text } }),
    judge: (body: object) => rig.call(`${path}/survey`, { method: 'PUT', body, token }),
    open: async () => (await rig.call(path, { token })).json.survey,
    shown: async () => (await ada.call(desk)).json.surveys,
  }
}

test('a visitor judges each resolved engagement once, and the desk reads it in the story', async () => {
  const visitor = await helped()
  expect(await visitor.open()).toBeNull()
  expect((await visitor.judge({ engagement: 1, score: 5 })).status).toBe(404)
  await visitor.resolve()
  expect(await visitor.open()).toEqual({ engagement: 1 })
  for (const score of [0, 6, 2.5]) expect((await visitor.judge({ engagement: 1, score })).status).toBe(422)
  const said = { engagement: 1, score: 2, comment: '  Too slow. ' }
  for (let time = 0; time < 2; time++) expect((await visitor.judge(said)).status).toBe(204)
  expect((await visitor.judge({ engagement: 1, score: 5 })).status).toBe(409)
  expect(await visitor.open()).toBeNull()
  await visitor.say('And another thing')
  await visitor.resolve()
  expect(await visitor.open()).toEqual({ engagement: 2 })
  expect((await visitor.judge({ engagement: 2, score: 5 })).status).toBe(204)
  expect(await visitor.shown()).toMatchObject([
    { engagement: 1, score: 2, comment: 'Too slow.' },
    { engagement: 2, score: 5, comment: null },
  ])
})

test('a judgement the database lost is taken in again from the journal, once, with the resolution it judges', async () => {
  const visitor = await helped()
  const at = new Date().toISOString()
  const record = {
    ...{ kind: 'survey', event: 1, at, conversationId: visitor.id, engagement: 1, score: 3, comment: 'ok' },
    ...{ uptoSeq: 1, resolvedBy: 'mem_1', resolvedAt: at },
  }
  const { database } = rig.app.storage
  expect(await replayIntake({ database }, [record])).toBe(1)
  expect(await replayIntake({ database }, [record])).toBe(0)
  expect(await visitor.shown()).toMatchObject([{ engagement: 1, score: 3, comment: 'ok' }])
})
