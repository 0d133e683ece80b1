import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessTable } from '../../src/api/access.ts'
import { auditedTable } from '../../src/api/audited.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
let ada: Staff
beforeAll(async () => {
  rig = await startStaff()
  ada = await rig.member('operator')
})
afterAll(() => rig?.close())

const linesOf = async (query: string) => (await rig.owner.call(`/api/v1/audit?${query}`)).json.entries

test('every route behind the gate says what the audit log has of it, or why it has nothing', () => {
  const behind = Object.entries(accessTable).filter(([, access]) => typeof access === 'object')
  expect(Object.keys(auditedTable).sort()).toEqual(behind.map(([name]) => name).sort())
  const silent = Object.entries(auditedTable).filter(
    ([name, what]) => !name.startsWith('GET ') && 'reads' in what,
  )
  expect(silent).toEqual([])
})

test('who read a conversation is written once in a quarter of an hour, and a refusal is no read', async () => {
  const { id } = await rig.visitor()
  const path = `/api/v1/desk/conversations/${id}`
  for (let times = 0; times < 3; times++) await ada.call(path)
  await ada.call('/api/v1/desk/conversations/cnv_nobody')
  await rig.owner.call(path)
  const lines = await linesOf('action=conversation.read')
  expect(lines.map((line: { objectId: string }) => line.objectId)).toEqual([id, id])
  expect(new Set(lines.map((line: { actor: string }) => line.actor)).size).toBe(2)
})

test('a change is written by every route that makes one, also where the route has nothing to add', async () => {
  const { json } = await rig.owner.call('/api/v1/labels', { body: { name: 'refund', colour: '#aa0000' } })
  await rig.owner.call(`/api/v1/labels/${json.id}`, { method: 'DELETE' })
  await rig.owner.call(`/api/v1/bots/${rig.app.botId}`, { method: 'PATCH', body: { name: 'Ada' } })
  const actions = (await linesOf('')).map((line: { action: string }) => line.action)
  expect(actions).toEqual(expect.arrayContaining(['label.created', 'label.deleted', 'bot.changed']))
})

test('the export is filtered as the list is, in both forms, and is itself in the log', async () => {
  const since = new Date(Date.now() + 3_600_000).toISOString()
  const none = await rig.owner.call(`/api/v1/audit.jsonl?since=${encodeURIComponent(since)}`)
  expect(none.text).toBe('')
  const lines = await rig.owner.call('/api/v1/audit.jsonl?action=bot.changed')
  expect(
    lines.text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).action),
  ).toEqual(['bot.changed'])
  const csv = await rig.owner.call('/api/v1/audit.csv?action=bot.changed')
  expect(csv.text.trim().split('\r\n')).toHaveLength(2)
  expect(await linesOf('action=audit-log.exported')).toHaveLength(3)
  expect((await ada.call('/api/v1/audit.jsonl')).status).toBe(403)
})
