import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFakeClock } from '../../src/kit/clock.ts'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'
import { sharedRows } from '../security/shared-rows.ts'

type Visitor = Awaited<ReturnType<StaffRig['visitor']>>

const SECRET = 'a key that only shop and server know'
const clock = createFakeClock('2026-11-28T09:00:00Z')
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
let rig: StaffRig

beforeAll(async () => {
  rig = await startStaff({}, { clock })
  await setKey(SECRET)
})
afterAll(() => rig?.close())

const setKey = (value: string) =>
  rig.call('/api/v1/secrets/identity-key', {
    ...{ method: 'PUT', body: { value }, token: rig.app.adminToken },
  })

const changeBot = (changes: object) =>
  rig.call(`/api/v1/bots/${rig.app.botId}`, {
    ...{ method: 'PATCH', body: changes, token: rig.app.adminToken },
  })

/** A token as the host page's server makes it; `over` spoils a part. */
function tokenFor(
  visitor: Visitor,
  over: { [claim in keyof JWTPayload]?: unknown } & { minutes?: number } = {},
  key: Uint8Array | KeyObject = new TextEncoder().encode(SECRET),
) {
  const { minutes = 15, ...claims } = over
  const at = Math.floor(clock.now().getTime() / 1000)
  const payload = {
    ...{ sub: 'customer-7', aud: rig.app.botId, sid: visitor.id, iat: at, exp: at + minutes * 60 },
    ...claims,
  }
  const alg = key instanceof Uint8Array ? 'HS256' : 'EdDSA'
  return new SignJWT(payload as JWTPayload).setProtectedHeader({ alg }).sign(key)
}

const identify = ({ path, token }: Visitor, proof: string) =>
  rig.call(`${path}/identity`, { method: 'PUT', body: { token: proof }, token })
const claim = ({ path, token }: Visitor, body: object) =>
  rig.call(`${path}/claim`, { method: 'PUT', body, token })
const earlier = async ({ path, token }: Visitor) =>
  (await rig.call(`${path}/earlier`, { token })).json.conversations as { id: string; text: string }[]
const staffToken = async () => (await rig.signIn(rig.owner.email)).json.accessToken as string
const contactOf = async ({ id }: Visitor) =>
  (await rig.call(`/api/v1/desk/conversations/${id}`, { token: await staffToken() })).json.line.contact

async function visitorWhoSaid(text: string) {
  const visitor = await rig.visitor()
  await rig.call(`${visitor.path}/messages`, { token: visitor.token, body: { text } })
  return visitor
}

async function known(sub: string, text: string, over: JWTPayload = {}) {
  const visitor = await visitorWhoSaid(text)
  expect((await identify(visitor, await tokenFor(visitor, { sub, ...over }))).status).toBe(204)
  return visitor
}

test('a good token verifies the contact and opens their earlier conversations, for as long as it holds', async () => {
  const first = await known('customer-7', 'My lamp is broken', { name: 'Ana', email: 'Ana@Home.example' })
  await known('customer-8', 'of somebody else')
  const now = await known('customer-7', 'Me again')
  expect(await contactOf(now)).toMatchObject({ name: 'Ana', email: 'ana@home.example', verified: true })
  expect(await earlier(now)).toMatchObject([{ id: first.id, text: 'My lamp is broken' }])
  const read = (id: string) => rig.call(`${now.path}/earlier/${id}/messages`, { token: now.token })
  expect((await read(first.id)).json.messages[0].text).toBe('My lamp is broken')
  const stranger = await visitorWhoSaid('unknown')
  expect((await read(stranger.id)).status).toBe(404)
  expect(await earlier(stranger)).toEqual([])
  clock.advance(15 * 60_000)
  expect(await earlier(now)).toEqual([])
  expect((await read(first.id)).status).toBe(404)
})

