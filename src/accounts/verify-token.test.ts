import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sharedRows } from '../../tests/security/shared-rows.ts'
import { verifyToken } from './verify-token.ts'

interface Row {
  id: string
  family: string
  token: string
  now: number
  verify_with: { alg: 'HS256'; key_utf8?: string; iss: string; aud: string; max_lifetime_s: number }
  expect: 'accept' | 'reject' | 'either'
}

const claims = z.object({ sub: z.string(), org: z.string(), role: z.string() })
const rows = sharedRows<Row>('jwt_attacks.jsonl')

test.each(rows.filter(row => row.verify_with?.key_utf8))('$family is as expected: $expect', async row => {
  const { key_utf8, iss, aud, max_lifetime_s } = row.verify_with
  const verified = verifyToken(row.token, {
    algorithm: 'HS256',
    key: new TextEncoder().encode(key_utf8),
    issuer: iss,
    audience: aud,
    maxLifetimeS: max_lifetime_s,
    now: new Date(row.now * 1000),
    claims,
  }).then(
    () => 'accept',
    () => 'reject',
  )
  if (row.expect === 'either') expect(['accept', 'reject']).toContain(await verified)
  else expect(await verified).toBe(row.expect)
})

describe('a token', () => {
  const key = new TextEncoder().encode('k'.repeat(32))
  const now = new Date('2026-11-25T12:00:00Z')
  const at = Math.floor(now.getTime() / 1000)
  const rules = {
    ...({ algorithm: 'HS256', key, audience: 'staff', maxLifetimeS: 900, now } as const),
    claims: z.object({ sub: z.string() }),
  }
  const sign = (payload: object, header: object = {}) =>
    new SignJWT({ sub: 'a', aud: 'staff', iat: at, exp: at + 900, ...payload })
      .setProtectedHeader({ alg: 'HS256', ...header })
      .sign(key)

  test('that is good gives its claims', async () => {
    expect(await verifyToken(await sign({}), rules)).toEqual({ sub: 'a', issuedAt: at, expiresAt: at + 900 })
  })

  test.each([
    ['lives longer than it may', { exp: at + 901 }, {}],
    ['has no end', { exp: undefined }, {}],
    ['has no beginning', { iat: undefined }, {}],
    ['was made in the future', { iat: at + 60, exp: at + 120 }, {}],
    ['is for several audiences', { aud: ['staff', 'visitor'] }, {}],
    ['is for another audience', { aud: 'visitor' }, {}],
    ['brings its own key', {}, { jwk: { kty: 'oct', k: 'a2tr' } }],
    ['says where its key is', {}, { jku: 'https://evil.example/keys' }],
    ['is of another kind', {}, { typ: 'dpop+jwt' }],
  ])('that %s is refused', async (_what, payload, header) => {
    await expect(verifyToken(await sign(payload, header), rules)).rejects.toThrow('not good')
  })
})
