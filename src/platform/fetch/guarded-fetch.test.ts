import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { isPublicAddress } from './addresses.ts'
import { parseAllowList } from './allow-list.ts'
import { asFetch } from './as-fetch.ts'
import { fetchFailureOf } from './failure.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serverOf(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const guarded = createGuardedFetch({ allow: [`127.0.0.1:${port}`] })
  closers.unshift(() => guarded.close())
  return { origin: `http://127.0.0.1:${port}`, port, guarded }
}

const causeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    error => fetchFailureOf(error) ?? error,
  )

test('a loopback server is reached only when configuration names it', async () => {
  const { origin, port, guarded } = await serverOf((_, response) => response.end('hello'))
  expect(new TextDecoder().decode((await guarded(origin)).body)).toBe('hello')
  const closed = createGuardedFetch()
  expect(await causeOf(closed(origin))).toBe('address-refused')
  const otherPort = createGuardedFetch({ allow: [`127.0.0.1:${port + 1}`] })
  expect(await causeOf(otherPort(origin))).toBe('address-refused')
  const byRange = createGuardedFetch({ allow: ['127.0.0.0/8'] })
  expect((await byRange(origin)).status).toBe(200)
  const byName = createGuardedFetch({ allow: [`localhost:${port}`], resolver: async () => ['127.0.0.1'] })
  expect((await byName(`http://localhost:${port}/`)).status).toBe(200)
  expect(await causeOf(byName(origin))).toBe('address-refused')
  for (const client of [closed, otherPort, byRange, byName]) await client.close()
})

test('every encoding is decoded, and a bomb in any of them ends at the limit', async () => {
  const encoders = {
    gzip: gzipSync,
    br: brotliCompressSync,
    deflate: deflateSync,
    'x-gzip': gzipSync,
  } as const
  const { origin, guarded } = await serverOf((request, response) => {
    const [, encoding = '', size = ''] = (request.url ?? '').split('/')
    const body = 'a'.repeat(Number(size))
    const encode = encoding === 'raw' ? deflateRawSync : encoders[encoding as keyof typeof encoders]
    response
      .writeHead(200, { 'content-encoding': encoding === 'raw' ? 'deflate' : encoding })
      .end(encode(body))
  })
  for (const encoding of [...Object.keys(encoders), 'raw']) {
    expect((await guarded(`${origin}/${encoding}/100000`)).body.length, encoding).toBe(100_000)
    expect(await causeOf(guarded(`${origin}/${encoding}/50000000`)), encoding).toBe('too-large')
  }
  expect((await guarded(`${origin}/gzip/5242880`)).body.length).toBe(5_242_880)
  expect(await causeOf(guarded(`${origin}/gzip/5242881`))).toBe('too-large')
})

test('encodings in layers, unknown ones and damaged ones are refused by name', async () => {
  const { origin, guarded } = await serverOf((request, response) =>
    response
      .writeHead(200, { 'content-encoding': decodeURIComponent((request.url ?? '').slice(1)) })
      .end(gzipSync('a')),
  )
  expect(await causeOf(guarded(`${origin}/gzip,gzip`))).toBe('encoding-refused')
  expect(await causeOf(guarded(`${origin}/zstd`))).toBe('encoding-refused')
  expect(await causeOf(guarded(`${origin}/br`))).toBe('encoding-refused')
  expect((await guarded(`${origin}/identity`)).status).toBe(200)
})

test('the deadline ends a server that never answers, and one that never finishes', async () => {
  const { origin, guarded } = await serverOf((request, response) => {
    if (request.url === '/half') response.write('half')
  })
  expect(await causeOf(guarded(`${origin}/none`, { timeoutMs: 100 }))).toBe('timeout')
  expect(await causeOf(guarded(`${origin}/half`, { timeoutMs: 100 }))).toBe('timeout')
})

test('the caller’s signal ends a request with the caller’s reason, before the answer and in the middle of it', async () => {
  const { origin, guarded } = await serverOf((request, response) => {
    if (request.url === '/half') response.write('half')
  })
  const early = new AbortController()
  const asked = guarded(origin, { signal: early.signal }).catch(error => error)
  early.abort(new Error('the visitor left'))
  expect(String(await asked)).toContain('the visitor left')
  const late = new AbortController()
  const { body } = await guarded.open(`${origin}/half`, { signal: late.signal })
  const chunks = body[Symbol.asyncIterator]()
  expect(String((await chunks.next()).value)).toBe('half')
  late.abort(new Error('the visitor left'))
  await expect(chunks.next()).rejects.toThrow('the visitor left')
})

test('content is sent again to the same origin only', async () => {
  const seen: string[] = []
  const { origin, guarded } = await serverOf((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    if (request.url === '/same') response.writeHead(307, { location: '/end' }).end()
    else if (request.url === '/see') response.writeHead(303, { location: '/end' }).end()
    else if (request.url === '/away') response.writeHead(307, { location: 'https://away.example/' }).end()
    else request.pipe(response)
  })
  const post = (path: string) => guarded(origin + path, { method: 'POST', body: 'secret' })
  expect(new TextDecoder().decode((await post('/same')).body)).toBe('secret')
  expect((await post('/see')).body.length).toBe(0)
  expect(await causeOf(post('/away'))).toBe('redirect-refused')
  expect(seen).toEqual(['POST /same', 'POST /end', 'POST /see', 'GET /end', 'POST /away'])
})

test('as a fetch it streams, passes status and headers on, and fails as fetch does', async () => {
  let finish = () => {}
  const { origin, guarded } = await serverOf((request, response) => {
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n')
      finish = () => response.end('data: two\n\n')
    } else {
      response.writeHead(429, { 'retry-after': '3' })
      request.pipe(response)
    }
  })
  const fetch = asFetch(guarded)
  const stream = await fetch(`${origin}/stream`)
  const reader = stream.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: one\n\n')
  finish()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: two\n\n')
  const busy = await fetch(new URL(`${origin}/x`), { method: 'POST', body: '{"a":1}' })
  expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([429, '3', '{"a":1}'])
  await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow(TypeError)
  await expect(fetch(origin, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
})

test('addresses just beside the special ranges are public, and those inside are not', () => {
  const inside = [
    '100.64.0.1',
    '168.63.129.16',
    '192.0.0.192',
    '198.19.255.255',
    '::ffff:10.0.0.1',
    '::7f00:1',
    '64:ff9b:1::1',
    'fec0::1',
    '2001:db8::1',
    '2001::1',
    '3fff::1',
    '5f00::1',
    '100::1',
    'fe80::1%eth0',
    '',
    'x',
    '255.255.255.255',
  ]
  for (const address of inside) expect(isPublicAddress(address), address).toBe(false)
  for (const address of ['100.63.0.1', '100.128.0.1', '198.20.0.1', '2606:4700::1', '::ffff:8.8.8.8'])
    expect(isPublicAddress(address), address).toBe(true)
})

test('an allow-list entry that is none is refused by name', () => {
  expect(() => parseAllowList(['http://ollama:11434'])).toThrow(
    '"http://ollama:11434" is not an allow-list entry',
  )
  expect(parseAllowList(['[::1]:8080']).host('[::1]', 8080)).toBe(true)
  expect(parseAllowList(['intranet.example']).host('intranet.example', 443)).toBe(true)
  expect(parseAllowList(['intranet.example']).host('intranet.example', 8443)).toBe(false)
})
