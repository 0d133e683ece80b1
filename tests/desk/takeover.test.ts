import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeHolder, releaseInactive } from '../../src/conversations/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'

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

const say = (visitor: Visitor, text: string) =>
  rig.call(`${visitor.path}/messages`, {
    token: visitor.token,
    body: { clientId: text.replaceAll(/\W/g, '-'), text },
  })
const texts = async (visitor: Visitor) =>
  (await rig.call(`${visitor.path}/messages?limit=200`, { token: visitor.token })).json.messages.map(
    ({ author, text }: { author: string; text: string }) => `${author}: ${text}`,
  )
const at = (visitor: Visitor) => `/api/v1/desk/conversations/${visitor.id}`
const takeOver = (staff: Staff, visitor: Visitor, override = false) =>
  staff.call(`${at(visitor)}/takeover`, { body: { override } })
const release = (staff: Staff, visitor: Visitor, body = {}) =>
  staff.call(`${at(visitor)}/takeover`, { method: 'DELETE', body })
const reply = async (staff: Staff, visitor: Visitor, text: string, more = {}) => {
  const { epoch } = (await staff.call(at(visitor))).json.conversation
  const clientId = text.replaceAll(/\W/g, '-')
  return staff.call(`${at(visitor)}/messages`, { body: { clientId, text, epoch, ...more } })
}

describe('taking over', () => {
  test('of two at once exactly one wins, and the other is told who has it', async () => {
    const visitor = await rig.visitor()
    const answers = await Promise.all([takeOver(ada, visitor), takeOver(ben, visitor)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const lost = answers.find(({ status }) => status === 409)!
    expect(lost.json.detail).toMatch(/^(ada|ben) has this conversation/)
  })

  test('silences the bot, and lets only who holds it write', async () => {
    const visitor = await rig.visitor()
    await takeOver(ada, visitor)
    await say(visitor, 'Hello?')
    await rig.app.settle()
    expect((await reply(ben, visitor, 'I am Ben')).status).toBe(409)
    expect((await reply(ada, visitor, 'I am Ada')).status).toBe(201)
    expect(await texts(visitor)).toEqual(['visitor: Hello?', 'member: I am Ada'])
  })

  test('from a colleague wants to be said on purpose, and is in the log', async () => {
    const visitor = await rig.visitor()
    await takeOver(ada, visitor)
    expect((await takeOver(ben, visitor)).status).toBe(409)
    expect((await takeOver(ben, visitor, true)).status).toBe(200)
    const { sql } = rig.app.storage.database
    const events = await sql
      .selectFrom('events')
      .select('data')
      .where('conversation_id', '=', visitor.id)
      .where('name', '=', 'conversation.taken')
      .orderBy('number')
      .execute()
    expect(events.map(({ data }) => (data as { override: boolean }).override)).toEqual([false, true])
  })

  test('a reply sent again is stored once', async () => {
    const visitor = await rig.visitor()
    await takeOver(ada, visitor)
    const answers = [await reply(ada, visitor, 'Once'), await reply(ada, visitor, 'Once')]
    expect(answers.map(({ json }) => json.message.id)).toEqual(Array(2).fill(answers[0]!.json.message.id))
    expect(await texts(visitor)).toEqual(['member: Once'])
  })

  test('is refused to whoever may only look, and in another workspace nothing is there', async () => {
    const visitor = await rig.visitor()
    const viewer = await rig.member('viewer')
    expect((await viewer.call(at(visitor))).status).toBe(200)
    expect((await takeOver(viewer, visitor)).status).toBe(403)

    const { database, clock } = rig.app.accounts
    await database.sql
      .insertInto('workspaces')
      .values({ id: 'ws_b', name: 'B', created_at: clock.now() })
      .execute()
    const stranger = await rig.member('owner', { email: 'eve@other.example', workspaceId: 'ws_b' })
    const missing = await stranger.call('/api/v1/desk/conversations/con_nobody')
    expect(missing.status).toBe(404)
    const theirs = await stranger.call(at(visitor))
    expect(theirs.text).toBe(missing.text)
    expect((await takeOver(stranger, visitor)).status).toBe(404)
    expect((await stranger.call('/api/v1/desk/conversations')).json.conversations).toEqual([])
  })
})

describe('giving back', () => {
  test('lets the bot answer what nobody has', async () => {
    const visitor = await rig.visitor()
    await takeOver(ada, visitor)
    await say(visitor, 'Thanks')
    expect((await release(ben, visitor)).status).toBe(409)
    expect((await release(ada, visitor)).json.conversation.holder).toBe('bot')
    await rig.app.settle()
    expect((await texts(visitor)).map((line: string) => line.split(':')[0])).toEqual(['visitor', 'bot'])
  })
})

describe('resolving', () => {
  test('in one step with the answer; a word of the visitor begins a new engagement with the bot', async () => {
    const visitor = await rig.visitor()
    await takeOver(ada, visitor)
    await say(visitor, 'My parcel is late')
    expect((await reply(ada, visitor, 'It is there now', { also: 'resolve' })).status).toBe(201)
    expect((await ada.call(at(visitor))).json.line.status).toBe('resolved')
    await say(visitor, 'Hello')
    await rig.app.settle()
    const { line, engagement, conversation } = (await ada.call(at(visitor))).json
    expect({ status: line.status, engagement, holder: conversation.holder }).toEqual({
      ...{ status: 'open', engagement: 2, holder: 'bot' },
    })
    expect((await texts(visitor)).length).toBe(4)
  })

  test('what was left unanswered is not answered later by the bot', async () => {
    const visitor = await rig.visitor()
    await takeOver(ada, visitor)
    await say(visitor, 'Never mind')
    await ada.call(at(visitor), { method: 'PATCH', body: { status: 'resolved' } })
    await release(ada, visitor)
    await rig.app.settle()
    expect(await texts(visitor)).toEqual(['visitor: Never mind'])
  })

  test('a snooze wants a time, and ends with it or with a word of the visitor', async () => {
    const visitor = await rig.visitor()
    const snooze = (body: object) =>
      ada.call(at(visitor), { method: 'PATCH', body: { status: 'snoozed', ...body } })
    expect((await snooze({})).status).toBe(422)
    expect((await snooze({ snoozedUntil: '2099-01-01T00:00:00Z' })).status).toBe(204)
    await say(visitor, 'Are you there?')
    expect((await ada.call(at(visitor))).json.line.status).toBe('open')
  })
})

describe('the inbox', () => {
  test('shows each view its conversations, counts them, and pages without gap or repeat', async () => {
    const visitors = []
    for (let n = 0; n < 5; n++) {
      const visitor = await rig.visitor()
      await rig.call(`${visitor.path}/handoff`, { token: visitor.token, body: { note: `Note ${n}` } })
      visitors.push(visitor.id)
    }
    const list = (query: string) => ben.call(`/api/v1/desk/conversations?${query}`)
    const first = (await list('view=unassigned&limit=3')).json
    const second = (await list(`view=unassigned&limit=3&after=${first.next}`)).json
    const ids = [...first.conversations, ...second.conversations].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(visitors))
    expect(first.conversations[0].waitingSince).toEqual(expect.any(String))
    const { unassigned } = (await ben.call('/api/v1/desk/counts')).json
    expect(unassigned).toBe(ids.length)
    expect((await list('after=nonsense')).status).toBe(422)
  })

  test('keeps notes from the visitor, and finds what was said by its words', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'The zephyrlamp ZX-99 flickers')
    const noted = await ada.call(`${at(visitor)}/notes`, {
      body: { text: 'A secret remark', mentions: ['mem_nobody'] },
    })
    expect(noted.json).toMatchObject({ text: 'A secret remark', mentions: [] })
    expect((await ada.call(at(visitor))).json.notes).toHaveLength(1)
    expect((await rig.call(`${visitor.path}/messages`, { token: visitor.token })).text).not.toContain(
      'secret',
    )
    for (const q of ['zephyrlamp', 'zephyr', 'flickers zx'])
      expect(
        (await ben.call(`/api/v1/desk/search?q=${encodeURIComponent(q)}`)).json.results,
        q,
      ).toMatchObject([{ conversationId: visitor.id }])
    expect((await ben.call(`/api/v1/desk/search?q=${encodeURIComponent("'); drop & | :*")}`)).status).toBe(
      200,
    )
  })

  test('labels, priority and assignment are seen by all, unread by each', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'One')
    const label = (await ada.call('/api/v1/labels', { body: { name: 'Refund' } })).json
    const { memberId } = (await ben.call('/api/v1/account')).json
    const changes = { labelIds: [label.id], priority: 'urgent', assigneeId: memberId }
    expect((await ada.call(at(visitor), { method: 'PATCH', body: changes })).status).toBe(204)
    await ada.call(`${at(visitor)}/read`, { method: 'PUT', body: { seq: 99 } })
    const line = (await ben.call(at(visitor))).json.line
    expect(line).toMatchObject({ labels: [label.id], priority: 'urgent', assigneeId: memberId })
    expect(line.unread).toBeGreaterThan(0)
    expect((await ada.call(at(visitor))).json.line.unread).toBe(0)
    const foreign = await ada.call(at(visitor), { method: 'PATCH', body: { assigneeId: 'mem_nobody' } })
    expect(foreign.status).toBe(422)
  })
})

