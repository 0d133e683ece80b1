import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { SESSION_MS } from '../../accounts/index.ts'
import { CarelineError } from '../../kit/errors.ts'

const NAME = 'careline_refresh'

/** The refresh token's cookie: not for scripts, only for the session routes, only from our own pages. */
export function createRefreshCookie(publicUrl: string) {
  const { origin, protocol, pathname } = new URL(publicUrl)
  const path = `${pathname.replace(/\/+$/, '')}/api/v1/session`
  const options = { path, httpOnly: true, sameSite: 'Strict', secure: protocol === 'https:' } as const
  return {
    get: (c: Context): string | undefined => getCookie(c, NAME),
    set: (c: Context, token: string): void =>
      setCookie(c, NAME, token, { ...options, maxAge: SESSION_MS / 1000 }),
    clear: (c: Context): void => void deleteCookie(c, NAME, options),
    /**
     * Refuses a request that a page of another site sent, beside what SameSite keeps away: browsers name the origin of
     * every request that is not a GET.
     * @throws CarelineError `forbidden`.
     */
    refuseForeign(c: Context): void {
      const from = c.req.header('origin')
      if (from === undefined || from === origin || from === new URL(c.req.url).origin) return
      throw new CarelineError('forbidden', 'Sign in from the pages of this server.')
    },
  }
}

export type RefreshCookie = ReturnType<typeof createRefreshCookie>
