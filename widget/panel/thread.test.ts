import { beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/contract/conversation.ts'
import { addMessage, applyEvent, emptyThread, shownParts, type Thread, unreadCount } from './thread.ts'

const message = (seq: number, over: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  conversationId: 'c',
  seq,
  author: 'bot',
  clientId: null,
  text: `text ${seq}`,
  content: {},
  turnId: null,
  traceId: null,
  rating: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...over,
})
const part = (index: number, attempt = 1) => ({
  turnId: 't',
  attempt,
  index,
  sentence: { text: `part ${index} of ${attempt}`, citations: [], kind: 'sentence' },
  citations: [],
})

let thread: Thread
beforeEach(() => {
  thread = emptyThread()
})
const shown = () => shownParts(thread.drafts.get('t')!).map(({ text }) => text)

describe('the thread', () => {
  it('takes each event once, by its number', () => {
    expect(applyEvent(thread, 5, 'message.sent', { message: message(1) })).toBe(true)
    expect(applyEvent(thread, 5, 'message.sent', { message: message(2) })).toBe(false)
    expect(applyEvent(thread, 4, 'message.sent', { message: message(3) })).toBe(false)
    expect(thread.messages.map(({ seq }) => seq)).toEqual([1])
  })

  it('keeps messages in order and without repeats, however they come', () => {
    for (const seq of [3, 1, 2, 3]) addMessage(thread, message(seq))
    expect(thread.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('replaces what waits by what was stored, by the id the client gave', () => {
    thread.pending = [
      { clientId: 'a', text: 'x', state: 'waiting' },
      { clientId: 'b', text: 'y', state: 'waiting' },
    ]
    applyEvent(thread, 1, 'message.received', { message: message(1, { author: 'visitor', clientId: 'a' }) })
    expect(thread.pending.map(({ clientId }) => clientId)).toEqual(['b'])
  })

  it('shows parts from the first to the first gap', () => {
    applyEvent(thread, 1, 'turn.started', { turnId: 't', attempt: 1, uptoSeq: 1 })
    applyEvent(thread, 2, 'answer.streamed', part(1))
    expect(shown()).toEqual([])
    applyEvent(thread, 3, 'answer.streamed', part(0))
    expect(shown()).toEqual(['part 0 of 1', 'part 1 of 1'])
  })

  it('lets a later attempt replace an earlier one, never the other way round', () => {
    applyEvent(thread, 1, 'answer.streamed', part(0, 2))
    applyEvent(thread, 2, 'answer.streamed', part(1, 1))
    applyEvent(thread, 3, 'turn.started', { turnId: 't', attempt: 1, uptoSeq: 1 })
    expect(shown()).toEqual(['part 0 of 2'])
    applyEvent(thread, 4, 'turn.started', { turnId: 't', attempt: 3, uptoSeq: 1 })
    expect(shown()).toEqual([])
  })

  it('puts the stored reply in the place of its parts, and ends with the turn', () => {
    applyEvent(thread, 1, 'answer.streamed', part(0))
    applyEvent(thread, 2, 'message.sent', { message: message(2, { turnId: 't' }) })
    expect(thread.drafts.size).toBe(0)
    applyEvent(thread, 3, 'turn.started', { turnId: 'u', attempt: 1, uptoSeq: 2 })
    applyEvent(thread, 4, 'turn.ended', { turnId: 'u', outcome: 'failed' })
    expect(thread.drafts.size).toBe(0)
  })

  it('follows the holder and the ratings', () => {
    addMessage(thread, message(1))
    applyEvent(thread, 1, 'holder.changed', { conversationId: 'c', holder: 'queue', epoch: 1 })
    applyEvent(thread, 2, 'answer.rated', { messageId: 'm1', rating: 'down' })
    expect(thread.holder).toBe('queue')
    expect(thread.messages[0]!.rating).toBe('down')
  })

  it('goes on over events it does not know', () => {
    expect(applyEvent(thread, 9, 'something.new', {})).toBe(true)
    expect(thread.lastEvent).toBe(9)
  })

  it('counts what others wrote since the visitor last looked', () => {
    addMessage(thread, message(1))
    addMessage(thread, message(2, { author: 'visitor' }))
    addMessage(thread, message(3))
    expect(unreadCount(thread, 1)).toBe(1)
  })
})
