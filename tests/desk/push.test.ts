import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../../src/kit/clock.ts'
import { type Staff, type StaffRig, staffOf, startStaff } from '../accounts/staff-rig.ts'
import { type PushService, type Subscribed, startPushService } from '../support/push-service.ts'

const clock = createFakeClock()
let service: PushService
let rig: StaffRig
beforeAll(async () => {
  service = await startPushService()
  rig = await startStaff({ FETCH_ALLOW: service.allow, PUBLIC_URL: 'https://shop.example' }, { clock })
})
afterAll(async () => {
  await rig?.close()
  await service?.close()
})
beforeEach(async () => {
  service.pushed.length = 0
  service.answer(201)
  rig.owner = staffOf(rig, rig.owner.email, await rig.signIn(rig.owner.email))
  await sql().deleteFrom('push_subscriptions').execute()
})

const PATH = '/api/v1/account/push-subscriptions'
const sql = () => rig.app.accounts.database.sql
const subscribe = (staff: Staff, body: Subscribed = service.subscribe()) => staff.call(PATH, { body })
const subscriptions = async (staff: Staff) => (await staff.call(PATH)).json.subscriptions
const settings = (staff: Staff, body: object) =>
  staff.call('/api/v1/account/notifications', { method: 'PATCH', body })

async function handedOver(): Promise<string> {
  const { id, path, token } = await rig.visitor()
  const body = { note: 'Where is order #4711? Ask tom@mailbox.example' }
  await rig.call(`${path}/handoff`, { token, body })
  await rig.app.settle()
  return id
}

async function pass(minutes: number) {
  clock.advance(minutes * 60_000)
  await rig.app.settle()
}

test('a handoff is pushed to the browsers of who is away, encrypted, signed, and without a word of the visitor', async () => {
  const ada = await rig.member('operator')
  const [laptop, phone] = [service.subscribe(), service.subscribe()]
  expect((await subscribe(ada, laptop)).status).toBe(201)
  expect((await subscribe(staffOf(rig, ada.email, await rig.signIn(ada.email)), phone)).status).toBe(201)
  const body = { name: 'Parcels', memberIds: [(await ada.call('/api/v1/account')).json.memberId] }
  const team = await rig.owner.call('/api/v1/teams', { body })
  const id = await handedOver()
  const change = { method: 'PATCH', body: { teamId: team.json.id } }
  await rig.owner.call(`/api/v1/desk/conversations/${id}`, change)
  await pass(3)
  expect(service.pushed.map(({ path }) => service.origin + path).sort()).toEqual(
    [laptop.endpoint, phone.endpoint].sort(),
  )
  const [first] = service.pushed
  expect(first!.message).toEqual({
    ...{ title: 'Parcels: somebody waits for a person', body: '', conversationId: id },
  })
  expect(first!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '14400', urgency: 'high' })
  expect(first!.bytes.toString('latin1')).not.toContain('Parcels')
  const { claims, publicKey } = await service.sender(first!, clock.now())
  expect(claims).toMatchObject({ aud: service.origin, sub: 'https://shop.example' })
  expect(publicKey).toBe((await ada.call(PATH)).json.publicKey)
  await pass(3)
  expect(service.pushed).toHaveLength(2)
  await rig.owner.call(`/api/v1/teams/${team.json.id}`, { method: 'DELETE' })
})

test('what the visitor gave is pushed only to who wants that', async () => {
  const ben = await rig.member('operator')
  await settings(ben, { details: true })
  await subscribe(ben)
  await handedOver()
  await pass(3)
  expect(service.pushed.map(({ message }) => message.body)).toEqual([expect.stringContaining('#4711')])
})

test('the server has one pair of keys, made when it is first needed, and its secrets are sealed', async () => {
  const given = service.subscribe()
  await subscribe(rig.owner, given)
  const keys = await Promise.all([1, 2, 3].map(() => rig.owner.call(PATH)))
  expect(new Set(keys.map(({ json }) => json.publicKey)).size).toBe(1)
  const stored = await sql().selectFrom('push_keys').selectAll().execute()
  expect(stored).toMatchObject([{ private_sealed: expect.stringMatching(/^v1\./) }])
  const { auth_sealed } = await sql().selectFrom('push_subscriptions').selectAll().executeTakeFirstOrThrow()
  expect(auth_sealed).toMatch(/^v1\./)
  expect(auth_sealed).not.toContain(given.keys.auth)
})

test('a browser that is gone is forgotten, and a push service that is away is tried again', async () => {
  const cleo = await rig.member('operator')
  await subscribe(cleo)
  await handedOver()
  service.answer(503)
  await pass(3)
  expect(service.pushed).toEqual([])
  service.answer(201)
  await pass(5)
  expect(service.pushed).toHaveLength(1)
  for (const status of [404, 410]) {
    await subscribe(cleo)
    service.answer(status)
    await handedOver()
    await pass(3)
    expect(await subscriptions(cleo), String(status)).toEqual([])
  }
})

test('a subscription ends with its session, and is nobody else’s', async () => {
  const dora = await rig.member('operator')
  const { json } = await subscribe(dora)
  expect(await subscriptions(dora)).toMatchObject([{ id: json.id, current: true }])
  expect(await subscriptions(rig.owner)).toEqual([])
  const path = `${PATH}/${json.id}`
  expect((await rig.owner.call(path, { method: 'DELETE' })).status).toBe(404)
  await handedOver()
  await rig.call('/api/v1/session', { method: 'DELETE', headers: { cookie: dora.cookie } })
  await pass(3)
  expect(service.pushed).toEqual([])
  const again = staffOf(rig, dora.email, await rig.signIn(dora.email))
  expect(await subscriptions(again)).toEqual([])
})

test('who shares a browser takes its subscription over, and nobody keeps more than ten', async () => {
  const emil = await rig.member('operator')
  const shared = service.subscribe()
  await subscribe(rig.owner, shared)
  await subscribe(emil, shared)
  expect([await subscriptions(rig.owner), await subscriptions(emil)]).toMatchObject([[], [{}]])
  for (let count = 0; count < 12; count++) await subscribe(emil)
  expect(await subscriptions(emil)).toHaveLength(10)
})

test.each([
  ['an address of an inner network', { endpoint: 'https://10.0.0.7/push' }],
  ['an address of this machine at another port', { endpoint: 'http://127.0.0.1:1/push' }],
  ['an address of a file', { endpoint: 'file:///etc/passwd' }],
  ['a key that is no point of the curve', { keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) } }],
])('%s is refused as a subscription', async (_, wrong) => {
  const { status } = await rig.owner.call(PATH, { body: { ...service.subscribe(), ...wrong } })
  expect([403, 422]).toContain(status)
  expect(await subscriptions(rig.owner)).toEqual([])
})
