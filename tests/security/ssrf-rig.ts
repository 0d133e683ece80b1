import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createGuardedFetch, type GuardedFetch } from '../../src/platform/fetch/guarded-fetch.ts'

/** One answer of the stub web: as in the rows of ssrf_scenarios.jsonl. */
export interface StubResponse {
  status: number
  location?: string
  body?: string
  bytes?: number | 'infinite'
  chunked?: boolean
  drip_bytes?: number
  drip_interval_ms?: number
  reset_after_bytes?: number
  content_type?: string
  headers?: Record<string, string>
  repeat?: boolean
}

export interface Rig {
  guarded: GuardedFetch
  /** Addresses that were dialled, in order. */
  dialled: { address: string; port: number; servername: string | undefined }[]
  /** Whole requests as they arrived, with the Host header they named. */
  requests: { host: string; text: string }[]
  close(): Promise<void>
}

/**
 * A guarded client whose names come from `dns` (per name a list of answers, one a lookup, the last repeated) and
 * whose every connection, whatever its address, ends at a stub server on loopback that plays `responses` in order.
 */
export async function startRig(
  dns: Record<string, string[][]>,
  responses: readonly StubResponse[] = [{ status: 200, body: 'ok' }],
  allow: readonly string[] = [],
): Promise<Rig> {
  const requests: Rig['requests'] = []
  const dialled: Rig['dialled'] = []
  const lookups = new Map<string, number>()
  let served = 0
  const server = await listen(socket => {
    let received = ''
    socket.on('error', () => {})
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
      if (!received.includes('\r\n\r\n')) return
      requests.push({ host: /^host: (.*)$/im.exec(received)?.[1]?.trim() ?? '', text: received })
      received = ''
      const response = responses[Math.min(served++, responses.length - 1)] as StubResponse
      play(socket, response)
    })
  })
  const port = (server.address() as AddressInfo).port
  const guarded = createGuardedFetch({
    allow,
    resolver: async name => {
      const answers = dns[name]
      if (!answers) throw new Error('NXDOMAIN')
      const turn = lookups.get(name) ?? 0
      lookups.set(name, turn + 1)
      return answers[Math.min(turn, answers.length - 1)] ?? []
    },
    dialer: target =>
      new Promise((resolve, reject) => {
        dialled.push(target)
        const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject)
      }),
  })
  return {
    guarded,
    dialled,
    requests,
    close: async () => {
      await guarded.close().catch(() => {})
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function listen(onSocket: (socket: Socket) => void): Promise<Server> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    onSocket(socket)
  })
  const close = server.close.bind(server)
  server.close = done => {
    for (const socket of sockets) socket.destroy()
    return close(done)
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

function play(socket: Socket, response: StubResponse): void {
  const headers = [
    `HTTP/1.1 ${response.status} Stub`,
    ...(response.location === undefined ? [] : [`location: ${response.location}`]),
    ...(response.content_type === undefined ? [] : [`content-type: ${response.content_type}`]),
    ...Object.entries(response.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ]
  const head = (...more: string[]) => socket.write(`${[...headers, ...more].join('\r\n')}\r\n\r\n`)
  if (response.bytes === 'infinite') {
    head('transfer-encoding: chunked')
    pour(socket)
  } else if (response.drip_bytes !== undefined) {
    head('content-length: 1000')
    socket.write('x'.repeat(response.drip_bytes))
  } else if (response.reset_after_bytes !== undefined) {
    head(`content-length: ${response.reset_after_bytes * 2}`)
    socket.write('x'.repeat(response.reset_after_bytes), () => socket.resetAndDestroy())
  } else {
    const body = response.bytes === undefined ? (response.body ?? '') : 'x'.repeat(response.bytes)
    head(`content-length: ${Buffer.byteLength(body)}`)
    socket.write(body)
  }
}

/** Sends chunks for as long as somebody takes them. */
function pour(socket: Socket): void {
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
