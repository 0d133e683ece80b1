import { generate } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { cookieOf, PASSWORD, type StaffRig, staffOf, startStaff } from './staff-rig.ts'

const NEXT = 'another long walk'
let mail: MailServer
let rig: StaffRig
beforeAll(async () => {
  mail = await startMailServer()
  rig = await startStaff({
    SMTP_URL: mail.url,
    MAIL_FROM: 'Shop <care@shop.example>',
    PUBLIC_URL: 'https://shop.example',
  })
})
afterAll(async () => {
  await rig?.close()
  await mail?.close()
})

const sql = () => rig.app.accounts.database.sql
const put = (path: string, body: object) => rig.call(`/api/v1/links/${path}`, { method: 'PUT', body })
const ask = (path: string, email: string) => rig.call(`/api/v1/links/${path}`, { body: { email } })

/** The mail that came last, with the token of its link, once all that was ordered is sent. */
async function lastMail() {
  await rig.app.settle()
  const last = mail.mails.at(-1)!
  const link = /https:\/\/shop\.example\/admin\/(\w+)#([\w-]+)/.exec(last.text)
  return { ...last, screen: link?.[1], token: link?.[2] ?? '' }
}

async function invite(body: object) {
  const answer = await rig.owner.call('/api/v1/invites', { body })
  return { answer, id: answer.json?.id as string }
}

describe('an invite', () => {
  test('brings a mail in text and HTML that loads nothing, and its link lets in once of fifty tries', async () => {
    const team = await rig.owner.call('/api/v1/teams', { body: { name: 'Returns' } })
    const given = { email: 'Nina@Shop.example', role: 'operator', teamIds: [team.json.id], language: 'de' }
    const { answer } = await invite(given)
    expect(answer.status).toBe(201)
    const sent = await lastMail()
    expect(answer.text).not.toContain(sent.token)
    expect(sent).toMatchObject({ from: 'care@shop.example', to: ['nina@shop.example'], screen: 'invite' })
    expect(sent.text).toContain('Olga Owner lädt Sie ein')
    expect(sent.html).toContain(sent.token)
    expect(sent.html).not.toMatch(/<img|<link|src=|url\(/)
    const stored = await sql().selectFrom('one_time_tokens').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(sent.token)

    const opened = await rig.call('/api/v1/links/invite', { body: { token: sent.token } })
    expect(opened.json).toMatchObject({
      ...{ email: 'nina@shop.example', invitedBy: 'Olga Owner', hasAccount: false },
    })
    expect((await put('invite', { token: sent.token })).status).toBe(422)
    const accept = () => put('invite', { token: sent.token, name: 'Nina', password: PASSWORD })
    const answers = await Promise.all(Array.from({ length: 50 }, accept))
    const won = answers.filter(({ status }) => status === 201)
    expect(won).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(49)
    const nina = staffOf(rig, given.email, won[0]!)
    expect((await nina.call('/api/v1/account')).json.role).toBe('operator')
    const { teams } = (await rig.owner.call('/api/v1/teams')).json
    expect(teams[0].memberIds).toHaveLength(1)
    expect((await rig.owner.call('/api/v1/invites')).json.invites).toEqual([])
    expect((await rig.signIn('nina@shop.example')).status).toBe(201)
  })

  test('that is sent again has a new link alone, and one that is withdrawn has none', async () => {
    const { id } = await invite({ email: 'otto@shop.example', role: 'viewer' })
    const first = await lastMail()
    expect((await invite({ email: 'OTTO@shop.example', role: 'viewer' })).answer.status).toBe(409)
    const again = await rig.owner.call(`/api/v1/invites/${id}/mail`, { method: 'POST' })
    expect(again.status).toBe(204)
    const second = await lastMail()
    const read = async (token: string) => (await rig.call('/api/v1/links/invite', { body: { token } })).status
    expect([await read(first.token), await read(second.token)]).toEqual([403, 200])
    const withdrawn = await rig.owner.call(`/api/v1/invites/${id}`, { method: 'DELETE' })
    expect(withdrawn.status).toBe(204)
    expect(await read(second.token)).toBe(403)
    const { status } = await put('invite', { token: second.token, name: 'O', password: PASSWORD })
    expect(status).toBe(403)
    expect((await invite({ email: 'otto@shop.example', role: 'viewer' })).answer.status).toBe(201)
  })

  test('gives nobody more rights than who invites has, and nobody twice', async () => {
    const admin = await rig.member('admin')
    const operator = await rig.member('operator')
    const body = { email: 'more@shop.example', role: 'owner' }
    expect((await admin.call('/api/v1/invites', { body })).status).toBe(403)
    expect((await operator.call('/api/v1/invites', { body })).status).toBe(403)
    expect((await invite({ email: operator.email, role: 'viewer' })).answer.status).toBe(409)
    expect((await invite({ email: 'x@shop.example', role: 'no such' })).answer.status).toBe(422)
  })
})

describe('a link to set a password', () => {
  test('is told of in the same way where there is no account, and then nothing is sent', async () => {
    const { email } = await rig.member('viewer')
    const known = await ask('reset', email)
    const sent = await lastMail()
    expect(sent.to).toEqual([email])
    const before = mail.mails.length
    const unknown = await ask('reset', 'nobody@shop.example')
    await rig.app.settle()
    expect(mail.mails.length).toBe(before)
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
    expect(known.status).toBe(202)
  })

  test('is good once, signs all devices out, and leaves the second factor on', async () => {
    const staff = await rig.member('viewer')
    const { secret } = (await staff.call('/api/v1/account/totp', { method: 'POST' })).json
    const code = await generate({ secret, epoch: Math.floor(Date.now() / 1000) })
    const body = { secret, code, password: PASSWORD }
    expect((await staff.call('/api/v1/account/totp', { method: 'PUT', body })).status).toBe(200)
    await ask('reset', staff.email)
    const { token, screen } = await lastMail()
    expect(screen).toBe('reset')
    expect((await put('reset', { token, password: 'short' })).status).toBe(422)
    const reset = () => put('reset', { token, password: NEXT })
    const answers = await Promise.all(Array.from({ length: 50 }, reset))
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    expect((await staff.call('/api/v1/account')).status).toBe(401)
    const signedIn = await rig.signIn(staff.email, { password: NEXT })
    expect(signedIn.json.type).toBe('/problems/second-factor')
  })

  test('can be asked for five times in a quarter of an hour, whoever it is for', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await ask('reset', 'flooded@shop.example')).status)
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
  })

  test('comes later when the mail server was away', async () => {
    const { email } = await rig.member('viewer')
    const before = mail.mails.length
    mail.refuse(true)
    await ask('reset', email)
    await rig.app.settle()
    expect(mail.mails.length).toBe(before)
    mail.refuse(false)
    const jobs = await sql()
      .selectFrom('jobs')
      .select(['state', 'last_error'])
      .where('state', '=', 'queued')
      .execute()
    expect(jobs[0]?.last_error).toContain('mail server')
    expect(jobs[0]?.last_error).not.toContain(email)
    await sql().updateTable('jobs').set({ run_at: new Date() }).where('state', '=', 'queued').execute()
    expect((await lastMail()).to).toEqual([email])
  })
})

