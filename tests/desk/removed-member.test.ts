import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'
import { memberIdOf } from '../api/access-cast.ts'

let rig: StaffRig
beforeAll(async () => {
  rig = await startStaff()
})
afterAll(() => rig?.close())

test('what a removed member held or was assigned waits in the queue at once, and the visitor is told', async () => {
  const leaver = await rig.member('operator')
  const memberId = await memberIdOf(rig.owner, leaver.email)
  const held = await rig.visitor()
  const assigned = await rig.visitor()
  const desk = (id: string) => `/api/v1/desk/conversations/${id}`
  const took = await leaver.call(`${desk(held.id)}/takeover`, { method: 'POST', body: {} })
  expect(took.status).toBe(200)
  await rig.call(`${assigned.path}/handoff`, { token: assigned.token, body: {} })
  const body = { assigneeId: memberId }
  expect((await rig.owner.call(desk(assigned.id), { method: 'PATCH', body })).status).toBeLessThan(300)
  const removed = await rig.owner.call(`/api/v1/members/${memberId}`, { method: 'DELETE' })
  expect(removed.status).toBe(204)
  const { sql } = rig.app.accounts.database
  const rows = await sql.selectFrom('conversations').select(['id', 'holder', 'assignee_id']).execute()
  expect(rows.find(({ id }) => id === held.id)).toMatchObject({ holder: 'queue', assignee_id: null })
  expect(rows.find(({ id }) => id === assigned.id)).toMatchObject({ assignee_id: null })
  const told = await sql
    .selectFrom('events')
    .select('name')
    .where('conversation_id', '=', held.id)
    .orderBy('number', 'desc')
    .limit(3)
    .execute()
  expect(told.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['holder.changed', 'conversation.released']),
  )
})
