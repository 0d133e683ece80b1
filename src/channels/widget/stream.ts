import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { crashPoint } from '../../platform/crash-points.ts'
import type { VisitorConversations, VisitorSession } from './visitor-conversations.ts'

const HEARTBEAT_MS = 15_000
const RETRY_MS = 2_000

/**
 * The live events of one conversation as server-sent events (WHATWG HTML, section 9.2), each with its number as `id`,
 * so that a client that was away goes on after the last one it saw. Ends when the client goes or the server stops.
 */
export function streamEvents(
  c: Context,
  conversations: VisitorConversations,
  {
    session,
    after,
    stopping,
  }: {
    session: VisitorSession
    /** The number of the last event the client has; `undefined`: from now on. */ after: number | undefined
    stopping: AbortSignal
  },
): Response {
  c.header('Cache-Control', 'no-store')
  // Tells nginx not to collect the stream before passing it on.
  c.header('X-Accel-Buffering', 'no')
  // Nobody reads the body of an answer to HEAD, so nobody would ever end it.
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
  return streamSSE(c, async stream => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const heartbeat = setInterval(
      () => void stream.write(': ping\n\n').catch(() => gone.abort()),
      HEARTBEAT_MS,
    )
    try {
      await stream.write(`retry: ${RETRY_MS}\n\n`)
      for await (const event of conversations.events(
        session,
        after,
        AbortSignal.any([gone.signal, stopping]),
      )) {
        await stream.writeSSE({
          id: String(event.number),
          event: event.name,
          data: JSON.stringify(event.data),
        })
        if (event.name === 'message.sent') await crashPoint('S15-answer-pushed-to-client')
      }
    } finally {
      clearInterval(heartbeat)
    }
  })
}
