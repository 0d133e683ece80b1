import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Responder } from '../../src/bot/index.ts'
import { emptyTrace } from '../../src/bot/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

// A Monday.
const clock = createFakeClock('2026-03-02T10:00:00Z')
/** Called while the bot answers, so that a test can act meanwhile. */
let meanwhile: () => Promise<unknown> = async () => undefined

/** A bot that says one sentence and repeats what it was asked. */
const responder: Responder = {
  async respond(turn) {
    const citation = {
      ...{ number: 1, passageId: 'pas_1', pageId: 'pag_1', path: 'a.md', title: 'A', headingPath: [] },
      ...{ url: '/pages/pag_1', quote: 'A' },
    }
    const sentence = { text: `On “${turn.question}”.`, citations: [1], kind: 'sentence' as const }
    await turn.onSentence?.({ index: 0, sentence, citations: [citation] })
    await meanwhile()
    const trace = emptyTrace(turn.question, 'en')
    if (turn.question === 'I will sue you')
      return { decision: { kind: 'handoff', reason: 'sensitive', text: 'A person.' }, trace }
    const answered = { kind: 'answered' as const, mode: 'extractive' as const, text: sentence.text }
    return { decision: { ...answered, sentences: [sentence], citations: [citation] }, trace }
  },
}

let rig: StaffRig
let ada: Staff
let ben: Staff

beforeAll(async () => {
  rig = await startStaff({}, { clock, replace: { responder: () => responder } })
  ada = await rig.member('operator', { email: 'ada@shop.example' })
  ben = await rig.member('operator', { email: 'ben@shop.example' })
})
afterAll(() => rig?.close())
beforeEach(async () => {
  meanwhile = async () => undefined
  await setMode('bot-first')
})

const setMode = async (mode: string, more: object = {}) => {
  const body = { mode, channelModes: { widget: null }, ...more }
  const set = await rig.owner.call(`/api/v1/bots/${rig.app.botId}`, { method: 'PATCH', body })
  expect(set.status, set.text).toBe(200)
}

type Visitor = Awaited<ReturnType<StaffRig['visitor']>>
const say = async (visitor: Visitor, text: string) => {
  const body = { clientId: text.replaceAll(/\W/g, '-'), text }
  expect((await rig.call(`${visitor.path}/messages`, { token: visitor.token, body })).status).toBe(201)
  await rig.app.settle()
}
const lines = async (visitor: Visitor): Promise<string[]> =>
  (await rig.call(`${visitor.path}/messages?limit=200`, { token: visitor.token })).json.messages.map(
    ({ author, text }: { author: string; text: string }) => `${author}: ${text}`,
  )
const at = (visitor: Visitor) => `/api/v1/desk/conversations/${visitor.id}`
const read = async (visitor: Visitor) => (await ada.call(at(visitor))).json
const holderOf = async (visitor: Visitor) => (await read(visitor)).conversation.holder
const drafts = async (visitor: Visitor) =>
  (await ada.call(`/api/v1/desk/drafts?conversationId=${visitor.id}`)).json.drafts
const eventsOf = async (visitor: Visitor, name?: string) => {
  const { sql } = rig.app.storage.database
  const rows = await sql.selectFrom('events').selectAll().where('conversation_id', '=', visitor.id).execute()
  return rows.filter(row => name === undefined || row.name === name)
}
const send = (staff: Staff, draft: { id: string }, body: object) =>
  staff.call(`/api/v1/desk/drafts/${draft.id}/message`, { body })

describe('off', () => {
  test('gives a conversation to people at once, and says so once', async () => {
    await setMode('off')
    const visitor = await rig.visitor()
    await say(visitor, 'Hello')
    await say(visitor, 'Anybody?')
    expect(await holderOf(visitor)).toBe('queue')
    const [first, told, ...rest] = await lines(visitor)
    expect([first, rest]).toEqual(['visitor: Hello', ['visitor: Anybody?']])
    expect(told).toMatch(/^bot: Thank you for your message\. A person will answer you here\. /)
    expect((await read(visitor)).handoffs).toMatchObject([{ reason: 'mode' }])
  })

  test('counts for the channel that has a mode of its own', async () => {
    await setMode('bot-first', { channelModes: { widget: 'off' } })
    const visitor = await rig.visitor()
    await say(visitor, 'Hello')
    expect(await holderOf(visitor)).toBe('queue')
  })

  test('set while the bot answers, it has the conversation given to people, without the answer', async () => {
    const visitor = await rig.visitor()
    meanwhile = () => setMode('off')
    await say(visitor, 'Hello')
    expect(await holderOf(visitor)).toBe('queue')
    expect((await lines(visitor)).join()).not.toContain('On “')
  })
})

describe('people first', () => {
  const hours = (holidays: string[]) => ({
    name: 'Care',
    hours: { timeZone: 'UTC', weekly: { mon: [['09:00', '17:00']] }, holidays },
  })
  const setHours = async (holidays: string[]) => {
    const { teams } = (await rig.owner.call('/api/v1/teams')).json
    const path = teams[0] ? `/api/v1/teams/${teams[0].id}` : '/api/v1/teams'
    const method = teams[0] ? 'PUT' : 'POST'
    const set = await rig.owner.call(path, { method, body: hours(holidays) })
    expect(set.status, set.text).toBeLessThan(300)
  }

  test('gives a new conversation to people in business hours, and leaves it to the bot out of them', async () => {
    await setMode('people-first')
    await setHours([])
    const early = await rig.visitor()
    await say(early, 'Hello')
    expect(await holderOf(early)).toBe('queue')
    await setHours(['2026-03-02'])
    const late = await rig.visitor()
    await say(late, 'Hello')
    expect(await lines(late)).toEqual(['visitor: Hello', 'bot: On “Hello”.'])
    // What the bot has begun it goes on with when people are back.
    await setHours([])
    await say(late, 'And now?')
    expect((await lines(late)).at(-1)).toBe('bot: On “And now?”.')
  })

  test('a person who hands back leaves the rest to the bot', async () => {
    await setMode('people-first')
    const visitor = await rig.visitor()
    await say(visitor, 'Hello')
    await ada.call(`${at(visitor)}/takeover`, { body: {} })
    await ada.call(`${at(visitor)}/takeover`, { method: 'DELETE', body: {} })
    await rig.app.settle()
    expect((await lines(visitor)).at(-1)).toBe('bot: On “Hello”.')
  })
})

