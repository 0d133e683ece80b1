import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as breathe } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { type Protocol, protocols, type WireProvider, wireProviders } from './wire-protocols.ts'

/** A raw answer of the shared fault rows. */
export interface RawAnswer {
  status: number
  body_b64: string
  wire: { repeat?: boolean; encoding?: string; decoded_bytes?: number }
}

/** What a provider does to whoever asks it; `says` speaks the protocol to the end. */
export type Behaviour =
  | { says: string }
  | { status: number; headers?: Record<string, string> }
  | { fails: 'silent' | 'stalls' | 'cut' | 'early-end' | 'malformed' | 'empty' | 'html' }
  | { raw: RawAnswer }

export interface Asked {
  provider: WireProvider
  path: string
  key: unknown
  body: string
  /** Set when the answer was broken off from the other side. */
  leftEarly: boolean
}

/** All providers on one loopback port, each below its own base address. */
export interface WireServer {
  url(provider: WireProvider): string
  /** `host:port` for a guarded client's allow-list. */
  allow: string
  set(provider: WireProvider, behave: Behaviour | ((asked: Asked) => Behaviour)): void
  asked: Asked[]
  close(): Promise<void>
}

export const firstPiece = 'Refunds take '

/** Starts it. A provider that was not set answers 500. */
export async function startWireServer(): Promise<WireServer> {
  const behaviours = new Map<WireProvider, Behaviour | ((asked: Asked) => Behaviour)>()
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const provider = wireProviders.find(name => request.url?.startsWith(`${protocols[name].base}/`))
    if (!provider) return void response.writeHead(404).end('{}')
    const protocol: Protocol = protocols[provider]
    const path = (request.url ?? '').slice(protocol.base.length)
    const body = await bodyOf(request)
    const one: Asked = { provider, path, key: protocol.key(request.headers), body, leftEarly: false }
    asked.push(one)
    response.on('close', () => {
      one.leftEarly = !response.writableFinished
    })
    if (!protocol.path.test(path)) return void response.writeHead(404).end('{}')
    const set = behaviours.get(provider) ?? { status: 500 }
    await play(response, protocol, typeof set === 'function' ? set(one) : set)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const allow = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: provider => `http://${allow}${protocols[provider].base}`,
    allow,
    set: (provider, behave) => behaviours.set(provider, behave),
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  return body
}

async function play(response: ServerResponse, protocol: Protocol, behave: Behaviour): Promise<void> {
  if ('raw' in behave) return playRaw(response, behave.raw)
  if ('status' in behave) {
    response.writeHead(behave.status, { 'content-type': 'application/json', ...behave.headers })
    return void response.end(JSON.stringify(protocol.error('not now')))
  }
  if ('fails' in behave && behave.fails === 'silent') return
  const html = 'fails' in behave && behave.fails === 'html'
  response.writeHead(200, { 'content-type': html ? 'text/html' : 'text/event-stream' })
  if ('says' in behave) return void response.end(protocol.stream(piecesOf(behave.says)).join(''))
  const events = protocol.stream([firstPiece])
  const begun = events.slice(0, events.findIndex(event => event.includes(firstPiece)) + 1).join('')
  if (behave.fails === 'html') response.end('<html><body>Please sign in</body></html>')
  else if (behave.fails === 'empty') response.end(protocol.stream([]).join(''))
  else if (behave.fails === 'malformed') response.end(protocol.malformed)
  else if (behave.fails === 'early-end') response.end(begun)
  else response.write(begun, () => behave.fails === 'cut' && response.destroy())
}

const piecesOf = (text: string) => text.match(/.{1,9}/gsu) ?? []

async function playRaw(response: ServerResponse, { status, body_b64, wire }: RawAnswer): Promise<void> {
  const headers = { 'content-type': status === 200 ? 'text/event-stream' : 'application/json' }
  if (wire.encoding === 'gzip') {
    response.writeHead(status, { ...headers, 'content-encoding': 'gzip' })
    const zip = createGzip()
    zip.pipe(response)
    await pour(zip, response, Buffer.alloc(1_000_000), wire.decoded_bytes ?? 0)
    return void zip.end()
  }
  response.writeHead(status, headers)
  const body = Buffer.from(body_b64, 'base64')
  if (wire.repeat) return pour(response, response, body, Number.POSITIVE_INFINITY)
  response.end(body)
}

/** Writes `piece` again and again, as fast as it is read, until so much is sent or the reader is gone. */
async function pour(
  into: NodeJS.WritableStream,
  response: ServerResponse,
  piece: Buffer,
  bytes: number,
): Promise<void> {
  for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
    if (!into.write(piece)) await Promise.race([once(into, 'drain'), once(response, 'close')])
    await breathe()
  }
}

const once = (emitter: NodeJS.EventEmitter, name: string) =>
  new Promise<void>(resolve => emitter.once(name, () => resolve()))
