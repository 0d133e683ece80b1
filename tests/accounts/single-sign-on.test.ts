import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startIdentityProvider, type TestProvider } from '../support/identity-provider.ts'
import { cookieOf, type StaffRig, startStaff } from './staff-rig.ts'

let provider: TestProvider
let rig: StaffRig
let id: string
const given = (more: object = {}) => ({
  ...{ name: 'Shop ID', issuer: provider.issuer, clientId: provider.clientId },
  ...{ clientSecret: provider.clientSecret, domains: ['shop.example'], role: 'operator' },
  ...more,
})
const change = async (more: object = {}) =>
  await rig.owner.call(`/api/v1/identity-providers/${id}`, { method: 'PUT', body: given(more) })

beforeAll(async () => {
  provider = await startIdentityProvider()
  rig = await startStaff({ FETCH_ALLOW: new URL(provider.issuer).host })
  const made = await rig.owner.call('/api/v1/identity-providers', { body: given() })
  expect(made.status).toBe(201)
  expect(made.text).not.toContain(provider.clientSecret)
  id = made.json.id
})
afterAll(async () => {
  await rig?.close()
  await provider?.close()
})
beforeEach(async () => {
  provider.forge = {}
  await change()
})

/** A browser that begins a sign-in and is sent to the provider and back. */
async function goThere() {
  const { status, json, headers } = await rig.call(`/api/v1/session/providers/${id}`, { method: 'POST' })
  expect(status).toBe(200)
  const cookie = headers.get('set-cookie')!.split(';')[0]!
  const sent = await fetch(json.url, { redirect: 'manual' })
  const back = new URL(sent.headers.get('location')!)
  return { cookie, back: `${back.pathname}${back.search}`, url: new URL(json.url) }
}
const comeBack = (path: string, cookie: string) => rig.call(path, { headers: { cookie } })

async function signOn(person: Partial<TestProvider['person']> = {}) {
  provider.person = { sub: 'one', email: 'new@shop.example', email_verified: true, ...person }
  const { back, cookie } = await goThere()
  const answer = await comeBack(back, cookie)
  expect(answer.status).toBe(303)
  return { cookie: cookieOf(answer), where: answer.headers.get('location')! }
}
const refresh = (cookie: string, body = {}) =>
  rig.call('/api/v1/session/refresh', { body, headers: { cookie } })

test('somebody of the domain becomes a member with the role, and is known by subject from then on', async () => {
  const first = await signOn({ sub: 'nina', email: 'nina@shop.example', name: 'Nina' })
  expect(first.where).toMatch(/\/admin\/$/)
  const { json } = await refresh(first.cookie)
  const account = async (token: string) => (await rig.call('/api/v1/account', { token })).json
  const nina = await account(json.accessToken)
  expect(nina).toMatchObject({ email: 'nina@shop.example', name: 'Nina', role: 'operator', password: false })
  const again = await signOn({ sub: 'nina', email: 'married@shop.example' })
  expect((await account((await refresh(again.cookie)).json.accessToken)).id).toBe(nina.id)
  // The address went to somebody else at the provider: that is not Nina.
  const other = await signOn({ sub: 'another', email: 'nina@shop.example' })
  expect(other).toMatchObject({ cookie: '', where: expect.stringContaining('#sign-on-refused') })
})

test('state, nonce and code are good in the browser that began, once', async () => {
  provider.person = { sub: 'olga', email: 'olga@shop.example', email_verified: true }
  const mine = await goThere()
  const other = await goThere()
  expect(mine.url.searchParams.get('code_challenge_method')).toBe('S256')
  const failed = async (path: string, cookie: string) => {
    const answer = await comeBack(path, cookie)
    expect(answer.headers.get('location')).toContain('#sign-on-failed')
    expect(cookieOf(answer)).toBe('')
  }
  await failed(mine.back, other.cookie)
  await failed(mine.back, '')
  await failed(mine.back, mine.cookie)
  const good = await comeBack(other.back, other.cookie)
  expect(cookieOf(good)).not.toBe('')
  await failed(other.back, other.cookie)
  provider.forge = { nonce: 'of another sign-in' }
  const forged = await goThere()
  await failed(forged.back, forged.cookie)
})

test('an address that is not verified, of another domain, or of nobody invited is refused', async () => {
  const refused = async (person: Partial<TestProvider['person']>, why: string) =>
    expect(await signOn(person)).toMatchObject({ cookie: '', where: expect.stringContaining(`#${why}`) })
  await refused({ sub: 'x', email: 'olga@shop.example', email_verified: false }, 'sign-on-unverified')
  await refused({ sub: 'y', email: 'eve@evil.example' }, 'sign-on-refused')
  await refused({ sub: 'z', email: 'eve@evil.shop.example' }, 'sign-on-refused')
  await change({ role: null, domains: [] })
  await refused({ sub: 'v', email: 'nobody@shop.example' }, 'sign-on-refused')
})

test('who was taken out does not come back by signing in', async () => {
  const { email } = await rig.member('viewer')
  expect((await signOn({ sub: 'leaver', email })).cookie).not.toBe('')
  const { members } = (await rig.owner.call('/api/v1/members')).json
  const member = members.find((one: { email: string }) => one.email === email)
  await rig.owner.call(`/api/v1/members/${member.id}`, { method: 'DELETE' })
  expect((await signOn({ sub: 'leaver', email })).where).toContain('#sign-on-refused')
})

test('a session stays in the workspace whose provider vouched, and cannot make itself a password', async () => {
  const signedOn = await signOn({ sub: 'c', email: 'confined@shop.example' })
  const { json } = await refresh(signedOn.cookie)
  const token = json.accessToken
  const now = new Date()
  const { sql } = rig.app.accounts.database
  await sql.insertInto('workspaces').values({ id: 'ws_b', name: 'B', created_at: now }).execute()
  const { id: account_id } = (await rig.call('/api/v1/account', { token })).json
  await sql
    .insertInto('members')
    .values({ id: 'mem_b', workspace_id: 'ws_b', account_id, role: 'owner', created_at: now })
    .execute()
  const body = { next: 'a password of my own' }
  const set = await rig.call('/api/v1/account/password', { method: 'PUT', token, body })
  expect(set.status).toBe(403)
  expect((await rig.call('/api/v1/account', { token })).json.workspaces).toHaveLength(1)
  expect((await refresh(signedOn.cookie, { workspaceId: 'ws_b' })).status).not.toBe(200)
})

test('a provider is refused that is not safe, would let anybody in, or gives more than one has', async () => {
  const admin = await rig.member('admin')
  const create = async (more: object, by = rig.owner) =>
    (await by.call('/api/v1/identity-providers', { body: given({ clientId: 'another', ...more }) })).status
  expect(await create({ issuer: 'http://id.example' })).toBe(422)
  expect(await create({ domains: [] })).toBe(422)
  expect(await create({ role: 'owner' }, admin)).toBe(403)
  expect(await create({ clientId: provider.clientId })).toBe(409)
  // Addresses inside the network are reached only where the configuration says so.
  expect(await create({ issuer: 'https://10.0.0.1', name: 'Inside' })).toBe(201)
  const { providers } = (await rig.call('/api/v1/session/providers')).json
  const inside = providers.find((one: { name: string }) => one.name === 'Inside')
  const begun = await rig.call(`/api/v1/session/providers/${inside.id}`, { method: 'POST' })
  expect(begun.status).toBe(503)
})
