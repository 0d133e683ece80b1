import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  type AccountDeps,
  endSession,
  needsOwner,
  readAccessToken,
  refreshSession,
  revokeSessions,
  type SignedIn,
  setUpOwner,
  signIn,
} from '../../accounts/index.ts'
import * as contract from '../../contract/accounts-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { CarelineError } from '../../kit/errors.ts'
import { createRouter, type HttpEnv, type Router } from '../../platform/http/edge.ts'
import { done } from '../describe.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import { deviceOf, shownSession } from './signed-in.ts'

const tags = ['Signing in']

const routes = {
  setup: createRoute({
    tags,
    method: 'get',
    path: '/setup',
    summary: 'Whether the first owner is still to be made',
    responses: { 200: answer('The state', contract.SetupState), ...problems },
  }),
  setUp: createRoute({
    tags,
    method: 'post',
    path: '/setup',
    summary: 'Make the first owner with the token from the console',
    request: { body: body(contract.SetUpOwner) },
    responses: { 201: answer('Made and signed in', contract.Session), ...problems },
  }),
  signIn: createRoute({
    tags,
    method: 'post',
    path: '/session',
    summary: 'Sign in',
    request: { body: body(contract.SignIn) },
    responses: { 201: answer('Signed in', contract.Session), ...problems },
  }),
  refresh: createRoute({
    tags,
    method: 'post',
    path: '/session/refresh',
    summary: 'Exchange the refresh cookie for the next access token, also to change the workspace',
    request: { body: body(contract.RefreshSession) },
    responses: { 200: answer('Still signed in', contract.Session), ...problems },
  }),
  signOut: createRoute({
    tags,
    method: 'delete',
    path: '/session',
    summary: 'Sign out on this device',
    responses: done,
  }),
}

/** Signing in and out. Mounted below `/api/v1`. */
export function createSessionRoutes(options: { accounts: AccountDeps; cookie: RefreshCookie }): Router {
  const { accounts, cookie } = options
  const app = createRouter()
  const shown = (c: Context<HttpEnv>, signedIn: SignedIn) => shownSession(c, cookie, signedIn)
  app.openapi(routes.setup, async c => c.json({ needsOwner: await needsOwner(accounts.database.sql) }, 200))
  app.openapi(routes.setUp, async c => {
    cookie.refuseForeign(c)
    return c.json(shown(c, await setUpOwner(accounts, { ...c.req.valid('json'), ...deviceOf(c) })), 201)
  })
  app.openapi(routes.signIn, async c => {
    cookie.refuseForeign(c)
    const { code, workspaceId, ...given } = c.req.valid('json')
    const signedIn = await signIn(accounts, {
      ...given,
      ...deviceOf(c),
      ...(code === undefined ? {} : { code }),
      ...(workspaceId === undefined ? {} : { workspaceId }),
    })
    return c.json(shown(c, signedIn), 201)
  })
  app.openapi(routes.refresh, async c => {
    cookie.refuseForeign(c)
    const refreshToken = cookie.get(c)
    if (!refreshToken) throw new CarelineError('forbidden', 'Sign in.', { details: { status: 401 } })
    const { workspaceId } = c.req.valid('json')
    const next = await refreshSession(accounts, { refreshToken, ...(workspaceId ? { workspaceId } : {}) })
    return c.json(shown(c, next), 200)
  })
  app.openapi(routes.signOut, async c => {
    cookie.refuseForeign(c)
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const refreshToken = cookie.get(c)
    cookie.clear(c)
    // The cookie is enough: the access token may have run out, and the session must end all the same.
    if (refreshToken) await endSession(accounts, refreshToken)
    else if (token) {
      const { accountId, sessionId } = await readAccessToken(accounts, token)
      await revokeSessions(accounts, accountId, { id: sessionId, because: 'signed out' })
    }
    return c.body(null, 204)
  })
  return app
}
