import { request } from './client.ts'

/** An event of the workspace's live stream. */
export interface LiveEvent {
  number: number
  name: string
  conversationId: string | null
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000

/**
 * Follows the live stream from now on, and after each break from the last event that was seen, without gap or repeat.
 * `start` is called when the first of it is there: what was loaded before may have missed an event.
 * Read with `fetch`, since an EventSource sends no token. Ends when `signal` is aborted.
 */
export async function followLive(
  on: { start: () => void; event: (event: LiveEvent) => void },
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
        for await (const event of eventsOf(response.body)) {
          last = event.number
          on.event(event)
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

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<LiveEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const blocks = (rest + decoder.decode(read.value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = eventOf(block)
      if (event) yield event
    }
  }
}

function eventOf(block: string): LiveEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const [number, name, data] = [field('id'), field('event'), field('data')]
  if (!number || !name || !data) return undefined
  const { conversationId = null } = JSON.parse(data) as { conversationId?: string | null }
  return { number: Number(number), name, conversationId }
}
