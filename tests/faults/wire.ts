import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'

export interface WireAsk {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** The sockets of a run's clients, of our own, so that each can be destroyed in the middle of what it carries. */
export interface Wire {
  /** One request and its whole answer. @throws when the socket ends before that, or after 8 seconds. */
  ask(url: string, ask: WireAsk): Promise<{ status: number; text: string }>
  /** The answer as it comes; leaving it destroys its socket. @throws when it is refused or the socket breaks. */
  read(url: string, ask: WireAsk, signal: AbortSignal): AsyncIterable<string>
  /** A client that is gone before it is done: in the middle of its request, or before it hears the answer. */
  breakOff(url: string, ask: WireAsk, where: 'in the request' | 'before the answer'): Promise<void>
  /** Every client loses its connection at this moment. @returns how many sockets were destroyed. */
  cut(): number
  close(): void
}

/** No socket is open at first. */
export function createWire(): Wire {
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  const send = (url: string, { method, headers = {}, body }: WireAsk): ClientRequest => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const asked = request(url, {
      agent,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { 'content-type': 'application/json', ...length, ...headers },
    })
    // A request that is destroyed tells it here as well, and whoever waits for it was told already.
    asked.on('error', () => undefined)
    asked.once('socket', socket => {
      if (sockets.has(socket)) return
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    return asked
  }
  return {
    async ask(url, ask) {
      const asked = send(url, ask)
      const late = setTimeout(() => asked.destroy(new Error('no answer in time')), 8_000)
      try {
        const answer = await answerOf(asked.end(ask.body))
        let text = ''
        for await (const part of answer.setEncoding('utf8')) text += part
        return { status: answer.statusCode ?? 0, text }
      } finally {
        clearTimeout(late)
      }
    },
    async *read(url, ask, signal) {
      const asked = send(url, ask)
      const leave = () => asked.destroy(new Error('left'))
      signal.addEventListener('abort', leave)
      try {
        const answer = await answerOf(asked.end())
        if (answer.statusCode !== 200) throw new Error(`refused with ${answer.statusCode}`)
        for await (const part of answer.setEncoding('utf8')) yield part
      } finally {
        signal.removeEventListener('abort', leave)
        leave()
      }
    },
    async breakOff(url, ask, where) {
      const body = ask.body ?? ''
      const asked = send(url, ask)
      const said = where === 'in the request' ? body.slice(0, body.length >> 1) : body
      await new Promise<void>(resolve => {
        asked.once('close', resolve)
        asked.write(said, () => asked.destroy())
      })
    },
    cut() {
      const open = [...sockets]
      for (const socket of open) socket.destroy()
      return open.length
    },
    close() {
      for (const socket of sockets) socket.destroy()
      agent.destroy()
    },
  }
}

const answerOf = (asked: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve)
    asked.once('error', reject)
    asked.once('close', () => reject(new Error('the connection ended')))
  })