test('a token that is of another bot or session, too old, too long or forged proves nothing', async () => {
  const visitor = await visitorWhoSaid('Hello')
  const other = await rig.visitor()
  const bad = [
    await tokenFor(other),
    await tokenFor(visitor, { aud: 'bot_other' }),
    await tokenFor(visitor, { aud: [rig.app.botId, 'bot_other'] }),
    await tokenFor(visitor, { sid: undefined }),
    await tokenFor(visitor, { sub: undefined }),
    await tokenFor(visitor, { minutes: -1 }),
    await tokenFor(visitor, { minutes: 16 }),
    await tokenFor(visitor, {}, new TextEncoder().encode('another key of the same length.....')),
    await tokenFor(visitor, {}, privateKey),
    (await tokenFor(visitor)).replace(/[^.]+$/, ''),
  ]
  for (const [at, token] of bad.entries()) expect((await identify(visitor, token)).status, `${at}`).toBe(403)
  expect(await contactOf(visitor)).toBeNull()
})

test('no token of the shared attacks, nor one meant for staff, proves who a visitor is', async () => {
  const rows = sharedRows<{ id: string; token: string; verify_with?: { key_utf8?: string } }>(
    'jwt_attacks.jsonl',
  )
  const visitor = await rig.visitor()
  for (const row of rows.filter(({ verify_with }) => verify_with?.key_utf8)) {
    await setKey(row.verify_with!.key_utf8!.padEnd(32))
    expect((await identify(visitor, row.token)).status, row.id).toBeGreaterThanOrEqual(400)
  }
  await setKey(SECRET)
  expect((await identify(visitor, await staffToken())).status).toBe(403)
  expect(await contactOf(visitor)).toBeNull()
})

test('a bot with an Ed25519 key takes EdDSA alone, and shows nobody a private key', async () => {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const secretPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect((await changeBot({ identityPublicKey: secretPem })).status).toBe(422)
  expect((await changeBot({ identityPublicKey: pem })).status).toBe(200)
  const visitor = await rig.visitor()
  expect((await identify(visitor, await tokenFor(visitor))).status).toBe(403)
  expect((await identify(visitor, await tokenFor(visitor, {}, new TextEncoder().encode(pem)))).status).toBe(
    403,
  )
  expect((await identify(visitor, await tokenFor(visitor, {}, privateKey))).status).toBe(204)
  await changeBot({ identityPublicKey: null })
})

test('who signs in as somebody else on the same device does not get the conversation', async () => {
  const visitor = await known('customer-7', 'mine')
  expect((await identify(visitor, await tokenFor(visitor, { sub: 'customer-9' }))).status).toBe(409)
  expect((await identify(visitor, await tokenFor(visitor))).status).toBe(204)
})

test('what the page says is a claim: shown as one, without history, and never about a verified contact', async () => {
  await known('customer-10', 'Where is my order?', { name: 'Vera', email: 'vera@home.example' })
  const visitor = await visitorWhoSaid('I am Vera')
  expect((await claim(visitor, { name: 'Mallory', email: 'vera@home.example' })).status).toBe(204)
  const claimed = await contactOf(visitor)
  expect(claimed).toMatchObject({ name: 'Mallory', email: 'vera@home.example', verified: false })
  expect(await earlier(visitor)).toEqual([])
  const vera = await known('customer-10', 'It is me')
  expect((await claim(vera, { name: 'Mallory' })).status).toBe(403)
  expect(await contactOf(vera)).toMatchObject({ name: 'Vera', verified: true })
})

test('an address typed for a reply joins no verified contact, and changes none', async () => {
  const vic = await known('customer-11', 'private', { name: 'Vic', email: 'vic@home.example' })
  const victim = await contactOf(vic)
  const stranger = await visitorWhoSaid('I type the address of Vic')
  const ask = ({ path, token }: Visitor, email: string) =>
    rig.call(`${path}/handoff`, { token, body: { email } })
  await ask(stranger, 'vic@home.example')
  const typed = await contactOf(stranger)
  expect(typed).toMatchObject({ email: 'vic@home.example', verified: false })
  expect(typed.id).not.toBe(victim.id)
  await ask(vic, 'elsewhere@home.example')
  expect(await contactOf(vic)).toEqual(victim)
})

test('an identity key is long enough not to be guessed', async () => {
  expect((await setKey('short')).status).toBe(422)
})
