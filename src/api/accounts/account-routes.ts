import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import {
  type AccountDeps,
  changeOwnAccount,
  changePassword,
  disableTotp,
  enableTotp,
  listSessions,
  proposeTotp,
  proveIdentity,
  readOwnAccount,
  revokeSessions,
} from '../../accounts/index.ts'
import * as contract from '../../contract/accounts-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { CarelineError } from '../../kit/errors.ts'
import { createRouter, type HttpEnv, type Router } from '../../platform/http/edge.ts'
import { done } from '../describe.ts'
import { accountOf } from '../principal.ts'
import { deviceOf } from './signed-in.ts'

const shared = { security: [{ member: [] }], tags: ['Own account'] }
const Id = z.object({ id: z.string().max(80) })

const routes = {
  read: createRoute({
    ...shared,
    method: 'get',
    path: '/account',
    summary: 'Who is signed in, where, and with which rights',
    responses: { 200: answer('The account', contract.Account), ...problems },
  }),
  change: createRoute({
    ...shared,
    method: 'patch',
    path: '/account',
    summary: 'Change name or language',
    request: { body: body(contract.ChangeAccount) },
    responses: { 200: answer('The account', contract.Account), ...problems },
  }),
  password: createRoute({
    ...shared,
    method: 'put',
    path: '/account/password',
    summary: 'Set another password; other devices are signed out',
    request: { body: body(contract.ChangePassword) },
    responses: done,
  }),
  sessions: createRoute({
    ...shared,
    method: 'get',
    path: '/account/sessions',
    summary: 'Where the account is signed in',
    responses: {
      200: answer('Sessions', z.object({ sessions: z.array(contract.LiveSession) })),
      ...problems,
    },
  }),
  endOthers: createRoute({
    ...shared,
    method: 'delete',
    path: '/account/sessions',
    summary: 'Sign out everywhere else',
    responses: done,
  }),
  endOne: createRoute({
    ...shared,
    method: 'delete',
    path: '/account/sessions/{id}',
    summary: 'Sign out one device',
    request: { params: Id },
    responses: done,
  }),
  proposeTotp: createRoute({
    ...shared,
    method: 'post',
    path: '/account/totp',
    summary: 'A secret for an authenticator app',
    responses: { 200: answer('The secret', contract.ProposedTotp), ...problems },
  }),
  enableTotp: createRoute({
    ...shared,
    method: 'put',
    path: '/account/totp',
    summary: 'Switch the second factor on with a first code',
    request: { body: body(contract.EnableTotp) },
    responses: { 200: answer('Recovery codes, shown this once', contract.RecoveryCodes), ...problems },
  }),
  disableTotp: createRoute({
    ...shared,
    method: 'delete',
    path: '/account/totp',
    summary: 'Switch the second factor off',
    request: { body: body(contract.ProveIdentity) },
    responses: done,
  }),
}

/** What people do with their own account. Mounted below `/api/v1`, behind the guard. */
export function createAccountRoutes(accounts: AccountDeps): Router {
  const app = createRouter()
  const shown = async (c: Context<HttpEnv>) => await readOwnAccount(accounts, accountOf(c))
  app.openapi(routes.read, async c => c.json(await shown(c), 200))
  app.openapi(routes.change, async c => {
    const { name, locale } = c.req.valid('json')
    await changeOwnAccount(accounts, accountOf(c).accountId, {
      ...(name === undefined ? {} : { name }),
      ...(locale === undefined ? {} : { locale }),
    })
    return c.json(await shown(c), 200)
  })
  app.openapi(routes.password, async c => {
    const { current, next } = c.req.valid('json')
    const { address } = deviceOf(c)
    await changePassword(accounts, accountOf(c), {
      ...{ next, address },
      ...(current === undefined ? {} : { current }),
    })
    return c.body(null, 204)
  })
  app.openapi(routes.sessions, async c => {
    const { accountId, sessionId, confined } = accountOf(c)
    const all = await listSessions(accounts, accountId)
    // A provider's word is good here alone: where else the account is signed in is not its to see.
    const seen = confined ? all.filter(({ id }) => id === sessionId) : all
    const sessions = seen.map(({ createdAt, usedAt, ...session }) => ({
      ...session,
      createdAt: createdAt.toISOString(),
      usedAt: usedAt.toISOString(),
      current: session.id === sessionId,
    }))
    return c.json({ sessions }, 200)
  })
  app.openapi(routes.endOthers, async c => {
    const { accountId, sessionId, confined } = accountOf(c)
    if (confined) throw notYours()
    await revokeSessions(accounts, accountId, { except: sessionId, because: 'signed out elsewhere' })
    return c.body(null, 204)
  })
  app.openapi(routes.endOne, async c => {
    const { id } = c.req.valid('param')
    const { confined, sessionId } = accountOf(c)
    if (confined && id !== sessionId) throw notYours()
    const ended = await revokeSessions(accounts, accountOf(c).accountId, {
      id,
      because: 'signed out elsewhere',
    })
    if (ended === 0) throw new CarelineError('not-found', 'There is no such session.')
    return c.body(null, 204)
  })
  app.openapi(routes.proposeTotp, async c => c.json(proposeTotp((await shown(c)).email), 200))
  app.openapi(routes.enableTotp, async c => {
    const { password, ...totp } = c.req.valid('json')
    const { accountId } = accountOf(c)
    await proveIdentity(accounts, accountOf(c), { password, address: deviceOf(c).address })
    const recoveryCodes = await enableTotp(accounts, accountId, totp)
    return c.json({ recoveryCodes }, 200)
  })
  app.openapi(routes.disableTotp, async c => {
    const { accountId } = accountOf(c)
    const { password } = c.req.valid('json')
    await proveIdentity(accounts, accountOf(c), { password, address: deviceOf(c).address })
    await disableTotp(accounts, accountId)
    return c.body(null, 204)
  })
  return app
}

const notYours = () => new CarelineError('forbidden', 'Sign in with your password or a link to do this.')
