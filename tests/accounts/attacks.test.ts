import { generate } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cookieOf, PASSWORD, type Staff, type StaffRig, staffOf, startStaff } from './staff-rig.ts'

let rig: StaffRig
beforeAll(async () => {
  rig = await startStaff()
})
beforeEach(() => rig.app.accounts.database.sql.deleteFrom('sign_in_failures').execute())
afterAll(() => rig?.close())

const refresh = (cookie: string, body = {}) =>
  rig.call('/api/v1/session/refresh', { body, headers: { cookie } })

/** Switches the second factor on. @returns what the authenticator app would show */
async function withTotp(staff: Staff) {
  const { secret } = (await staff.call('/api/v1/account/totp', { method: 'POST' })).json
  const epoch = Math.floor(rig.app.accounts.clock.now().getTime() / 1000)
  const codeAt = (offset: number) => generate({ secret, epoch: epoch + offset })
  const on = await enable(staff, secret, await codeAt(-30))
  expect(on.status).toBe(200)
  return { codeAt }
}
const enable = (staff: Staff, secret: string, code: string, password = PASSWORD) =>
  staff.call('/api/v1/account/totp', { method: 'PUT', body: { secret, code, password } })

describe('whoever knows the password but not the code', () => {
  test('guesses no more often by asking without a code in between', async () => {
    const staff = await rig.member('operator')
    await withTotp(staff)
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) {
      statuses.push((await rig.signIn(staff.email, { code: '000000' })).status)
      await rig.signIn(staff.email)
      // From another address each time, so that only the account counts.
      await rig.app.accounts.database.sql
        .deleteFrom('sign_in_failures')
        .where('key', 'like', 'address:%')
        .execute()
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('whoever stole an access token', () => {
  test('guesses the password no more often than at the door', async () => {
    const staff = await rig.member('operator')
    const guess = (current: string) =>
      staff.call('/api/v1/account/password', { method: 'PUT', body: { current, next: 'another long walk' } })
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await guess(`guess number ${n}`)).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
    expect((await guess(PASSWORD)).status).toBe(429)
  })

  test('puts no second factor of their own in place without the password', async () => {
    const staff = await rig.member('operator')
    const { secret } = (await staff.call('/api/v1/account/totp', { method: 'POST' })).json
    const code = await generate({
      ...{ secret, epoch: Math.floor(rig.app.accounts.clock.now().getTime() / 1000) },
    })
    expect((await enable(staff, secret, code, 'not the password')).status).toBe(403)
    expect((await staff.call('/api/v1/account')).json.totp).toBe(false)
  })

  test('replaces none that is on', async () => {
    const staff = await rig.member('operator')
    const { codeAt } = await withTotp(staff)
    const { secret } = (await staff.call('/api/v1/account/totp', { method: 'POST' })).json
    const epoch = Math.floor(rig.app.accounts.clock.now().getTime() / 1000)
    expect((await enable(staff, secret, await generate({ secret, epoch }))).status).toBe(409)
    expect((await rig.signIn(staff.email, { code: await codeAt(0) })).status).toBe(201)
  })
})

test.each(['!!!', 'A', 'AAAAAAAA', '0'.repeat(64)])(
  'a secret that is none, such as %s, is refused and breaks nothing',
  async secret => {
    const staff = await rig.member('operator')
    expect((await enable(staff, secret, '123456')).status).toBe(422)
  },
)

describe('a session', () => {
  test('ends at signing out also when the access token ran out before', async () => {
    const signedIn = await rig.signIn('olga@shop.example')
    const cookie = cookieOf(signedIn)
    const out = await rig.call('/api/v1/session', { method: 'DELETE', headers: { cookie } })
    expect(out.status).toBe(204)
    expect((await refresh(cookie)).status).toBe(401)
    expect((await staffOf(rig, 'olga@shop.example', signedIn).call('/api/v1/account')).status).toBe(401)
  })

  test('goes into no workspace its account does not work in, whether there is such a one or not', async () => {
    const { database, clock } = rig.app.accounts
    await database.sql
      .insertInto('workspaces')
      .values({ id: 'ws_b', name: 'B', created_at: clock.now() })
      .execute()
    const cookie = cookieOf(await rig.signIn('olga@shop.example'))
    const there = await refresh(cookie, { workspaceId: 'ws_b' })
    const nowhere = await refresh(cookie, { workspaceId: 'ws_none' })
    expect([there.status, nowhere.status]).toEqual([403, 403])
    expect(there.text).toBe(nowhere.text)
    expect((await refresh(cookie)).status).toBe(200)
  })

  test('goes on nowhere once the member was removed', async () => {
    const staff = await rig.member('viewer')
    const { json } = await rig.owner.call('/api/v1/members')
    const { id } = json.members.find((member: { email: string }) => member.email === staff.email)
    await rig.owner.call(`/api/v1/members/${id}`, { method: 'DELETE' })
    expect((await refresh(staff.cookie)).status).toBe(403)
  })
})
