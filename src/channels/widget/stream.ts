import type { Context } from 'hono'
import { crashPoint } from '../../platform/crash-points.ts'
import { eventStream } from '../../platform/http/event-stream.ts'
import type { VisitorConversations, VisitorSession } from './visitor-conversations.ts'

const HEARTBEAT_MS = 15_000
const RETRY_MS = 2_000

/**
 * The live events of one conversation as server-sent events (WHATWG HTML, section 9.2), each with its number as `id`,
 * so that a client that was away goes on after the last one it saw. Ends when the client goes or the server stops.
 */
export async function streamEvents(
  c: Context,
  conversations: VisitorConversations,
  options: {
    session: VisitorSession
    /** The number of the last event the client has; `undefined`: from now on. */
    after: number | undefined
    stopping: AbortSignal
  },
): Promise<Response> {
  const gone = new AbortController()
  const ended = AbortSignal.any([gone.signal, options.stopping])
  const events = await conversations.events(options.session, options.after, ended)
  return eventStream(c, async stream => {
    stream.onAbort(() => gone.abort())
    const heartbeat = setInterval(
      () => void stream.write(': ping\n\n').catch(() => gone.abort()),
      HEARTBEAT_MS,
    )
    const unhear = await conversations.activity(options.session, activity => {
      void stream.writeSSE({ event: 'activity', data: JSON.stringify(activity) }).catch(() => gone.abort())
    })
    try {
      await stream.write(`retry: ${RETRY_MS}\n\n`)
      for await (const { number, name, data } of events) {
        await stream.writeSSE({ id: String(number), event: name, data: JSON.stringify(data) })
        if (name === 'message.sent') await crashPoint('S15-answer-pushed-to-client')
      }
    } finally {
      clearInterval(heartbeat)
      await unhear()
    }
  })
}
