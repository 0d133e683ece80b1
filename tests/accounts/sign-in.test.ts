import { generate } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueSetupToken } from '../../src/accounts/index.ts'
import { startApi } from '../security/api-rig.ts'
import { cookieOf, PASSWORD, type Staff, type StaffRig, staffOf, startStaff } from './staff-rig.ts'

let rig: StaffRig
beforeAll(async () => {
  rig = await startStaff()
})
afterAll(() => rig?.close())

const clearFailures = () => rig.app.accounts.database.sql.deleteFrom('sign_in_failures').execute()
const refresh = (cookie: string) => rig.call('/api/v1/session/refresh', { body: {}, headers: { cookie } })

describe('the first owner', () => {
  test('is made once with the token of the console, however many try at the same time', async () => {
    const fresh = await startApi()
    try {
      expect((await fresh.call('/api/v1/setup')).json).toEqual({ needsOwner: true })
      const token = await issueSetupToken(fresh.app.accounts, fresh.app.workspaceId)
      const set = (email: string) =>
        fresh.call('/api/v1/setup', { body: { token, email, name: 'Olga', password: PASSWORD } })
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => set(`o${at}@shop.example`)))
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 403)).toHaveLength(49)
      expect((await fresh.call('/api/v1/setup')).json).toEqual({ needsOwner: false })
    } finally {
      await fresh.close()
    }
  })

  test('is not made with a token that nobody printed, nor beside one that is there', async () => {
    const set = (token: string) =>
      rig.call('/api/v1/setup', { body: { token, email: 'x@x.example', name: 'X', password: PASSWORD } })
    expect((await set('guessed')).status).toBe(403)
    expect((await set(await issueSetupToken(rig.app.accounts, rig.app.workspaceId))).status).toBe(409)
  })
})

