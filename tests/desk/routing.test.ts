import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { routeEverywhere } from '../../src/desk/index.ts'
import { assign } from '../../src/desk/routing/assign.ts'
import { chooseMember, type RoutedTeam } from '../../src/desk/routing/choose.ts'
import type { FreeMember } from '../../src/desk/routing/members.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

describe('whom a conversation goes to', () => {
  const member = (id: string, more: Partial<FreeMember> = {}): FreeMember => ({
    ...{ id, languages: [], skills: [], open: 0, capacity: 5, lastAssignedAt: null, ...more },
  })
  const team = (id: string, routing: RoutedTeam['routing'], ...memberIds: string[]) => ({
    id,
    routing,
    memberIds,
  })
  const wanted = { language: 'de', skills: ['Refunds'], teamId: null }

  test('sooner to who speaks its language, then to who has its skills', () => {
    const skilled = member('skilled', { skills: ['refunds'] })
    const speaks = member('speaks', { languages: ['de-AT'], open: 4 })
    const both = member('both', { languages: ['de'], skills: ['REFUNDS'], open: 4 })
    expect(chooseMember(wanted, [skilled, speaks], [])?.memberId).toBe('speaks')
    expect(chooseMember(wanted, [skilled, speaks, both], [])?.memberId).toBe('both')
    expect(chooseMember(wanted, [skilled, member('idle')], [])?.memberId).toBe('skilled')
  })

  test('in turn, or to who has least to do, as its team wants', () => {
    const free = [
      member('a', { open: 1, lastAssignedAt: new Date(2_000) }),
      member('b', { open: 2, lastAssignedAt: new Date(1_000) }),
    ]
    const to = (routing: RoutedTeam['routing']) =>
      chooseMember({ language: null, skills: [], teamId: null }, free, [team('t', routing, 'a', 'b')])
    expect(to('fewest-open')).toEqual({ memberId: 'a', teamId: 't' })
    expect(to('round-robin')).toEqual({ memberId: 'b', teamId: 't' })
    expect(to('manual')).toBeUndefined()
  })

  test('stays with its team, though others have room', () => {
    const teams = [team('one', 'fewest-open', 'a'), team('two', 'fewest-open', 'b')]
    const only = { language: null, skills: [], teamId: 'two' }
    expect(chooseMember(only, [member('a')], teams)).toBeUndefined()
    expect(chooseMember(only, [member('a'), member('b', { open: 3 })], teams)?.memberId).toBe('b')
  })
})

describe('routing', () => {
  let rig: StaffRig
  const rigs: StaffRig[] = []
  beforeEach(async () => {
    rig = await startStaff()
    rigs.push(rig)
  })
  afterAll(() => Promise.all(rigs.map(one => one.close())))

  const presence = (staff: Staff, state: string) =>
    staff.call('/api/v1/desk/presence', { method: 'PUT', body: { presence: state } })
  const idOf = async (staff: Staff) => (await staff.call('/api/v1/account')).json.memberId as string
  async function online(given: object): Promise<{ staff: Staff; id: string }> {
    const staff = await rig.member('operator')
    const id = await idOf(staff)
    await rig.owner.call(`/api/v1/members/${id}`, { method: 'PATCH', body: given })
    await presence(staff, 'online')
    return { staff, id }
  }
  async function handedOver(priority?: string): Promise<string> {
    const visitor = await rig.visitor()
    if (priority)
      await rig.owner.call(`/api/v1/desk/conversations/${visitor.id}`, {
        method: 'PATCH',
        body: { priority },
      })
    await rig.call(`${visitor.path}/handoff`, { token: visitor.token, body: { note: 'My lamp is broken' } })
    return visitor.id
  }
  const assignee = async (id: string) =>
    (await rig.owner.call(`/api/v1/desk/conversations/${id}`)).json.line.assigneeId
  const desk = () => ({
    ...{
      database: rig.app.conversations.database,
      clock: rig.app.conversations.clock,
      ring: () => undefined,
    },
  })

  test('gives the most urgent first, nobody more than they take, and the next when there is room', async () => {
    const [calm, urgent] = [await handedOver(), await handedOver('urgent')]
    const ada = await online({ capacity: 1 })
    await rig.app.settle()
    expect([await assignee(urgent), await assignee(calm)]).toEqual([ada.id, null])
    await ada.staff.call(`/api/v1/desk/conversations/${urgent}`, {
      method: 'PATCH',
      body: { status: 'resolved' },
    })
    await rig.app.settle()
    expect(await assignee(calm)).toBe(ada.id)
  })

  test('of two handoffs at once one gets the only place', async () => {
    const ids = [await handedOver(), await handedOver()]
    await rig.app.settle()
    const ada = await online({ capacity: 1 })
    const { workspaceId } = rig.app
    await Promise.all(ids.map(conversationId => assign(desk(), { workspaceId, conversationId })))
    const given = await Promise.all(ids.map(assignee))
    expect(given.filter(id => id === ada.id)).toHaveLength(1)
    expect(given.filter(id => id === null)).toHaveLength(1)
    const { sql } = rig.app.storage.database
    const routed = await sql
      .selectFrom('events')
      .select('data')
      .where('name', '=', 'conversation.routed')
      .execute()
    expect(routed).toHaveLength(1)
  })

  test('gives to another what somebody who went away has not begun', async () => {
    const ada = await online({ languages: ['en'] })
    const id = await handedOver()
    await rig.app.settle()
    expect(await assignee(id)).toBe(ada.id)
    const ben = await online({})
    await presence(ada.staff, 'away')
    await routeEverywhere(desk(), rig.app.conversations)
    expect(await assignee(id)).toBe(ben.id)
    await presence(ben.staff, 'offline')
    await routeEverywhere(desk(), rig.app.conversations)
    expect(await assignee(id)).toBeNull()
  })

  test('leaves alone what a member gave by hand, and teams that share out by hand', async () => {
    const ada = await online({})
    const id = await handedOver()
    const body = { assigneeId: ada.id }
    await rig.owner.call(`/api/v1/desk/conversations/${id}`, { method: 'PATCH', body })
    await presence(ada.staff, 'away')
    await routeEverywhere(desk(), rig.app.conversations)
    expect(await assignee(id)).toBe(ada.id)
    await presence(ada.staff, 'online')
    await rig.owner.call('/api/v1/teams', {
      body: { name: 'By hand', routing: 'manual', memberIds: [ada.id] },
    })
    const other = await handedOver()
    await rig.app.settle()
    expect(await assignee(other)).toBeNull()
  })
})
