import { type Client, isGone, type Session } from './client.ts'
import { createPause } from './pause.ts'
import { createEventReader } from './sse.ts'

/** The server pings every 15 s; a line silent for longer than this is dead, whatever the socket says. */
const silence = 40_000

export interface StreamOptions {
  client: Client
  session: Session
  /** Number of the last event seen. */
  after(): number
  onEvent(number: number, name: string, data: unknown): void
  /** `gone`: the server does not know the session; the stream has ended. */
  onState(state: 'live' | 'lost' | 'gone'): void
}

export interface Stream {
  /** Tries at once if it is waiting: the browser is online again, or the page is looked at again. */
  nudge(): void
  stop(): void
}

/** Follows a conversation's events until it is stopped: cut, it comes back and resumes after the last number. */
export function openStream({ client, session, after, onEvent, onState }: StreamOptions): Stream {
  let abort = new AbortController()
  let isStopped = false
  const pause = createPause()

  async function read(): Promise<'lost' | 'gone'> {
    abort = new AbortController()
    let watch = 0
    const alive = () => {
      clearTimeout(watch)
      watch = setTimeout(() => abort.abort(), silence)
    }
    try {
      alive()
      const { ok, status, body } = await client.events(session, after(), abort.signal)
      if (isGone(status)) return 'gone'
      if (ok) {
        pause.reset()
        onState('live')
        const feed = createEventReader((number, name, data) => onEvent(number, name, JSON.parse(data)))
        const reader = body!.getReader()
        const decoder = new TextDecoder()
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
          alive()
          feed(decoder.decode(piece.value, { stream: true }))
        }
      }
    } catch {
      // Cut, refused, or silent for too long: all end the same way.
    }
    clearTimeout(watch)
    return 'lost'
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      const end = await read()
      if (isStopped) return
      onState(end)
      if (end === 'gone') return
      await pause.wait(pause.next())
    }
  }
  void run()

  return {
    nudge: pause.end,
    stop() {
      isStopped = true
      abort.abort()
      pause.end()
    },
  }
}