describe('a link to sign in', () => {
  test('signs in once of fifty tries', async () => {
    const staff = await rig.member('viewer')
    await ask('sign-in', staff.email)
    const { token, screen } = await lastMail()
    expect(screen).toBe('enter')
    const answers = await Promise.all(Array.from({ length: 50 }, () => put('sign-in', { token })))
    const won = answers.filter(({ status }) => status === 201)
    expect(won).toHaveLength(1)
    expect(cookieOf(won[0]!)).not.toBe('')
    expect((await put('reset', { token, password: NEXT })).status).toBe(403)
  })

  test('asks for the second factor, and stays good until the code is right', async () => {
    const staff = await rig.member('viewer')
    const { secret } = (await staff.call('/api/v1/account/totp', { method: 'POST' })).json
    const codeAt = (offset: number) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + offset })
    const body = { secret, code: await codeAt(-30), password: PASSWORD }
    await staff.call('/api/v1/account/totp', { method: 'PUT', body })
    await ask('sign-in', staff.email)
    const { token } = await lastMail()
    expect((await put('sign-in', { token })).json.type).toBe('/problems/second-factor')
    expect((await put('sign-in', { token, code: '000000' })).status).toBe(401)
    expect((await put('sign-in', { token, code: await codeAt(0) })).status).toBe(201)
  })

  test('is not good after its time', async () => {
    const { email } = await rig.member('viewer')
    await ask('sign-in', email)
    const { token } = await lastMail()
    await sql()
      .updateTable('one_time_tokens')
      .set({ expires_at: new Date(0) })
      .execute()
    expect((await put('sign-in', { token })).status).toBe(403)
  })
})
