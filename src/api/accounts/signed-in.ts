import type { Context } from 'hono'
import type { SignedIn } from '../../accounts/index.ts'
import type { HttpEnv } from '../../platform/http/edge.ts'
import type { RefreshCookie } from './refresh-cookie.ts'

/** Answers whoever signed in: the refresh token goes into its cookie, the access token into the body. */
export function shownSession(
  c: Context<HttpEnv>,
  cookie: RefreshCookie,
  { accessToken, expiresIn, refreshToken }: SignedIn,
) {
  cookie.set(c, refreshToken)
  c.header('Cache-Control', 'no-store')
  return { accessToken, expiresIn }
}

/** Where a request comes from, for the list of sessions and the lock-out. */
export function deviceOf(c: Context<HttpEnv>) {
  return { address: c.get('clientAddress'), device: c.req.header('user-agent') ?? 'unknown' }
}
