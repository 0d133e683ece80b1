import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

/** Answers with server-sent events that `write` writes, kept by no cache and held back by no proxy. */
export function eventStream(c: Context, write: (stream: SSEStreamingApi) => Promise<void>): Response {
  // Nobody reads the body of an answer to HEAD, so nobody would ever end it.
  const answer =
    c.req.method === 'HEAD' ? c.body(null, 200, { 'Content-Type': 'text/event-stream' }) : streamSSE(c, write)
  // Set afterwards, since `streamSSE` has a Cache-Control of its own, which would let a cache keep the stream.
  answer.headers.set('Cache-Control', 'no-store')
  // Tells nginx not to collect the stream before passing it on.
  answer.headers.set('X-Accel-Buffering', 'no')
  return answer
}
