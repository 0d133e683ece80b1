import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
beforeAll(async () => {
  rig = await startStaff()
})
afterAll(() => rig?.close())

describe("the server's own files", () => {
  test.each(['folder', 'file'])('are no %s source for who merely works here', async kind => {
    const { folder } = rig
    const body = { kind, location: folder }
    for (const staff of [rig.owner, await rig.member('admin')]) {
      const answer = await staff.call('/api/v1/sources', { body })
      expect(answer.status).toBe(403)
      expect(answer.json.detail).toContain('command line')
    }
    expect((await rig.call('/api/v1/sources', { token: rig.app.adminToken, body })).status).toBe(201)
  })

  test('are backed up by no owner of another workspace, since a backup holds all of them', async () => {
    const { database, clock } = rig.app.accounts
    await database.sql
      .insertInto('workspaces')
      .values({ id: 'ws_c', name: 'C', created_at: clock.now() })
      .execute()
    const other = await rig.member('owner', { workspaceId: 'ws_c' })
    const body = { folder: `${rig.folder}/backup` }
    expect((await other.call('/api/v1/backups', { body })).status).toBe(403)
    expect((await rig.owner.call('/api/v1/backups', { body })).status).toBe(201)
  })
})
