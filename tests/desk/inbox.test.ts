import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
let ada: Staff
let ben: Staff
beforeAll(async () => {
  rig = await startStaff()
  ada = await rig.member('operator', { email: 'ada@shop.example' })
  ben = await rig.member('operator', { email: 'ben@shop.example' })
})
afterAll(() => rig?.close())

type Visitor = Awaited<ReturnType<StaffRig['visitor']>>
const at = ({ id }: Pick<Visitor, 'id'>) => `/api/v1/desk/conversations/${id}`
const say = (visitor: Visitor, text: string) =>
  rig.call(`${visitor.path}/messages`, {
    token: visitor.token,
    body: { clientId: text.replaceAll(/\W/g, '-'), text },
  })
const askForPerson = (visitor: Visitor, email: string) =>
  rig.call(`${visitor.path}/handoff`, { token: visitor.token, body: { email, note: 'please' } })
const listed = async (view: string, staff = ada): Promise<string[]> =>
  (await staff.call(`/api/v1/desk/conversations?view=${view}`)).json.conversations.map(
    ({ id }: { id: string }) => id,
  )
const memberId = async (staff: Staff): Promise<string> => (await staff.call('/api/v1/account')).json.memberId

test('a member who is named in a note sees where, once, and nobody else does', async () => {
  const visitor = await rig.visitor()
  await say(visitor, 'hello')
  const mentions = [await memberId(ben), await memberId(ada), 'mem_nobody']
  const note = await ada.call(`${at(visitor)}/notes`, { body: { text: '@ben look', mentions } })
  expect(note.status).toBe(201)
  expect((await ben.call('/api/v1/desk/counts')).json.mentioned).toBe(1)
  expect((await ada.call('/api/v1/desk/counts')).json.mentioned).toBe(0)
  expect(await listed('mentioned', ben)).toEqual([visitor.id])
  await ben.call(`${at(visitor)}/read`, { method: 'PUT', body: { seq: 1 } })
  expect((await ben.call('/api/v1/desk/counts')).json.mentioned).toBe(0)
  expect(await listed('mentioned', ben)).toEqual([visitor.id])
  expect((await ben.call(at(visitor))).json.line.mentioned).toBe(false)
})

test('what is unread is counted where it is one’s own or waits for anybody, until one has read it', async () => {
  const unread = async (staff: Staff) => (await staff.call('/api/v1/desk/counts')).json.unread as number
  const [before, bens] = [await unread(ada), await unread(ben)]
  const visitor = await rig.visitor()
  await say(visitor, 'hello again')
  expect(await unread(ada)).toBe(before)
  await askForPerson(visitor, 'vera@mailbox.example')
  expect([await unread(ada), await unread(ben)]).toEqual([before + 1, bens + 1])
  await ada.call(`${at(visitor)}/takeover`, { body: {} })
  expect([await unread(ada), await unread(ben)]).toEqual([before + 1, bens])
  const { lastSeq } = (await ada.call(at(visitor))).json.conversation
  await ada.call(`${at(visitor)}/read`, { method: 'PUT', body: { seq: lastSeq } })
  expect(await unread(ada)).toBe(before)
  await say(visitor, 'are you there?')
  expect(await unread(ada)).toBe(before + 1)
})

test('a merged conversation is shown with the other, and stands for itself as before once that is undone', async () => {
  const [one, other] = [await rig.visitor(), await rig.visitor()]
  for (const visitor of [one, other]) {
    await say(visitor, `from ${visitor.id}`)
    await rig.app.settle()
    await askForPerson(visitor, 'nina@mail.example')
  }
  const before = (await ada.call(at(one))).json
  const merge = (staff: Staff, from: Visitor, into: string) =>
    staff.call(`${at(from)}/merge`, { body: { into } })
  expect((await merge(ada, one, one.id)).status).toBe(422)
  expect((await merge(ada, one, 'con_nobody')).status).toBe(404)
  expect((await merge(ada, one, other.id)).status).toBe(204)
  expect((await merge(ada, other, one.id)).status).toBe(409)
  expect(await listed('all')).not.toContain(one.id)
  const { merged } = (await ada.call(at(other))).json
  expect(merged.map(({ id }: { id: string }) => id)).toEqual([one.id])
  expect(merged[0].messages[0].text).toBe(`from ${one.id}`)
  const held = (await ada.call(at(one))).json
  expect(held).toMatchObject({ mergedInto: other.id, line: { waitingSince: null } })
  expect(held.conversation.epoch).toBe(before.conversation.epoch + 1)

  expect((await ada.call(`${at(one)}/merge`, { method: 'DELETE', body: { into: other.id } })).status).toBe(
    204,
  )
  const after = (await ada.call(at(one))).json
  expect(after.mergedInto).toBeNull()
  expect(after.conversation).toMatchObject({ holder: 'queue', epoch: before.conversation.epoch + 2 })
  expect(after.line.waitingSince).toBe(before.line.waitingSince)
  expect(await listed('all')).toContain(one.id)
  expect((await ada.call(`${at(one)}/merge`, { method: 'DELETE', body: { into: other.id } })).status).toBe(
    409,
  )
})

test('a word in a merged conversation brings it back, held by whoever merged it', async () => {
  const [one, other] = [await rig.visitor(), await rig.visitor()]
  await say(one, 'first')
  await say(other, 'second')
  await rig.app.settle()
  await ada.call(`${at(one)}/merge`, { body: { into: other.id } })
  expect((await say(one, 'I am still here')).status).toBe(201)
  const { mergedInto, conversation, line } = (await ada.call(at(one))).json
  expect({ mergedInto, holder: conversation.holder }).toEqual({
    mergedInto: null,
    holder: `member:${await memberId(ada)}`,
  })
  expect(line.waitingSince).not.toBeNull()
  expect(await listed('mine')).toContain(one.id)
})

test('a colleague who holds a conversation does not lose it by a merge', async () => {
  const [one, other] = [await rig.visitor(), await rig.visitor()]
  await ben.call(`${at(one)}/takeover`, { body: {} })
  const answer = await ada.call(`${at(one)}/merge`, { body: { into: other.id } })
  expect(answer.status).toBe(409)
  expect(answer.json.detail).toContain('ben')
})

test('a blocked visitor is refused politely in all that is theirs, until they are not', async () => {
  const [one, other] = [await rig.visitor(), await rig.visitor()]
  for (const visitor of [one, other]) {
    await say(visitor, 'spam')
    await rig.app.settle()
    await askForPerson(visitor, 'spam@mail.example')
  }
  const block = (blocked: boolean) => ada.call(`${at(one)}/block`, { method: 'PUT', body: { blocked } })
  expect((await block(true)).status).toBe(204)
  for (const visitor of [one, other]) {
    const refused = await say(visitor, 'more spam')
    expect(refused.status).toBe(403)
    expect(refused.json.detail).toContain('another way')
    expect((await say(visitor, 'spam')).status).toBe(200)
  }
  expect((await askForPerson(one, 'else@mail.example')).status).toBe(403)
  expect((await ada.call(at(other))).json.blocked).toBe(true)
  expect((await block(false)).status).toBe(204)
  expect((await say(other, 'sorry')).status).toBe(201)
})