describe('draft only', () => {
  beforeEach(() => setMode('draft-only'))

  test('nothing of the bot reaches the visitor; people get the conversation and a draft with its trace', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'Hello')
    expect(await lines(visitor)).toEqual(['visitor: Hello'])
    const shown = (await eventsOf(visitor)).map(({ name }) => name)
    expect(shown).toContain('draft.written')
    for (const name of ['answer.streamed', 'turn.started', 'turn.ended', 'message.sent'])
      expect(shown).not.toContain(name)
    expect(await holderOf(visitor)).toBe('queue')
    const [draft, ...others] = await drafts(visitor)
    expect(others).toEqual([])
    expect(draft).toMatchObject({ text: 'On “Hello”.', uptoSeq: 1, askedBy: null })
    expect(draft.content.citations).toHaveLength(1)
    expect((await rig.owner.call(`/api/v1/traces/${draft.traceId}`)).json.decision.kind).toBe('answered')
  })

  test('a later message is drafted with what is still open, in the place of the draft before', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'One')
    await say(visitor, 'Two')
    expect((await drafts(visitor)).map(({ text }: { text: string }) => text)).toEqual(['On “One\nTwo”.'])
    expect(await eventsOf(visitor, 'draft.closed')).toMatchObject([
      { data: { state: 'replaced', by: 'bot' } },
    ])
  })

  test('sending takes the conversation over, once, with its sources; drafts go on for whoever holds it', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'One')
    const [draft] = await drafts(visitor)
    const { epoch } = (await read(visitor)).conversation
    const sent = await send(ada, draft, { epoch })
    expect(sent.status, sent.text).toBe(201)
    expect(sent.json.message).toMatchObject({ author: 'member', content: { citations: [{ number: 1 }] } })
    expect((await send(ada, draft, { epoch })).json.message.id).toBe(sent.json.message.id)
    expect(await lines(visitor)).toEqual(['visitor: One', 'member: On “One”.'])
    expect(await drafts(visitor)).toEqual([])
    await say(visitor, 'Two')
    const [next] = await drafts(visitor)
    expect(next.text).toBe('On “Two”.')
    const now = (await read(visitor)).conversation
    expect(now.holder).toMatch(/^member:/)
    expect((await send(ben, next, { epoch: now.epoch })).status).toBe(409)
    const edited = await send(ada, next, { epoch: now.epoch, text: 'In my own words', also: 'resolve' })
    expect(edited.json.message).toMatchObject({ text: 'In my own words', content: {} })
    expect((await read(visitor)).line.status).toBe('resolved')
  })

  test('of two who send at once one wins and the other is told; an old epoch and a dropped draft are refused', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'One')
    const [draft] = await drafts(visitor)
    const { epoch } = (await read(visitor)).conversation
    expect((await send(ada, draft, { epoch: epoch - 1 })).status).toBe(409)
    expect((await read(visitor)).line.draftWaits).toBe(true)
    const both = await Promise.all([send(ada, draft, { epoch }), send(ben, draft, { epoch })])
    expect((await lines(visitor)).filter(line => line.startsWith('member'))).toHaveLength(1)
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    // Who was later is told who has it now, and not that theirs was sent.
    expect(both.find(({ status }) => status === 409)!.json.detail).toMatch(
      /^(ada|ben) has this conversation\.$/,
    )
    expect((await read(visitor)).line.draftWaits).toBe(false)
    const other = await rig.visitor()
    await say(other, 'Two')
    const [dropped] = await drafts(other)
    expect((await ada.call(`/api/v1/desk/drafts/${dropped.id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await drafts(other)).toEqual([])
    const late = await send(ada, dropped, { epoch: (await read(other)).conversation.epoch })
    expect([late.status, (await lines(other)).length]).toEqual([409, 1])
  })

  test('a takeover while the draft is written leaves the member a draft', async () => {
    const visitor = await rig.visitor()
    let taken = false
    meanwhile = async () => {
      if (!taken) await ada.call(`${at(visitor)}/takeover`, { body: {} })
      taken = true
    }
    await say(visitor, 'One')
    expect(await holderOf(visitor)).toMatch(/^member:/)
    expect((await drafts(visitor)).map(({ text }: { text: string }) => text)).toEqual(['On “One”.'])
    expect(await lines(visitor)).toEqual(['visitor: One'])
  })

  test('what a person must see is told as a handoff, without a draft', async () => {
    const visitor = await rig.visitor()
    await say(visitor, 'I will sue you')
    expect(await drafts(visitor)).toEqual([])
    const { handoffs } = await read(visitor)
    expect(handoffs.map(({ reason }: { reason: string }) => reason)).toEqual(['mode', 'sensitive'])
  })

  test('set while the bot answers, the rest of the answer becomes a draft', async () => {
    await setMode('bot-first')
    const visitor = await rig.visitor()
    meanwhile = () => setMode('draft-only')
    await say(visitor, 'One')
    expect(await lines(visitor)).toEqual(['visitor: One'])
    expect(await drafts(visitor)).toHaveLength(1)
  })
})
