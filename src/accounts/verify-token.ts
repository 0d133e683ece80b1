import { type CryptoKey, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import type { z } from 'zod'
import { CarelineError } from '../kit/errors.ts'

/** What a JSON Web Token must be to be believed. */
export interface TokenRules<S extends z.ZodType> {
  /** The one algorithm; a token that names another is refused, whatever it is signed with. */
  algorithm: 'EdDSA' | 'HS256'
  /** The key, or the way from the key id of the header to it. */
  key: CryptoKey | Uint8Array | ((kid: string | undefined) => Promise<CryptoKey | Uint8Array | undefined>)
  issuer?: string
  audience: string
  /** The longest time from `iat` to `exp`, in seconds: a token that lives longer was not meant for this. */
  maxLifetimeS: number
  now: Date
  /** The shape of the other claims. */
  claims: S
}

const MAX_LENGTH = 4_096
const LEEWAY_S = 5
/** Headers that name where the key is to be found (RFC 7515, 4.1) are an attacker's; these alone are taken. */
const HEADERS = ['alg', 'typ', 'kid']

/**
 * Verifies a signed token (RFC 7519, with the advice of RFC 8725).
 * @throws CarelineError `forbidden` with status 401, which never tells what was wrong.
 */
export async function verifyToken<S extends z.ZodType>(
  token: string,
  rules: TokenRules<S>,
): Promise<z.infer<S> & { issuedAt: number; expiresAt: number }> {
  try {
    const payload = await verified(token, rules)
    const { iat, exp } = payload
    if (typeof iat !== 'number' || typeof exp !== 'number') throw refused()
    if (exp <= iat || exp - iat > rules.maxLifetimeS) throw refused()
    if (iat > rules.now.getTime() / 1000 + LEEWAY_S) throw refused()
    return { ...(rules.claims.parse(payload) as object), issuedAt: iat, expiresAt: exp } as never
  } catch {
    throw refused()
  }
}

async function verified<S extends z.ZodType>(token: string, rules: TokenRules<S>): Promise<JWTPayload> {
  if (token.length > MAX_LENGTH) throw refused()
  const header = decodeProtectedHeader(token)
  if (Object.keys(header).some(name => !HEADERS.includes(name))) throw refused()
  if (header.typ !== undefined && header.typ !== 'JWT') throw refused()
  const key = typeof rules.key === 'function' ? await rules.key(header.kid) : rules.key
  if (!key) throw refused()
  const { payload } = await jwtVerify(token, key, {
    algorithms: [rules.algorithm],
    audience: rules.audience,
    ...(rules.issuer === undefined ? {} : { issuer: rules.issuer }),
    currentDate: rules.now,
    requiredClaims: ['exp', 'iat', 'aud'],
  })
  // `aud` may be a list in general; ours never is, and a token for several audiences is not for us alone.
  if (typeof payload.aud !== 'string') throw refused()
  return payload
}

const refused = () =>
  new CarelineError('forbidden', 'This token is not good (any more). Sign in again.', {
    details: { status: 401 },
  })
