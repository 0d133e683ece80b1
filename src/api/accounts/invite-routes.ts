import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type AccountDeps,
  createInvite,
  type Invite,
  listInvites,
  sendInviteAgain,
  withdrawInvite,
} from '../../accounts/index.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/links-api.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { createAudit } from '../audit.ts'
import { done, staff } from '../describe.ts'
import { staffOf, workspaceOf } from '../principal.ts'

const shared = { ...staff, tags: ['People'] }
const Id = z.object({ id: z.string().max(80) })

const routes = {
  list: createRoute({
    ...shared,
    method: 'get',
    path: '/invites',
    summary: 'Who is invited and has not answered',
    responses: { 200: answer('Invitations', z.object({ invites: z.array(contract.Invite) })), ...problems },
  }),
  create: createRoute({
    ...shared,
    method: 'post',
    path: '/invites',
    summary: 'Invite somebody by e-mail',
    request: { body: body(contract.CreateInvite) },
    responses: { 201: answer('The invitation', contract.Invite), ...problems },
  }),
  sendAgain: createRoute({
    ...shared,
    method: 'post',
    path: '/invites/{id}/mail',
    summary: 'Send an invitation again with a new link',
    request: { params: Id },
    responses: done,
  }),
  withdraw: createRoute({
    ...shared,
    method: 'delete',
    path: '/invites/{id}',
    summary: 'Take an invitation back',
    request: { params: Id },
    responses: done,
  }),
}

/** Invites. Mounted below `/api/v1`, behind the guard. Every change is in the audit log; the links are in mails alone. */
export function createInviteRoutes({ accounts, ring }: { accounts: AccountDeps; ring: () => void }): Router {
  const app = createRouter()
  const audit = createAudit(accounts)
  app.openapi(routes.list, async c => {
    const invites = (await listInvites(accounts.database.sql, workspaceOf(c))).map(shown)
    return c.json({ invites }, 200)
  })
  app.openapi(routes.create, async c => {
    const invite = await createInvite(accounts, staffOf(c), c.req.valid('json'))
    ring()
    await audit(c, 'invite.created', 'invite', invite.id, { role: invite.role })
    return c.json(shown(invite), 201)
  })
  app.openapi(routes.sendAgain, async c => {
    const { id } = c.req.valid('param')
    await sendInviteAgain(accounts, workspaceOf(c), id)
    ring()
    await audit(c, 'invite.sent-again', 'invite', id)
    return c.body(null, 204)
  })
  app.openapi(routes.withdraw, async c => {
    const { id } = c.req.valid('param')
    await withdrawInvite(accounts, workspaceOf(c), id)
    await audit(c, 'invite.withdrawn', 'invite', id)
    return c.body(null, 204)
  })
  return app
}

const shown = ({ createdAt, expiresAt, ...invite }: Invite): contract.Invite => ({
  ...invite,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
})
