import type { Activity } from '../../src/contract/activity.ts'
import { request } from './client.ts'

/** An event of the workspace's live stream. */
export interface LiveEvent {
  number: number
  name: string
  conversationId: string | null
  data: Readonly<Record<string, unknown>>
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000

/**
 * Follows the live stream from now on, and after each break from the last event that was seen, without gap or repeat.
 * `start` is called when the first of it is there: what was loaded before may have missed an event. `activity` is past the
 * log: who types and looks on, just now.
 * Read with `fetch`, since an EventSource sends no token. Ends when `signal` is aborted.
 */
export async function followLive(
  on: { start: () => void; event: (event: LiveEvent) => void; activity: (activity: Activity) => void },
  signal: AbortSignal,
): Promise<void> {
  let last: number | undefined
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const response = await request(`desk/events${last === undefined ? '' : `?after=${last}`}`, { signal })
      if (response.ok && response.body) {
        pause = FIRST_PAUSE_MS
        if (last === undefined) on.start()
        for await (const frame of framesOf(response.body)) {
          if ('doing' in frame) on.activity(frame)
          else {
            last = frame.number
            on.event(frame)
          }
        }
      }
    } catch {
      // The server is away: come back later.
    }
    if (signal.aborted) return
    await new Promise(resolve => setTimeout(resolve, pause))
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<LiveEvent | Activity> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const blocks = (rest + decoder.decode(read.value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const frame = frameOf(block)
      if (frame) yield frame
    }
  }
}

function frameOf(block: string): LiveEvent | Activity | undefined {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const [number, name, data] = [field('id'), field('event'), field('data')]
  if (name === 'activity' && data) return JSON.parse(data) as Activity
  if (!number || !name || !data) return undefined
  const told = JSON.parse(data) as { conversationId?: string | null }
  return { number: Number(number), name, conversationId: told.conversationId ?? null, data: told }
}