describe('signing in', () => {
  test('gives an access token for a quarter of an hour, and a cookie that no script reads', async () => {
    const answer = await rig.signIn('Olga@Shop.example ')
    expect(answer.status).toBe(422)
    const good = await rig.signIn('OLGA@shop.example')
    expect(good.status).toBe(201)
    expect(good.json).toEqual({ accessToken: expect.any(String), expiresIn: 900 })
    expect(good.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/)
    expect(good.headers.get('set-cookie')).toContain('Path=/api/v1/session')
    const account = await staffOf(rig, 'olga@shop.example', good).call('/api/v1/account')
    expect(account.json).toMatchObject({ email: 'olga@shop.example', role: 'owner', totp: false })
  })

  test('tells an unknown account and a wrong password apart in nothing', async () => {
    await clearFailures()
    const wrong = await rig.signIn('olga@shop.example', { password: 'not it at all' })
    const unknown = await rig.signIn('nobody@shop.example', { password: 'not it at all' })
    expect(wrong.status).toBe(401)
    expect(unknown.text).toBe(wrong.text)
  })

  test('is closed after five failures, also to the right password, until a quarter of an hour is over', async () => {
    await clearFailures()
    const statuses: number[] = []
    for (let n = 0; n < 6; n++)
      statuses.push((await rig.signIn('olga@shop.example', { password: 'wrong wrong wrong' })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    const right = await rig.signIn('olga@shop.example')
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    await clearFailures()
    expect((await rig.signIn('olga@shop.example')).status).toBe(201)
  })

  test('lets no more than five guesses through when many come at once', async () => {
    await clearFailures()
    const tries = Array.from({ length: 20 }, () =>
      rig.signIn('olga@shop.example', { password: 'guess after guess' }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter(status => status === 401)).toHaveLength(5)
    expect(statuses.filter(status => status === 429)).toHaveLength(15)
    await clearFailures()
  })

  test('is refused to a page of another site', async () => {
    const answer = await rig.signIn('olga@shop.example', {}, { origin: 'https://evil.example' })
    expect(answer.status).toBe(403)
  })
})

describe('a session', () => {
  let staff: Staff
  beforeAll(async () => {
    await clearFailures()
    staff = await rig.member('operator')
  })

  test('goes on with its cookie, which changes each time', async () => {
    const next = await refresh(staff.cookie)
    expect(next.status).toBe(200)
    expect(cookieOf(next)).not.toBe(staff.cookie)
    expect((await refresh(cookieOf(next))).status).toBe(200)
  })

  test('ends as a whole when an exchanged token comes again', async () => {
    const signedIn = await rig.signIn(staff.email)
    const first = cookieOf(signedIn)
    const second = cookieOf(await refresh(first))
    expect((await refresh(first)).status).toBe(401)
    expect((await refresh(second)).status).toBe(401)
    const { status } = await rig.call('/api/v1/account', { token: signedIn.json.accessToken })
    expect(status).toBe(401)
  })

  test('of fifty exchanges of one token at once one succeeds', async () => {
    const cookie = cookieOf(await rig.signIn(staff.email))
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(cookie)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('is listed, and ends at once when it is revoked from elsewhere', async () => {
    const phone = staffOf(rig, staff.email, await rig.signIn(staff.email))
    const desk = staffOf(rig, staff.email, await rig.signIn(staff.email))
    const { json } = await desk.call('/api/v1/account/sessions')
    expect(json.sessions.filter((one: { current: boolean }) => one.current)).toHaveLength(1)
    expect((await desk.call('/api/v1/account/sessions', { method: 'DELETE' })).status).toBe(204)
    expect((await phone.call('/api/v1/account')).status).toBe(401)
    expect((await refresh(phone.cookie)).status).toBe(401)
    expect((await desk.call('/api/v1/account')).status).toBe(200)
  })

  test('ends when the member is removed, and everywhere else when the password changes', async () => {
    const leaver = await rig.member('viewer')
    const { json } = await rig.owner.call('/api/v1/members')
    const { id } = json.members.find((member: { email: string }) => member.email === leaver.email)
    expect((await rig.owner.call(`/api/v1/members/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await leaver.call('/api/v1/account')).status).toBe(401)

    const here = await rig.member('viewer')
    const there = staffOf(rig, here.email, await rig.signIn(here.email))
    const change = (current: string) =>
      here.call('/api/v1/account/password', { method: 'PUT', body: { current, next: 'another long walk' } })
    expect((await change('not the password')).status).toBe(403)
    expect((await change(PASSWORD)).status).toBe(204)
    expect((await there.call('/api/v1/account')).status).toBe(401)
    expect((await here.call('/api/v1/account')).status).toBe(200)
  })
})

describe('the second factor', () => {
  test('is asked for once it is on, and takes each code once', async () => {
    await clearFailures()
    const staff = await rig.member('operator')
    const { secret } = (await staff.call('/api/v1/account/totp', { method: 'POST' })).json
    const epoch = Math.floor(rig.app.accounts.clock.now().getTime() / 1000)
    const codeAt = (offset: number) => generate({ secret, epoch: epoch + offset })
    const enable = (code: string) =>
      staff.call('/api/v1/account/totp', { method: 'PUT', body: { secret, code, password: PASSWORD } })
    expect((await enable('000000')).status).toBe(422)
    const { recoveryCodes } = (await enable(await codeAt(-30))).json
    expect(recoveryCodes).toHaveLength(10)

    const missing = await rig.signIn(staff.email)
    expect(missing.status).toBe(401)
    expect(missing.json.type).toBe('/problems/second-factor')
    expect(missing.json.detail).toContain('authenticator')
    expect((await rig.signIn(staff.email, { code: '000000' })).status).toBe(401)
    const code = await codeAt(0)
    expect((await rig.signIn(staff.email, { code })).status).toBe(201)
    expect((await rig.signIn(staff.email, { code })).status).toBe(401)
    const recovery = recoveryCodes[0]
    const uses = await Promise.all(
      Array.from({ length: 3 }, () => rig.signIn(staff.email, { code: recovery })),
    )
    expect(uses.filter(({ status }) => status === 201)).toHaveLength(1)
  })
})