describe('left alone', () => {
  test('a conversation goes back to the bot after two hours, and not before', async () => {
    const clock = createFakeClock('2026-11-25T09:00:00Z')
    const folder = mkdtempSync(join(tmpdir(), 'careline-desk-'))
    const app = await createSmallApp({ DATA_DIR: folder }, { clock })
    try {
      const visitor = await visitorOf(app)
      await changeHolder(app.conversations, {
        ...{
          conversationId: visitor.conversationId,
          from: { holder: 'bot', epoch: 0 },
          to: 'member:mem_ada',
        },
      })
      await visitor.say('Hello')
      clock.advance(2 * 3_600_000 - 1)
      expect(await releaseInactive(app.conversations)).toEqual([])
      clock.advance(2)
      expect(await releaseInactive(app.conversations)).toEqual([visitor.conversationId])
      await app.settle()
      const said = await visitor.texts()
      expect(said.map(text => text.split(':')[0])).toEqual(['visitor', 'system', 'bot'])
      expect(said[1]).toContain('Nobody from our team has written here for a while')
      const { sql } = app.storage.database
      const events = await sql.selectFrom('events').select('name').orderBy('number').execute()
      expect(events.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['holder.changed', 'conversation.released']),
      )
    } finally {
      await app.stop()
      rmSync(folder, { recursive: true })
    }
  })
})
