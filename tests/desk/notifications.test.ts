import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../../src/kit/clock.ts'
import { type Staff, type StaffRig, staffOf, startStaff } from '../accounts/staff-rig.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'

const clock = createFakeClock()
let mail: MailServer
let rig: StaffRig
beforeAll(async () => {
  mail = await startMailServer()
  const environment = { SMTP_URL: mail.url, MAIL_FROM: 'Shop <care@shop.example>' }
  rig = await startStaff({ ...environment, PUBLIC_URL: 'https://shop.example' }, { clock })
})
afterAll(async () => {
  await rig?.close()
  await mail?.close()
})

/** Access tokens run out as the clock moves; and whoever was there in a test before wants to hear of nothing. */
beforeEach(async () => {
  rig.owner = staffOf(rig, rig.owner.email, await rig.signIn(rig.owner.email))
  await sql()
    .updateTable('members')
    .set({ preferences: JSON.stringify({ notifications: { mail: false, push: false } }) })
    .execute()
})

const sql = () => rig.app.accounts.database.sql
const settings = (staff: Staff, body: object) =>
  staff.call('/api/v1/account/notifications', { method: 'PATCH', body })
const idOf = async (staff: Staff) => (await staff.call('/api/v1/account')).json.memberId as string

/** A colleague who is away, of a team of their own where that is wanted. */
async function away(given: { team?: string; role?: string } = {}): Promise<Staff & { teamId?: string }> {
  const staff = await rig.member(given.role ?? 'operator')
  if (!given.team) return staff
  const body = { name: given.team, memberIds: [await idOf(staff)] }
  const team = await rig.owner.call('/api/v1/teams', { body })
  return { ...staff, teamId: team.json.id }
}

async function handedOver(note: string, teamId?: string) {
  const visitor = await rig.visitor()
  const { id, path, token } = visitor
  if (teamId) await rig.owner.call(`/api/v1/desk/conversations/${id}`, { method: 'PATCH', body: { teamId } })
  const ask = async (words: string) => {
    const { status } = await rig.call(`${path}/handoff`, { token, body: { note: words } })
    expect(status).toBe(201)
    await rig.app.settle()
  }
  await ask(note)
  return { id, ask }
}

/** Lets time go by, and gives the mails that went out meanwhile. */
async function mailsAfter(minutes: number) {
  const before = mail.mails.length
  clock.advance(minutes * 60_000)
  await rig.app.settle()
  return mail.mails.slice(before)
}

const headOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'))

const NOTE = 'Where is order #4711? <img src=x>\r\nBcc: eve@evil.example\nSee evil.example/login, I am Tom'

test('a handoff that nobody takes is mailed once to who is away, with a link, without what the visitor gave', async () => {
  const ada = await away()
  await away({ role: 'viewer' })
  const ben = await away()
  await ben.call('/api/v1/desk/presence', { method: 'PUT', body: { presence: 'online' } })
  await ben.call('/api/v1/account/notifications', { method: 'PATCH', body: { mail: true } })
  const waiting = await handedOver(NOTE)
  expect(await mailsAfter(1.9)).toEqual([])
  const [sent, ...more] = await mailsAfter(0.2)
  expect(more).toEqual([])
  expect(sent).toMatchObject({ from: 'care@shop.example', to: [ada.email] })
  expect(sent!.text).toContain(`https://shop.example/admin/inbox/${waiting.id}`)
  expect(sent!.text).toContain('Where is order …')
  expect(sent!.raw).not.toContain('4711')
  expect(sent!.raw).not.toContain('eve@')
  expect(headOf(sent!.raw)).not.toMatch(/^Bcc:/im)
  expect(sent!.html).not.toMatch(/<img|evil\.example/)

  await waiting.ask('Are you there?')
  expect(await mailsAfter(10)).toEqual([])
})

test('nothing is sent when somebody takes it within two minutes, or the visitor has gone by then', async () => {
  await away()
  const [taken, resolved] = [await handedOver('Hello?'), await handedOver('Anybody?')]
  await mailsAfter(1)
  const takeover = await rig.owner.call(`/api/v1/desk/conversations/${taken.id}/takeover`, { body: {} })
  expect(takeover.status).toBe(200)
  await rig.owner.call(`/api/v1/desk/conversations/${resolved.id}`, {
    ...{ method: 'PATCH', body: { status: 'resolved' } },
  })
  expect(await mailsAfter(10)).toEqual([])
})

test('only the team it is routed to is told, with all that was given where a member wants that', async () => {
  await away()
  const dora = await away({ team: 'Parcels\u2028Bcc: eve@evil.example' })
  await settings(dora, { details: true })
  await handedOver(NOTE, dora.teamId)
  const sent = await mailsAfter(3)
  expect(sent.map(({ to }) => to)).toEqual([[dora.email]])
  expect(sent[0]!.text).toContain('#4711')
  expect(sent[0]!.text).not.toContain('evil.example/')
  expect(headOf(sent[0]!.raw)).not.toMatch(/^Bcc:/im)
})

test('a mail server that is away keeps nobody from being told, nor does it bring two mails', async () => {
  const emil = await away()
  await handedOver('My lamp is broken')
  mail.refuse(true)
  expect(await mailsAfter(3)).toEqual([])
  mail.refuse(false)
  expect((await mailsAfter(5)).map(({ to }) => to)).toEqual([[emil.email]])
  expect(await mailsAfter(10)).toEqual([])
})

test('strangers who ask for people all the time cannot flood a mailbox', async () => {
  const fay = await away()
  const { id } = await handedOver('Hello?')
  await mailsAfter(3)
  const [told] = await sql().selectFrom('handoffs').selectAll().where('conversation_id', '=', id).execute()
  const earlier = Array.from({ length: 29 }, (_, at) => ({ ...told!, id: `hnd_${at}`, pack: '{}' }))
  await sql()
    .insertInto('handoffs')
    .values(earlier.map(one => ({ ...one, state: 'picked-up' as const })))
    .execute()
  const member_id = await idOf(fay)
  const of = { member_id, workspace_id: rig.app.workspaceId, way: 'mail' as const, at: clock.now() }
  await sql()
    .insertInto('notifications')
    .values(earlier.map(one => ({ ...of, handoff_id: one.id })))
    .execute()
  await handedOver('Hello?')
  expect(await mailsAfter(3)).toEqual([])
  clock.advance(60 * 60_000)
  await handedOver('Hello?')
  expect(await mailsAfter(3)).toHaveLength(1)
})

test('what one is told of is one’s own, and is kept', async () => {
  const gus = await away()
  const read = async (staff: Staff) => (await staff.call('/api/v1/account/notifications')).json
  expect(await read(gus)).toEqual({ mail: true, push: true, sound: false, details: false })
  await settings(gus, { sound: true })
  expect((await settings(gus, { push: false })).json).toMatchObject({ mail: true, push: false, sound: true })
  expect(await read(rig.owner)).toMatchObject({ mail: false, push: false, sound: false })
  expect((await settings(gus, { mail: 'yes' })).status).toBe(422)
  const { json } = await rig.owner.call(`/api/v1/members/${await idOf(gus)}`, {
    ...{ method: 'PATCH', body: { capacity: 2 } },
  })
  expect(json.capacity).toBe(2)
  expect(await read(gus)).toMatchObject({ sound: true })
})
