import { createRoute } from '@hono/zod-openapi'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import {
  beginSingleSignOn,
  endSingleSignOn,
  listIdentityProviders,
  type SingleSignOnDeps,
} from '../../accounts/index.ts'
import { answer, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/identity-provider-api.ts'
import { CarelineError } from '../../kit/errors.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import { deviceOf, shownSession } from './signed-in.ts'

const tags = ['Signing in']
const NAME = 'careline_sign_on'
/** As long as its state is good, in seconds. */
const MAX_AGE_S = 600

/** Where a provider sends browsers back to: what has to be entered there. */
export const signOnCallback = (publicUrl: string): string => `${publicUrl}/api/v1/session/callback`

const routes = {
  list: createRoute({
    tags,
    method: 'get',
    path: '/session/providers',
    summary: 'By which providers one signs in to a workspace; without one, to the default',
    request: { query: z.object({ workspaceId: z.string().max(80).optional() }) },
    responses: { 200: answer('Providers', contract.SignInProviders), ...problems },
  }),
  begin: createRoute({
    tags,
    method: 'post',
    path: '/session/providers/{id}',
    summary: 'Begin to sign in by a provider; the browser goes to the address in the answer',
    request: { params: z.object({ id: z.string().max(80) }) },
    responses: { 200: answer('Where to go', contract.BegunSignOn), ...problems },
  }),
  callback: createRoute({
    tags,
    method: 'get',
    path: '/session/callback',
    summary: 'Where a provider sends the browser back to',
    responses: { 303: { description: 'To the staff application, signed in or told why not' }, ...problems },
  }),
}

/** Single sign-on. Open to all, mounted below `/api/v1`. */
export function createSignOnRoutes(options: {
  signOn: SingleSignOnDeps
  cookie: RefreshCookie
  publicUrl: string
  /** The default workspace. */
  workspaceId: string
}): Router {
  const { signOn, cookie, publicUrl } = options
  const { protocol, pathname } = new URL(signOnCallback(publicUrl))
  // Lax, since the provider's page sends the browser back; it is worth nothing without the state, and one try.
  const settings = { path: pathname, httpOnly: true, sameSite: 'Lax', secure: protocol === 'https:' } as const
  const app = createRouter()
  app.openapi(routes.list, async c => {
    const workspaceId = c.req.valid('query').workspaceId ?? options.workspaceId
    const providers = await listIdentityProviders(signOn.database.sql, workspaceId)
    return c.json({ providers: providers.map(({ id, name }) => ({ id, name })) }, 200)
  })
  app.openapi(routes.begin, async c => {
    cookie.refuseForeign(c)
    const { url, browser } = await beginSingleSignOn(signOn, c.req.valid('param').id)
    setCookie(c, NAME, browser, { ...settings, maxAge: MAX_AGE_S })
    c.header('Cache-Control', 'no-store')
    return c.json({ url }, 200)
  })
  app.openapi(routes.callback, async c => {
    const browser = getCookie(c, NAME)
    deleteCookie(c, NAME, settings)
    const query = new URL(c.req.url).searchParams
    try {
      shownSession(c, cookie, await endSingleSignOn(signOn, { query, browser, ...deviceOf(c) }))
      return c.redirect(`${publicUrl}/admin/`, 303)
    } catch (error) {
      if (!(error instanceof CarelineError)) throw error
      return c.redirect(`${publicUrl}/admin/#${refusalOf(error)}`, 303)
    }
  })
  return app
}

const refusals = ['sign-on-refused', 'sign-on-unverified'] as const

/** A page tells why in its own language; it is told one of few words. */
const refusalOf = ({ details }: CarelineError): string =>
  refusals.find(one => one === details['type']) ?? 'sign-on-failed'
