import type { Call, CallKind, Seen } from './history.ts'
import { pause, type Server } from './process.ts'
import type { Wire, WireAsk } from './wire.ts'

/** The clients of one run: where they ask, and everything that was answered with success. */
export interface Clients {
  server: Server
  wire: Wire
  calls: Call[]
}

export interface Ask {
  method?: string
  headers?: Record<string, string>
  body?: unknown
  /** What it is in the history: resends share the key. Without it a read. */
  kind?: CallKind
  key?: string
  conversationId?: string
}
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by their effect, not by their type.
type Answer = any

/** Asks until there is an answer: what a client does that must not lose what it has to say. */
export async function persist(clients: Clients, path: string, ask: Ask = {}): Promise<Answer> {
  const { patienceMs } = clients.server
  for (const until = Date.now() + patienceMs; Date.now() < until; await pause(100)) {
    const answer = await once(clients, path, ask)
    if (answer) return answer
  }
  throw new Error(`no answer from ${path} within ${patienceMs} ms`)
}

/** Asks once; `undefined` when it was refused or nobody answered. What was answered is kept, to the byte. */
export async function once(
  { server, wire, calls }: Clients,
  path: string,
  ask: Ask = {},
): Promise<Answer | undefined> {
  const url = (await server.url()) + path
  const answer = await wire.ask(url, onTheWire(ask)).catch(() => undefined)
  if (!answer || answer.status < 200 || answer.status > 299) return undefined
  const { kind = 'read', key = path, conversationId = '' } = ask
  calls.push({ kind, key, conversationId, ...answer })
  return JSON.parse(answer.text)
}

/** Begins to ask and is gone; whoever asked so asks again. */
export async function breakOff(
  { server, wire }: Clients,
  path: string,
  ask: Ask,
  where: 'in the request' | 'before the answer',
): Promise<void> {
  await wire.breakOff((await server.url()) + path, onTheWire(ask), where)
}

const onTheWire = ({ method, headers = {}, body }: Ask): WireAsk => ({
  ...{ headers },
  ...(method ? { method } : {}),
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})

/** A stream that is followed through every fall of the server, always resumed after the last event it gave. */
export interface Follower {
  events: Seen[]
  /** Loses its connection when the next words come, in the middle of them. */
  breakOff(): void
  stop(): Promise<void>
}

/** Follows the stream at `path` from its beginning, as the widget does with Last-Event-ID. */
export function follow(clients: Clients, path: string, headers: Record<string, string>): Follower {
  const gone = new AbortController()
  const events: Seen[] = []
  let breaking = false
  const isBroken = () => {
    const broken = breaking
    breaking = false
    return broken
  }
  const following = (async () => {
    while (!gone.signal.aborted) {
      const last = String(events.at(-1)?.number ?? 0)
      const resumed = { ...headers, 'last-event-id': last }
      await readStream(clients, path, resumed, gone.signal, event => events.push(event), isBroken)
      await pause(50)
    }
  })()
  return {
    events,
    breakOff() {
      breaking = true
    },
    async stop() {
      gone.abort()
      await following
    },
  }
}

/** Reads a stream until it ends, breaks or is aborted. */
async function readStream(
  { server, wire }: Clients,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  onEvent: (event: Seen) => void,
  isBroken: () => boolean = () => false,
): Promise<void> {
  try {
    const url = (await server.url()) + path
    let rest = ''
    for await (const part of wire.read(url, { headers }, signal)) {
      const broken = part.includes('data:') && isBroken()
      // Half of what came was heard when the connection went.
      const blocks = (rest + (broken ? part.slice(0, part.length >> 1) : part)).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const event of blocks.flatMap(parseEvent)) onEvent(event)
      if (broken) return
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
  clients: Clients,
  path: string,
  headers: Record<string, string>,
): Promise<Seen[]> {
  const stop = new AbortController()
  const events: Seen[] = []
  let silence = setTimeout(() => stop.abort(), 3_000)
  await readStream(clients, `${path}?after=0`, headers, stop.signal, event => {
    events.push(event)
    clearTimeout(silence)
    silence = setTimeout(() => stop.abort(), 100)
  })
  clearTimeout(silence)
  return events
}
