import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Attachment, Conversation, Message } from '../../src/contract/conversation.ts'
import type { AnswerSentence, Citation } from '../../src/contract/decision.ts'
import type { EventData, EventName, visitorEvents } from '../../src/contract/events.ts'

/**
 * A scripted twin of the visitor's HTTP API, for what the real server does too seldom to test the widget against:
 * lost answers, repeated events, refusals, death in the middle of an answer. State outlives `kill`, as a database would.
 */

type VisitorEvent = (typeof visitorEvents)[number]
interface Stored {
  conversation: Conversation
  token: string
  messages: Message[]
  events: { number: number; name: string; data: unknown }[]
  streams: Set<http.ServerResponse>
  files: Map<string, Buffer>
  /** Of whom a token proved it to be. */
  sub?: string
}

/** What a script may do in answer to a message. */
export interface ScriptedTurn {
  id: string
  conversationId: string
  start(attempt?: number): void
  part(index: number, sentence: AnswerSentence, citations?: Citation[], attempt?: number): void
  reply(text: string, content?: Message['content'], author?: Message['author']): Message
  end(outcome?: EventData<'turn.ended'>['outcome']): void
}

export type Script = (text: string, turn: ScriptedTurn) => void | Promise<void>

/** Decides over a request before it is handled: a status to answer with, `drop` to cut the line, nothing to let it pass. */
export type Fault = (
  method: string,
  path: string,
) => { status: number; headers?: Record<string, string> } | 'drop' | 'drop-after' | undefined

export interface WidgetServerOptions {
  /** Folder of the built widget. */
  dist: string
  settings?: Record<string, unknown>
  script?: Script
}

export type WidgetServer = Awaited<ReturnType<typeof startWidgetServer>>

export const citation = (number: number, over: Partial<Citation> = {}): Citation => ({
  number,
  passageId: `passage-${number}`,
  pageId: `page-${number}`,
  path: `docs/page-${number}.md`,
  title: 'Returns and refunds',
  headingPath: ['Returns and refunds', 'How long it takes'],
  url: `pages/page-${number}#refund-time`,
  quote: 'Refunds reach your account within five working days.',
  ...over,
})

