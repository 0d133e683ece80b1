import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type AccountDeps,
  deleteIdentityProvider,
  type IdentityProvider,
  listIdentityProviders,
  saveIdentityProvider,
} from '../../accounts/index.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/identity-provider-api.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { createAudit } from '../audit.ts'
import { done, staff } from '../describe.ts'
import { staffOf, workspaceOf } from '../principal.ts'

const shared = { ...staff, tags: ['People'] }
const Id = z.object({ id: z.string().max(80) })
const one = answer('The provider', contract.IdentityProvider)

const routes = {
  list: createRoute({
    ...shared,
    method: 'get',
    path: '/identity-providers',
    summary: 'By which providers members sign in',
    responses: {
      200: answer('Providers', z.object({ providers: z.array(contract.IdentityProvider) })),
      ...problems,
    },
  }),
  create: createRoute({
    ...shared,
    method: 'post',
    path: '/identity-providers',
    summary: 'Set single sign-on up (OpenID Connect)',
    request: { body: body(contract.GiveIdentityProvider) },
    responses: { 201: one, ...problems },
  }),
  change: createRoute({
    ...shared,
    method: 'put',
    path: '/identity-providers/{id}',
    summary: 'Change a provider',
    request: { params: Id, body: body(contract.GiveIdentityProvider) },
    responses: { 200: one, ...problems },
  }),
  delete: createRoute({
    ...shared,
    method: 'delete',
    path: '/identity-providers/{id}',
    summary: 'Sign in by a provider no longer',
    request: { params: Id },
    responses: done,
  }),
}

/** Identity providers. Mounted below `/api/v1`, behind the guard. Their secrets go in and never out. */
export function createProviderRoutes(accounts: AccountDeps): Router {
  const app = createRouter()
  const audit = createAudit(accounts)
  app.openapi(routes.list, async c => {
    const providers = (await listIdentityProviders(accounts.database.sql, workspaceOf(c))).map(shown)
    return c.json({ providers }, 200)
  })
  app.openapi(routes.create, async c => {
    const { clientSecret, ...given } = c.req.valid('json')
    const secret = clientSecret === undefined ? {} : { clientSecret }
    const provider = await saveIdentityProvider(accounts, staffOf(c), { ...given, ...secret })
    await audit(c, 'identity-provider.created', 'identity-provider', provider.id, toldOf(provider))
    return c.json(shown(provider), 201)
  })
  app.openapi(routes.change, async c => {
    const { id } = c.req.valid('param')
    const { clientSecret, ...given } = c.req.valid('json')
    const secret = clientSecret === undefined ? {} : { clientSecret }
    const provider = await saveIdentityProvider(accounts, staffOf(c), { ...given, ...secret, id })
    await audit(c, 'identity-provider.changed', 'identity-provider', id, toldOf(provider))
    return c.json(shown(provider), 200)
  })
  app.openapi(routes.delete, async c => {
    const { id } = c.req.valid('param')
    await deleteIdentityProvider(accounts.database.sql, workspaceOf(c), id)
    await audit(c, 'identity-provider.deleted', 'identity-provider', id)
    return c.body(null, 204)
  })
  return app
}

const shown = ({ workspaceId: _, ...provider }: IdentityProvider): contract.IdentityProvider => provider
const toldOf = ({ issuer, domains, role }: IdentityProvider) => ({ issuer, domains, role })
