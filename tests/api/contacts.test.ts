import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

const CANARY = 'cobalt-marmalade'
const EMAIL = `${CANARY}@person.example`

let rig: StaffRig
let ada: Staff
let id: string
beforeAll(async () => {
  rig = await startStaff()
  ada = await rig.member('operator')
  const visitor = await rig.visitor({ url: `https://shop.example/?${CANARY}` })
  const path = `/api/v1/desk/conversations/${visitor.id}`
  await rig.call(`${visitor.path}/messages`, { token: visitor.token, body: { text: `I am ${CANARY}` } })
  await rig.app.settle()
  await rig.call(`${visitor.path}/handoff`, {
    token: visitor.token,
    body: { email: EMAIL, note: `call ${CANARY}` },
  })
  const { epoch } = (await ada.call(`${path}/takeover`, { body: {} })).json.conversation
  await ada.call(`${path}/messages`, { body: { clientId: 'one', text: `Hello ${CANARY}`, epoch } })
  await ada.call(`${path}/notes`, { body: { text: `${CANARY} is angry` } })
  id = (await ada.call(path)).json.line.contact.id
  const other = await rig.visitor()
  await rig.call(`${other.path}/messages`, { token: other.token, body: { text: 'somebody else' } })
})
afterAll(() => rig?.close())

/** Every table with a row that holds the canary, as PostgreSQL writes the whole row. */
async function tablesWith(text: string): Promise<string[]> {
  const db = rig.app.storage.database.sql
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(db)
  const found: string[] = []
  for (const { name } of rows) {
    const hit =
      await sql`select 1 from ${sql.table(name)} t where t::text ilike ${`%${text}%`} limit 1`.execute(db)
    if (hit.rows.length > 0) found.push(name)
  }
  return found.sort()
}

test('a contact is found by a part of what is known, changed, and shown with their conversations', async () => {
  const found = (await ada.call('/api/v1/contacts?q=MARMALADE%40')).json
  expect(found.contacts.map((one: { id: string }) => one.id)).toEqual([id])
  expect((await ada.call('/api/v1/contacts?q=%25')).json.contacts).toEqual([])
  const changes = { name: 'Ines', attributes: { plan: CANARY } }
  const { json } = await ada.call(`/api/v1/contacts/${id}`, { method: 'PATCH', body: changes })
  expect(json).toMatchObject({ ...changes, email: EMAIL, conversations: 1 })
  expect(json.history[0].lastText).toContain(CANARY)
})

test('a contact is deleted with all that is theirs, by those who may, and nobody else loses anything', async () => {
  expect(await tablesWith(CANARY)).toEqual(
    expect.arrayContaining(['contacts', 'conversations', 'events', 'handoffs', 'messages', 'notes']),
  )
  expect((await ada.call(`/api/v1/contacts/${id}`, { method: 'DELETE' })).status).toBe(403)
  expect((await rig.owner.call(`/api/v1/contacts/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await tablesWith(CANARY)).toEqual([])
  expect(await tablesWith('somebody else')).toContain('messages')
  expect((await rig.owner.call(`/api/v1/contacts/${id}`)).status).toBe(404)
  const [line] = (await rig.owner.call('/api/v1/audit?action=contact.deleted')).json.entries
  expect(line).toMatchObject({ objectId: id, details: { conversations: 1 } })
})