/** The default script: a two-sentence answer with one source, streamed and then stored. */
export const answerWithSource: Script = (text, turn) => {
  const sentences: AnswerSentence[] = [
    {
      text: `You asked: **${text.replace(/[*\\[\]<>`_|]/g, ' ').slice(0, 80)}**.`,
      citations: [1],
      kind: 'sentence',
    },
    { text: 'Refunds reach your account within *five working days*.', citations: [1], kind: 'sentence' },
  ]
  turn.start()
  sentences.forEach((sentence, index) => {
    turn.part(index, sentence, [citation(1)])
  })
  turn.reply(sentences.map(sentence => sentence.text).join(' '), {
    decision: 'answered',
    sentences,
    citations: [citation(1)],
  })
  turn.end('answered')
}

export async function startWidgetServer(options: WidgetServerOptions) {
  const conversations = new Map<string, Stored>()
  const starts = new Map<string, string>()
  const requests: { method: string; path: string; headers: http.IncomingHttpHeaders; body: string }[] = []
  const ratings: unknown[] = []
  const handoffs: unknown[] = []
  const claims: unknown[] = []
  const attachments = new Map<string, Attachment>()
  /** What was said of typing, and in surveys. */
  const told: unknown[] = []
  const sockets = new Set<Socket>()
  let lastNumber = 0
  let script: Script = options.script ?? answerWithSource
  let fault: Fault = () => undefined
  let isAbsent = false
  let settings: Record<string, unknown> = {
    botId: 'shop',
    name: 'Ada',
    companyName: 'Example Shop',
    greeting: null,
    starters: ['Where is my order?', 'How do I return something?'],
    privacyUrl: '/privacy',
    linkHosts: [],
    ...options.settings,
  }
  /** What the host page is made of; changed by tests before they load it. */
  const page = { csp: '', head: '', body: '', lang: 'en', attributes: '' }
  let server = http.createServer(handle)

  function append<N extends VisitorEvent & EventName>(stored: Stored, name: N, data: EventData<N>): number {
    const event = { number: ++lastNumber, name: name as string, data: data as unknown }
    stored.events.push(event)
    for (const stream of stored.streams) writeEvent(stream, event)
    return event.number
  }

  function writeEvent(stream: http.ServerResponse, event: Stored['events'][number]): void {
    stream.write(`id: ${event.number}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`)
  }

  function addMessage(stored: Stored, over: Partial<Message>): Message {
    const message: Message = {
      id: randomUUID(),
      conversationId: stored.conversation.id,
      seq: stored.messages.length + 1,
      author: 'bot',
      clientId: null,
      text: '',
      content: {},
      turnId: null,
      traceId: null,
      rating: null,
      createdAt: new Date().toISOString(),
      ...over,
    }
    stored.messages.push(message)
    stored.conversation.lastSeq = message.seq
    return message
  }

  /** A turn of a conversation, also for tests that speak without having been asked. */
  function turnOf(conversationId: string, id: string = randomUUID()): ScriptedTurn {
    const stored = conversations.get(conversationId)!
    return {
      id,
      conversationId,
      start: (attempt = 1) =>
        void append(stored, 'turn.started', { turnId: id, attempt, uptoSeq: stored.conversation.lastSeq }),
      part: (index, sentence, citations = [], attempt = 1) =>
        void append(stored, 'answer.streamed', { turnId: id, attempt, index, sentence, citations }),
      reply(text, content = {}, author = 'bot') {
        const message = addMessage(stored, { text, content, author, turnId: id })
        append(stored, 'message.sent', { message })
        return message
      },
      end: (outcome = 'answered') => void append(stored, 'turn.ended', { turnId: id, outcome }),
    }
  }

  /** What the server does when a person is asked for, by the form or in words. */
  function passToQueue(conversationId: string): void {
    const stored = conversations.get(conversationId)!
    const { conversation } = stored
    conversation.holder = 'queue'
    conversation.epoch++
    append(stored, 'handoff.requested', { conversationId, reason: 'asked-for' })
    append(stored, 'holder.changed', { conversationId, holder: 'queue', epoch: conversation.epoch })
  }

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url!, 'http://widget.test')
    const method = request.method!
    let body = ''
    for await (const piece of request) body += piece
    requests.push({
      method,
      path: `${pathname}${request.url!.slice(pathname.length)}`,
      headers: request.headers,
      body,
    })
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*, authorization')
    response.setHeader('access-control-allow-methods', '*')
    const wrong = method === 'OPTIONS' ? undefined : fault(method, pathname)
    if (wrong === 'drop') {
      request.socket.destroy()
      return
    }
    if (wrong && wrong !== 'drop-after') {
      response.writeHead(wrong.status, { 'content-type': 'application/problem+json', ...wrong.headers })
      return void response.end(
        JSON.stringify({ type: 'about:blank', title: 'Scripted', status: wrong.status, detail: '' }),
      )
    }
    const json = (status: number, value: unknown) => {
      if (wrong === 'drop-after') return void request.socket.destroy()
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(value))
    }
    if (method === 'OPTIONS') return void response.writeHead(204).end()
    const parts = pathname.split('/').slice(1)
    if (parts[0] !== 'api') return sendFile(pathname, searchParams, response)
    if (parts[2] === 'bots') return json(200, settings)
    const input = body ? JSON.parse(body) : {}
    if (parts.length === 3) return start(input, `${request.headers['idempotency-key'] ?? randomUUID()}`, json)
    const stored = conversations.get(parts[3]!)
    if (!stored || request.headers.authorization !== `Bearer ${stored.token}`)
      return json(401, { status: 401 })
    route(method, parts.slice(4), stored, input, searchParams, request, response, json)
  }

  function start(
    input: { language?: string },
    key: string,
    json: (status: number, value: unknown) => void,
  ): void {
    const id = starts.get(key) ?? randomUUID()
    starts.set(key, id)
    if (!conversations.has(id))
      conversations.set(id, {
        conversation: {
          id,
          botId: 'shop',
          holder: 'bot',
          epoch: 0,
          lastSeq: 0,
          language: input.language ?? null,
          state: 'open',
          createdAt: new Date().toISOString(),
        },
        token: randomUUID(),
        messages: [],
        events: [],
        streams: new Set(),
        files: new Map(),
      })
    const stored = conversations.get(id)!
    json(201, { conversation: stored.conversation, sessionToken: stored.token })
  }

  function route(
    method: string,
    path: string[],
    stored: Stored,
    input: Record<string, unknown>,
    query: URLSearchParams,
    request: http.IncomingMessage,
    response: http.ServerResponse,
    json: (status: number, value: unknown) => void,
  ): unknown {
    const [what, id] = path
    if (!what) return json(200, { conversation: stored.conversation })
    if (what === 'events') return openStream(stored, Number(query.get('after') ?? 0), request, response)
    if (what === 'handoff') {
      handoffs.push(input)
      if (stored.conversation.holder === 'bot') {
        const askAddress = isAbsent && !input['email'] ? { askAddress: true } : {}
        turnOf(stored.conversation.id).reply(
          isAbsent ? 'Nobody is at the desk.' : 'Your place in the queue: 2.',
          {
            ...{ decision: 'handoff', reason: 'asked-for' },
            ...askAddress,
          },
        )
        passToQueue(stored.conversation.id)
      }
      return json(201, { conversation: stored.conversation })
    }
    if (what === 'identity') {
      // As the real one judges: a token for another conversation proves nothing, and no two people share one.
      const [sub, sid] = `${input['token']}`.split('@')
      if (sid !== stored.conversation.id) return json(403, { status: 403 })
      if (stored.sub !== undefined && stored.sub !== sub) return json(409, { status: 409 })
      stored.sub = sub!
      return void response.writeHead(204).end()
    }
    if (what === 'activity' || what === 'survey') {
      told.push(input)
      return void response.writeHead(204).end()
    }
    if (what === 'attachments' && id) return void response.end(stored.files.get(id))
    if (what === 'attachments') {
      const file = { id: randomUUID(), name: `${input['name']}`, width: null, height: null }
      const bytes = Buffer.from(`${input['base64']}`, 'base64')
      stored.files.set(file.id, bytes)
      const type = bytes.subarray(1, 4).toString() === 'PNG' ? 'image/png' : 'text/plain'
      const attachment = { ...file, type, bytes: bytes.length } as const
      attachments.set(file.id, attachment)
      return json(201, { attachment })
    }
    if (what === 'claim') {
      claims.push(input)
      return void response.writeHead(204).end()
    }
    if (what === 'earlier') {
      const theirs = [...conversations.values()].filter(
        one => one !== stored && one.sub === stored.sub && stored.sub,
      )
      if (id) return json(200, { messages: theirs.find(one => one.conversation.id === id)!.messages })
      const lines = theirs.map(({ conversation, messages }) => ({
        ...{ id: conversation.id, text: messages[0]?.text ?? '', updatedAt: conversation.createdAt },
      }))
      return json(200, { conversations: lines })
    }
    if (id) {
      const message = stored.messages.find(other => other.id === id)!
      message.rating = input['rating'] as Message['rating']
      ratings.push(input)
      append(stored, 'answer.rated', { messageId: id, rating: message.rating })
      return json(200, { message })
    }
    if (method === 'GET') {
      const after = Number(query.get('after') ?? 0)
      const messages = stored.messages
        .filter(message => message.seq > after)
        .slice(0, Number(query.get('limit') ?? 200))
      return json(200, { messages, lastSeq: stored.conversation.lastSeq, lastEvent: lastNumber })
    }
    const known = stored.messages.find(message => message.clientId === input['clientId'])
    if (known) return json(200, { message: known })
    const message = addMessage(stored, {
      author: 'visitor',
      clientId: `${input['clientId']}`,
      text: `${input['text']}`,
      content: input['attachments']
        ? { attachments: (input['attachments'] as string[]).map(one => attachments.get(one)!) }
        : {},
    })
    append(stored, 'message.received', { message })
    json(201, { message })
    if (stored.conversation.holder === 'bot') void script(message.text, turnOf(stored.conversation.id))
  }

  function openStream(
    stored: Stored,
    after: number,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 2000\n: ping\n\n')
    for (const event of stored.events) if (event.number > after) writeEvent(response, event)
    stored.streams.add(response)
    request.socket.on('close', () => stored.streams.delete(response))
  }

  function sendFile(pathname: string, query: URLSearchParams, response: http.ServerResponse): unknown {
    const send = (type: string, text: string | Buffer) => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` })
      response.end(text)
    }
    const name = pathname.endsWith('/widget.js') ? 'widget.js' : /\/widget\/(.+\.js)$/.exec(pathname)?.[1]
    if (name) {
      const file = `${options.dist}/${name}`
      if (!existsSync(file)) return void response.writeHead(404).end()
      return send('text/javascript', readFileSync(file))
    }
    if (pathname === '/page.js') return send('text/javascript', query.get('code') ?? '')
    if (pathname === '/favicon.ico') return void response.writeHead(204).end()
    if (page.csp) response.setHeader('content-security-policy', page.csp)
    send('text/html', hostPage(page))
  }

  const listen = (port: number) =>
    new Promise<number>(resolve => {
      server.on('connection', socket => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      })
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  const port = await listen(0)

  /** As `kill -9` looks from outside: every line cut, nobody at the port. */
  async function kill(): Promise<void> {
    const closed = new Promise(resolve => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    for (const { streams } of conversations.values()) streams.clear()
    await closed
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    page,
    requests,
    ratings,
    handoffs,
    claims,
    told,
    conversations,
    turnOf,
    passToQueue,
    append,
    /** Tells past the log that a member types, or has stopped. */
    tellTyping(conversationId: string, doing: 'typing' | 'nothing'): void {
      const activity = { conversationId, by: 'member', memberId: null, name: 'Mia', doing }
      for (const stream of conversations.get(conversationId)!.streams)
        stream.write(`event: activity\ndata: ${JSON.stringify(activity)}\n\n`)
    },
    kill,
    async restart(): Promise<void> {
      server = http.createServer(handle)
      await listen(port)
    },
    setScript(next: Script = answerWithSource): void {
      script = next
    },
    setFault(next: Fault): void {
      fault = next
    },
    /** Whether nobody is at the desk, so that an address is asked for. */
    setAbsent(next: boolean): void {
      isAbsent = next
    },
    setSettings(next: Record<string, unknown>): void {
      settings = { ...settings, ...next }
    },
    /** Sends every event of a conversation a second time, with the same numbers. */
    repeatEvents(conversationId: string): void {
      const stored = conversations.get(conversationId)!
      for (const stream of stored.streams) for (const event of stored.events) writeEvent(stream, event)
    },
    async close(): Promise<void> {
      if (server.listening) await kill()
    },
  }
}

/** A company's page with the widget on it, as a customer would include it. */
function hostPage(page: { head: string; body: string; lang: string; attributes: string }): string {
  return `<!doctype html><html lang="${page.lang}"><head><meta charset="utf-8"><title>Example Shop</title>
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">${page.head}</head>
<body><main><h1>Example Shop</h1><p>Fine things, sent the day you order.</p></main>${page.body}
<script src="/widget.js" data-bot-id="shop" ${page.attributes}></script></body></html>`
}
