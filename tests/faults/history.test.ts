import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/contract/conversation.ts'
import { type Call, findViolations, type History, type Seen } from './history.ts'

const message = (
  seq: number,
  author: Message['author'],
  text: string,
  turnId: string | null = null,
): Message => ({
  ...{ id: `msg_${text}`, conversationId: 'con_1', seq, author, clientId: null, text, content: {}, turnId },
  ...{ traceId: null, rating: null, createdAt: '2026-03-01T09:00:00.000Z' },
})

/** A good history, to be spoilt. */
function good() {
  const asked = message(1, 'visitor', 'asked')
  const reply = message(2, 'bot', 'reply', 'trn_1')
  const events: Seen[] = [
    { number: 1, name: 'message.received', data: { message: asked } },
    { number: 2, name: 'turn.started', data: { turnId: 'trn_1', attempt: 1, uptoSeq: 1 } },
    { number: 3, name: 'message.sent', data: { message: reply } },
    { number: 4, name: 'turn.ended', data: { turnId: 'trn_1', outcome: 'answered' } },
  ]
  const live = [...events]
  const conversation = { id: 'con_1', holder: 'bot', messages: [asked, reply], events, live }
  const sent = [{ conversationId: 'con_1', clientId: 'c1', text: 'asked', ack: { id: asked.id, seq: 1 } }]
  const call = (kind: Call['kind'], key: string, status: number, body: object): Call => ({
    ...{ kind, key, status, conversationId: kind === 'start' ? '' : 'con_1', text: JSON.stringify(body) },
  })
  const calls = [
    call('start', 'k', 201, { conversation: { id: 'con_1' }, sessionToken: 's' }),
    call('start', 'k', 200, { conversation: { id: 'con_1' }, sessionToken: 's' }),
    call('message', 'c1', 201, { message: asked }),
    call('message', 'c1', 200, { message: asked }),
    call('rating', 'r', 200, { message: { ...reply, rating: 'up' } }),
    call('handoff', 'h', 201, { conversation: { id: 'con_1' } }),
    call('read', 'r', 200, { messages: [asked, reply] }),
  ]
  reply.rating = 'up'
  events.push({
    ...{ number: 5, name: 'handoff.requested', data: { conversationId: 'con_1', reason: 'asked-for' } },
  })
  live.push(events[4]!)
  return {
    history: { sent, calls, conversations: [conversation] } as History,
    calls,
    call,
    conversation,
    events,
    live,
    asked,
    reply,
  }
}

describe('the judge of histories', () => {
  it('finds nothing in a good one', () => {
    expect(findViolations(good().history)).toEqual([])
  })

  const spoilt: Record<string, [(made: ReturnType<typeof good>) => void, RegExp]> = {
    'an acknowledged message that is gone': [
      ({ conversation, reply }) => {
        conversation.messages = [{ ...reply, seq: 1 }]
      },
      /^lost/,
    ],
    'a message that is there twice': [
      ({ conversation, asked }) => conversation.messages.push({ ...asked, id: 'msg_b', seq: 3 }),
      /^doubled: "asked"/,
    ],
    'a turn that spoke twice': [
      ({ conversation, reply }) => conversation.messages.push({ ...reply, id: 'msg_b', seq: 3 }),
      /^doubled: turn/,
    ],
    'a number given twice': [
      ({ conversation }) => {
        conversation.messages[1]!.seq = 1
      },
      /^order: message 2/,
    ],
    'an order that changed': [
      ({ history, conversation, asked }) => {
        conversation.messages.push({ ...asked, id: 'msg_late', text: 'late', seq: 3 })
        const ack = { id: 'msg_late', seq: 3 }
        history.sent.unshift({ conversationId: 'con_1', clientId: 'c0', text: 'late', ack })
      },
      /^order: "asked" is before "late"/,
    ],
    'a message without an event': [
      ({ events }) => events.splice(0, 1),
      /^events: message msg_asked has none/,
    ],
    'an event without its message': [
      ({ events, reply }) =>
        events.push({ number: 5, name: 'message.sent', data: { message: { ...reply, id: 'msg_x' } } }),
      /^events: msg_x is told of and/,
    ],
    'the bot speaking while a person holds': [
      ({ events }) => {
        const data = { conversationId: 'con_1', holder: 'member:ada', epoch: 1 }
        events.splice(2, 0, { number: 2.5, name: 'holder.changed', data })
      },
      /^ownership: the bot spoke/,
    ],
    'a turn that never ended': [({ events }) => events.splice(3, 1), /^unended: turn/],
    'a message nobody answered': [
      ({ events }) => {
        events[3]!.data = { turnId: 'trn_1', outcome: 'superseded' }
      },
      /^unended: nobody answered/,
    ],
    'an event that the live stream left out': [({ live }) => live.splice(1, 1), /^stream: turn.started 2/],
    'an event that the live stream gave twice': [
      ({ live }) => live.push(live[0]!),
      /^stream: event 1 of con_1 came again/,
    ],
    'a start that was made twice': [
      ({ calls }) => {
        calls[1]!.status = 201
      },
      /^doubled: start k was made twice/,
    ],
    'a resend that is answered otherwise': [
      ({ calls, asked }) => {
        calls[3]!.text = JSON.stringify({ message: { ...asked, seq: 2 } })
      },
      /^changed: message c1/,
    ],
    'a start that gives another token': [
      ({ calls }) => {
        calls[1]!.text = calls[1]!.text.replace('"s"', '"t"')
      },
      /^changed: start k/,
    ],
    'a rating that is gone': [
      ({ reply }) => {
        reply.rating = null
      },
      /^lost: msg_reply was rated up and has null/,
    ],
    'a request for a person that nobody heard of': [
      ({ events }) => events.pop(),
      /^lost: a person was asked for/,
    ],
    'a request for a person that is told twice': [
      ({ events }) => events.push({ ...events[4]!, number: 6 }),
      /^doubled: a person was asked for/,
    ],
    'a message that was read and is gone': [
      ({ calls, call, reply }) =>
        calls.push(call('read', 'r', 200, { messages: [{ ...reply, id: 'msg_x' }] })),
      /^lost: msg_x was read/,
    ],
    "a member's words out of an epoch that is over": [
      ({ history, events, reply }) => {
        const data = { conversationId: 'con_1', holder: 'bot', epoch: 1 }
        events.splice(2, 0, { number: 2.5, name: 'holder.changed', data })
        history.words = [{ messageId: reply.id, epoch: 0 }]
      },
      /^epoch: words of epoch 0 were taken in epoch 1/,
    ],
    'two owners': [
      ({ history }) => {
        history.takeovers = ['member:a', 'member:b'].map(holder => ({
          conversationId: 'con_1',
          epoch: 1,
          holder,
        }))
      },
      /^ownership: two owners/,
    ],
  }
  for (const [name, [spoil, expected]] of Object.entries(spoilt)) {
    it(`finds ${name}`, () => {
      const made = good()
      spoil(made)
      expect(findViolations(made.history).join('\n')).toMatch(new RegExp(expected.source, 'm'))
    })
  }
})
