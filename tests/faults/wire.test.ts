import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { breakOff, type Clients, follow, persist } from './client.ts'
import type { Server } from './process.ts'
import { createWire } from './wire.ts'

let stop: () => void = () => undefined
afterEach(() => stop())

/** Clients of a server that is nothing but `answer`. */
async function clientsOf(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Clients> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const wire = createWire()
  stop = () => {
    wire.close()
    server.close()
    server.closeAllConnections()
  }
  const patient = { patienceMs: 10_000, url: async () => url } as Server
  return { server: patient, wire, calls: [] }
}

it('leaves in the middle of a request, and before an answer, by destroying the socket', async () => {
  const heard: { body: string; complete: boolean }[] = []
  const clients = await clientsOf((request, response) => {
    let body = ''
    request.on('error', () => undefined)
    request.on('data', bytes => {
      body += bytes
    })
    request.on('close', () => heard.push({ body, complete: request.complete }))
    if (heard.length === 2) response.end('{"said":true}')
  })
  const ask = { kind: 'message' as const, key: 'c1', body: { text: 'hello' } }
  await breakOff(clients, '/', ask, 'in the request')
  await expect.poll(() => heard).toEqual([{ body: '{"text":', complete: false }])
  await breakOff(clients, '/', ask, 'before the answer')
  await expect.poll(() => heard.at(-1)).toEqual({ body: '{"text":"hello"}', complete: true })
  expect(await persist(clients, '/', ask)).toEqual({ said: true })
  const own = { kind: 'message', key: 'c1', conversationId: '' }
  expect(clients.calls).toEqual([{ ...own, status: 200, text: '{"said":true}' }])
})

it('loses a stream in the middle of an event, and goes on after the last whole one', async () => {
  const resumed: number[] = []
  const write = (response: ServerResponse, ...numbers: number[]) =>
    response.write(numbers.map(number => `id: ${number}\nevent: told\ndata: {"n":${number}}\n\n`).join(''))
  const open: ServerResponse[] = []
  const clients = await clientsOf((request, response) => {
    const last = Number(request.headers['last-event-id'])
    resumed.push(last)
    open.push(response.writeHead(200))
    write(response, last + 1)
  })
  const followed = follow(clients, '/', {})
  await expect.poll(() => followed.events.length).toBe(1)
  followed.breakOff()
  write(open[0]!, 2, 3, 4)
  await expect.poll(() => open[0]!.destroyed).toBe(true)
  await expect.poll(() => followed.events.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(resumed).toEqual([0, 2])
  expect(clients.wire.cut()).toBe(1)
  await expect.poll(() => followed.events.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  await followed.stop()
})
