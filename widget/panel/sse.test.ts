import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventReader } from './sse.ts'

const stream =
  'retry: 2000\n: ping\n\nid: 7\nevent: message.sent\ndata: {"a":1}\n\nid: 8\nevent: turn.ended\r\ndata:x\r\ndata: y: z\r\n\r\n: ping\n\nevent: activity\ndata: without a number\n\n'
const read = (pieces: string[]) => {
  const events: unknown[] = []
  const feed = createEventReader((...event) => events.push(event))
  for (const piece of pieces) feed(piece)
  return events
}

describe('the event stream', () => {
  it('gives events with their number and data, and nothing for comments', () => {
    expect(read([stream])).toEqual([
      [7, 'message.sent', '{"a":1}'],
      [8, 'turn.ended', 'x\ny: z'],
      [0, 'activity', 'without a number'],
    ])
  })

  it('reads the same however the line is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 })), cuts => {
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length]
        expect(read(at.slice(1).map((end, i) => stream.slice(at[i], end)))).toEqual(read([stream]))
      }),
    )
  })
})
