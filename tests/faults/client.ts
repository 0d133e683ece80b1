import type { Seen } from './history.ts'
import { pause, type Server } from './process.ts'

export interface Ask {
  headers?: Record<string, string>
  body?: unknown
}
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by their effect, not by their type.
type Answer = any

/** Asks until there is an answer: what a client does that must not lose what it has to say. */
export async function persist(server: Server, path: string, ask: Ask = {}): Promise<Answer> {
  for (const until = Date.now() + server.patienceMs; Date.now() < until; await pause(100)) {
    const answer = await once(server, path, ask)
    if (answer) return answer
  }
  throw new Error(`no answer from ${path} within ${server.patienceMs} ms`)
}

/** Asks once; `undefined` when it was refused or nobody answered. */
export async function once(
  server: Server,
  path: string,
  { headers = {}, body }: Ask = {},
): Promise<Answer | undefined> {
  const url = (await server.url()) + path
  try {
    const response = await fetch(url, {
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(8_000),
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

/** A stream that is followed through every fall of the server, always resumed after the last event it gave. */
export interface Follower {
  events: Seen[]
  stop(): Promise<void>
}

/** Follows the stream at `path` from its beginning, as the widget does with Last-Event-ID. */
export function follow(server: Server, path: string, headers: Record<string, string>): Follower {
  const gone = new AbortController()
  const events: Seen[] = []
  const following = (async () => {
    while (!gone.signal.aborted) {
      const last = String(events.at(-1)?.number ?? 0)
      await readStream(server, path, { ...headers, 'last-event-id': last }, gone.signal, event =>
        events.push(event),
      )
      await pause(50)
    }
  })()
  return {
    events,
    async stop() {
      gone.abort()
      await following
    },
  }
}

/** Reads a stream until it ends, breaks or is aborted. */
async function readStream(
  server: Server,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  onEvent: (event: Seen) => void,
): Promise<void> {
  try {
    const url = (await server.url()) + path
    const response = await fetch(url, { headers, signal })
    if (!response.ok) return
    let rest = ''
    for await (const bytes of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + bytes).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const event of blocks.flatMap(parseEvent)) onEvent(event)
    }
  } catch {
    // A server that went away: the follower comes back.
  }
}

function parseEvent(block: string): Seen[] {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const data = field('data')
  return data ? [{ number: Number(field('id')), name: field('event') ?? '', data: JSON.parse(data) }] : []
}

/** The stream from its beginning until it has been silent for a moment. */
export async function readFromBeginning(
  server: Server,
  path: string,
  headers: Record<string, string>,
): Promise<Seen[]> {
  const stop = new AbortController()
  const events: Seen[] = []
  let silence = setTimeout(() => stop.abort(), 3_000)
  await readStream(server, `${path}?after=0`, headers, stop.signal, event => {
    events.push(event)
    clearTimeout(silence)
    silence = setTimeout(() => stop.abort(), 100)
  })
  clearTimeout(silence)
  return events
}
