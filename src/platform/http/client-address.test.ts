import { expect, test } from 'vitest'
import { createClientAddress } from './client-address.ts'

test('without a trusted proxy the forwarded header is ignored', () => {
  expect(createClientAddress([])('203.0.113.5', '198.51.100.9')).toBe('203.0.113.5')
})

test('behind a trusted proxy the nearest untrusted hop is the client', () => {
  const addressOf = createClientAddress(['127.0.0.1', '10.0.0.0/8'])
  expect(addressOf('::ffff:127.0.0.1', '6.6.6.6, 198.51.100.9, 10.1.2.3')).toBe('198.51.100.9')
})

test('a forged or broken header never yields something that is no address', () => {
  const addressOf = createClientAddress(['127.0.0.1'])
  expect(addressOf('127.0.0.1', 'localhost, <script>')).toBe('127.0.0.1')
  expect(addressOf('127.0.0.1', undefined)).toBe('127.0.0.1')
})
