import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createTestAuthority } from '../../../tests/support/certificates.ts'
import { asFetch } from './as-fetch.ts'
import { createSystemDialer, systemDialer } from './dial.ts'
import { fetchFailureOf } from './failure.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

const authority = createTestAuthority()
const dialer = createSystemDialer({ ca: [authority.certificate] })

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** An https server on loopback that calls itself by `names`; its answer says by which name it was asked. */
async function secureServer(names: readonly string[]): Promise<number> {
  const server = createServer(authority.issue(names), (request, response) =>
    response.end(`hello ${request.headers.host}`),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

function clientOf(port: number, hosts: readonly string[], dial = dialer) {
  const guarded = createGuardedFetch({
    allow: hosts.map(host => `${host}:${port}`),
    resolver: async () => ['127.0.0.1'],
    dialer: dial,
  })
  closers.unshift(() => guarded.close())
  return guarded
}

test('a TLS connection opens to the address and checks the certificate for the name', async () => {
  const port = await secureServer(['help.example.com'])
  const socket = await dialer({ address: '127.0.0.1', port, servername: 'help.example.com' })
  closers.unshift(() => socket.destroy())
  expect(socket).toMatchObject({ authorized: true, servername: 'help.example.com' })
})

test('a certificate for another name is refused', async () => {
  const port = await secureServer(['other.example.com'])
  await expect(dialer({ address: '127.0.0.1', port, servername: 'help.example.com' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('a certificate of an authority that nobody trusts is refused', async () => {
  const port = await secureServer(['help.example.com'])
  await expect(
    systemDialer({ address: '127.0.0.1', port, servername: 'help.example.com' }),
  ).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
})

test('an address in a URL is checked against the addresses of the certificate', async () => {
  const port = await secureServer(['127.0.0.1'])
  const socket = await dialer({ address: '127.0.0.1', port, servername: '127.0.0.1' })
  closers.unshift(() => socket.destroy())
  expect(socket).toMatchObject({ authorized: true })
  const named = await secureServer(['help.example.com'])
  await expect(dialer({ address: '127.0.0.1', port: named, servername: '127.0.0.1' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('the guarded client fetches an https page, and says why when the certificate is wrong', async () => {
  const port = await secureServer(['help.example.com'])
  const guarded = clientOf(port, ['help.example.com', 'other.example.com'])
  const { status, body } = await guarded(`https://help.example.com:${port}/`)
  expect([status, new TextDecoder().decode(body)]).toEqual([200, `hello help.example.com:${port}`])
  const refused = await guarded(`https://other.example.com:${port}/`).catch(error => error)
  expect(fetchFailureOf(refused)).toBe('unreachable')
  expect(refused.message).toContain("does not match certificate's altnames")
})

test('model providers are reached over https, and only with a certificate that holds', async () => {
  const port = await secureServer(['api.example.com'])
  const url = `https://api.example.com:${port}/v1/chat/completions`
  const fetch = asFetch(clientOf(port, ['api.example.com']))
  const response = await fetch(url, { method: 'POST', body: '{}' })
  expect([response.status, await response.text()]).toEqual([200, `hello api.example.com:${port}`])
  const distrusting = asFetch(clientOf(port, ['api.example.com'], systemDialer))
  await expect(distrusting(url)).rejects.toThrow('fetch failed')
})
