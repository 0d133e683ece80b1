import { createRoute } from '@hono/zod-openapi'
import {
  type AccountDeps,
  acceptInvite,
  askForLink,
  enterByLink,
  readInvite,
  resetPassword,
} from '../../accounts/index.ts'
import * as accountContract from '../../contract/accounts-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/links-api.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { done } from '../describe.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import { deviceOf, shownSession } from './signed-in.ts'

const tags = ['Signing in']
const sent = { 202: { description: 'A mail is sent if there is such an account' }, ...problems }
const signedIn = { 201: answer('Signed in', accountContract.Session), ...problems }

const routes = {
  askReset: createRoute({
    tags,
    method: 'post',
    path: '/links/reset',
    summary: 'Have a link mailed that sets a new password',
    request: { body: body(contract.AskForLink) },
    responses: sent,
  }),
  reset: createRoute({
    tags,
    method: 'put',
    path: '/links/reset',
    summary: 'Set a new password by a link; all devices are signed out',
    request: { body: body(contract.ResetPassword) },
    responses: done,
  }),
  askMagic: createRoute({
    tags,
    method: 'post',
    path: '/links/sign-in',
    summary: 'Have a link mailed that signs in',
    request: { body: body(contract.AskForLink) },
    responses: sent,
  }),
  magic: createRoute({
    tags,
    method: 'put',
    path: '/links/sign-in',
    summary: 'Sign in by a link',
    request: { body: body(contract.EnterByLink) },
    responses: signedIn,
  }),
  readInvite: createRoute({
    tags,
    method: 'post',
    path: '/links/invite',
    summary: 'What an invitation is for',
    request: { body: body(contract.ReadInvite) },
    responses: { 200: answer('The invitation', contract.OpenedInvite), ...problems },
  }),
  acceptInvite: createRoute({
    tags,
    method: 'put',
    path: '/links/invite',
    summary: 'Accept an invitation and sign in',
    request: { body: body(contract.AcceptInvite) },
    responses: signedIn,
  }),
}

/** What the links of mails do, and asking for them. Open to all, mounted below `/api/v1`. */
export function createLinkRoutes(options: {
  accounts: AccountDeps
  cookie: RefreshCookie
  /** The default workspace: the mails of accounts, which belong to none, are sent from there. */
  workspaceId: string
  /** Called when a mail was ordered. */
  ring: () => void
}): Router {
  const { accounts, cookie, workspaceId, ring } = options
  const app = createRouter()
  const ask = async (kind: 'reset' | 'magic', email: string, address: string) => {
    await askForLink(accounts, { kind, email, workspaceId, address })
    ring()
  }
  app.use('/links/*', async (c, next) => {
    cookie.refuseForeign(c)
    return await next()
  })
  app.openapi(routes.askReset, async c => {
    await ask('reset', c.req.valid('json').email, deviceOf(c).address)
    return c.body(null, 202)
  })
  app.openapi(routes.reset, async c => {
    await resetPassword(accounts, c.req.valid('json'))
    return c.body(null, 204)
  })
  app.openapi(routes.askMagic, async c => {
    await ask('magic', c.req.valid('json').email, deviceOf(c).address)
    return c.body(null, 202)
  })
  app.openapi(routes.magic, async c => {
    const entered = await enterByLink(accounts, { ...withToken(c.req.valid('json')), ...deviceOf(c) })
    return c.json(shownSession(c, cookie, entered), 201)
  })
  app.openapi(routes.readInvite, async c =>
    c.json(await readInvite(accounts, c.req.valid('json').token), 200),
  )
  app.openapi(routes.acceptInvite, async c => {
    const entered = await acceptInvite(accounts, { ...withToken(c.req.valid('json')), ...deviceOf(c) })
    return c.json(shownSession(c, cookie, entered), 201)
  })
  return app
}

/** Only what was given, of which the token always is. */
const withToken = <T extends { token: string }>(body: T) => ({ ...given(body), token: body.token })
