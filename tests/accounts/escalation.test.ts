import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Right } from '../../src/contract/rights.ts'
import { type Staff, type StaffRig, startStaff } from './staff-rig.ts'

let rig: StaffRig
let admin: Staff
beforeAll(async () => {
  rig = await startStaff()
  admin = await rig.member('admin')
})
afterAll(() => rig?.close())

const idOf = async ({ email }: Staff): Promise<string> => {
  const { json } = await rig.owner.call('/api/v1/members')
  return json.members.find((member: { email: string }) => member.email === email).id
}
const give = async (by: Staff, to: Staff, role: string) =>
  (await by.call(`/api/v1/members/${await idOf(to)}`, { method: 'PATCH', body: { role } })).status
const makeRole = (by: Staff, name: string, rights: Right[]) =>
  by.call('/api/v1/roles', { body: { name, rights } })

describe('nobody gives rights that they do not have', () => {
  test('an admin makes neither themselves nor others an owner', async () => {
    const operator = await rig.member('operator')
    expect(await give(admin, admin, 'owner')).toBe(403)
    expect(await give(admin, operator, 'owner')).toBe(403)
    expect(await give(admin, operator, 'admin')).toBe(200)
    expect(await give(rig.owner, operator, 'owner')).toBe(200)
  })

  test('neither by a new role, nor by widening the one they have, nor by one an owner made', async () => {
    expect((await makeRole(admin, 'Backups', ['backup:create'])).status).toBe(403)
    const mine = (await makeRole(rig.owner, 'People', ['member:read', 'member:update', 'role:update'])).json
    const larger = (await makeRole(rig.owner, 'Leads', ['conversation:delete'])).json
    const lead = await rig.member(mine.id)
    const widen = await lead.call(`/api/v1/roles/${mine.id}`, {
      method: 'PUT',
      body: { name: 'People', rights: [...mine.rights, 'secret:update'] },
    })
    expect(widen.status).toBe(403)
    expect(widen.json.detail).toContain('secret:update')
    expect(await give(lead, lead, larger.id)).toBe(403)
    expect(await give(lead, lead, 'admin')).toBe(403)
  })

  test('an API key gets no more than its maker has, and hands on no more than it has', async () => {
    const make = (token: string, rights: Right[]) =>
      rig.call('/api/v1/api-keys', { token, body: { name: 'Robot', rights } })
    expect((await make(admin.accessToken, ['backup:create'])).status).toBe(403)
    const { json } = await make(admin.accessToken, ['api-key:create', 'member:update'])
    expect((await make(json.key, ['secret:update'])).status).toBe(403)
    const { status } = await rig.call(`/api/v1/members/${await idOf(admin)}`, {
      ...{ method: 'PATCH', token: json.key, body: { role: 'owner' } },
    })
    expect(status).toBe(403)
  })
})

describe('nobody takes rights from those who have more', () => {
  test('an admin cannot make an owner a viewer', async () => {
    await rig.member('owner')
    expect(await give(admin, rig.owner, 'viewer')).toBe(403)
  })

  test('who may remove members removes none who may do more', async () => {
    const { json } = await makeRole(rig.owner, 'Doors', ['member:read', 'member:delete'])
    const door = await rig.member(json.id)
    const remove = async (who: Staff) =>
      (await door.call(`/api/v1/members/${await idOf(who)}`, { method: 'DELETE' })).status
    expect(await remove(rig.owner)).toBe(403)
    expect(await remove(await rig.member(json.id))).toBe(204)
  })

  test('a role with more rights than one has is not changed', async () => {
    const { json } = await makeRole(rig.owner, 'Keepers', ['backup:create'])
    const change = { method: 'PUT', body: { name: 'Keepers', rights: [] } }
    expect((await admin.call(`/api/v1/roles/${json.id}`, change)).status).toBe(403)
    expect((await rig.owner.call(`/api/v1/roles/${json.id}`, change)).status).toBe(200)
  })
})
