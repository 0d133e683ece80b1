import type { Conversation, Message } from '../../src/contract/conversation.ts'
import type { Pending } from './thread.ts'

/**
 * A call that was answered with an error: thrown by every call of the client. Where there was no answer, or half of one,
 * the browser's own error is thrown, which has no status.
 */
export interface CallFailure extends Error {
  status: number
  waitMs: number
}

/** `retryAfter`: in seconds, as the header has it. */
export const callFailure = (status: number, retryAfter: string | null): CallFailure =>
  Object.assign(Error(`HTTP ${status}`), { status, waitMs: Math.min(Number(retryAfter) || 0, 600) * 1000 })

/** The session or conversation is not known (any more). */
export const isGone = (status: number): boolean => [401, 404, 410].includes(status)

/** Not now, but perhaps later: no answer, or the server is busy or broken. */
export const isPassing = (status = 0): boolean => !status || status === 408 || status === 429 || status >= 500

/** A conversation and the token that opens it. */
export interface Session {
  conversationId: string
  token: string
}

export interface History {
  messages: Message[]
  lastSeq: number
  lastEvent: number
}

/** An answer that takes longer than this, in milliseconds, counts as none; the stream is not bound by it. */
const patience = 20_000

/** The visitor's side of `/api/v1`. `base` ends in a slash; nothing else is ever called. */
export function createClient(base: string, botId: string) {
  const request = (session: Session | null, path: string, more: RequestInit, headers = {}) =>
    fetch(`${base}api/v1/conversations${session ? `/${session.conversationId}` : ''}${path}`, {
      ...more,
      headers: session ? { ...headers, authorization: `Bearer ${session.token}` } : headers,
      credentials: 'omit',
    })

  async function call<T>(
    session: Session | null,
    path = '',
    method = 'GET',
    body?: unknown,
    headers = {},
  ): Promise<T> {
    const response = await request(
      session,
      path,
      { method, body: body ? JSON.stringify(body) : null, signal: AbortSignal.timeout(patience) },
      body ? { 'content-type': 'application/json', ...headers } : {},
    )
    if (!response.ok) throw callFailure(response.status, response.headers.get('retry-after'))
    return (response.status === 204 ? undefined : response.json()) as T
  }

  return {
    /** Starts a conversation; the same `key` gives the same one, should the first answer be lost. */
    start: (language: string, key: string) =>
      call<{ conversation: Conversation; sessionToken: string }>(
        null,
        '',
        'POST',
        { botId, language, page: { url: location.href, title: document.title, referrer: document.referrer } },
        { 'idempotency-key': key },
      ),
    conversation: (session: Session) =>
      call<{ conversation: Conversation; survey?: { engagement: number } | null }>(session),
    history: (session: Session, after: number) =>
      call<History>(session, `/messages?after=${after}&limit=200`),
    send: (session: Session, { clientId, text, attachments }: Pending) =>
      call<{ message: Message }>(session, '/messages', 'POST', {
        ...{ clientId, text, attachments: attachments?.map(({ id }) => id) },
      }),
    rate: (session: Session, messageId: string, rating: 'up' | 'down' | null) =>
      call<{ message: Message }>(session, `/messages/${messageId}/rating`, 'PUT', { rating }),
    askForPerson: (session: Session, email?: string, note?: string) =>
      call<{ conversation: Conversation }>(session, '/handoff', 'POST', { email, note: note || undefined }),
    file: (session: Session, id: string) => request(session, `/attachments/${id}`, {}),
    /** What only the extras call: `PUT` of a body, or else `GET`. */
    call: <T>(session: Session, path: string, body?: unknown) =>
      call<T>(session, path, body ? 'PUT' : 'GET', body),
    /** The open stream; `EventSource` cannot carry the token, so it is read from the body. */
    events: (session: Session, after: number, signal: AbortSignal) =>
      request(session, `/events?after=${after}`, { signal }),
  }
}

export type Client = ReturnType<typeof createClient>
