import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type AccountDeps,
  addPushSubscription,
  changeNotificationSettings,
  listPushSubscriptions,
  loadPushKeys,
  readNotificationSettings,
  removePushSubscription,
} from '../../accounts/index.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/notifications-api.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import type { PushSender } from '../../platform/push/index.ts'
import { done } from '../describe.ts'
import { accountOf } from '../principal.ts'

const shared = { security: [{ member: [] }], tags: ['Own account'] }
const Id = z.object({ id: z.string().max(80) })
const settings = { 200: answer('What one is told of', contract.NotificationSettings), ...problems }

const routes = {
  read: createRoute({
    ...shared,
    method: 'get',
    path: '/account/notifications',
    summary: 'What one is told of, and how',
    responses: settings,
  }),
  change: createRoute({
    ...shared,
    method: 'patch',
    path: '/account/notifications',
    summary: 'Change some of it; the rest stays',
    request: { body: body(contract.ChangeNotificationSettings) },
    responses: settings,
  }),
  list: createRoute({
    ...shared,
    method: 'get',
    path: '/account/push-subscriptions',
    summary: 'The browsers that get push messages, and the key they subscribe with',
    responses: { 200: answer('Subscriptions', contract.PushSubscriptions), ...problems },
  }),
  subscribe: createRoute({
    ...shared,
    method: 'post',
    path: '/account/push-subscriptions',
    summary: 'Send push messages to this browser, until its session ends',
    request: { body: body(contract.Subscribe) },
    responses: { 201: answer('Subscribed', z.object({ id: z.string() })), ...problems },
  }),
  unsubscribe: createRoute({
    ...shared,
    method: 'delete',
    path: '/account/push-subscriptions/{id}',
    summary: 'Send none to this browser any more',
    request: { params: Id },
    responses: done,
  }),
}

/** What a member is told of, and where. Mounted below `/api/v1`, behind the guard. */
export function createNotificationRoutes(deps: AccountDeps & { push: PushSender }): Router {
  const app = createRouter()
  const { sql } = deps.database
  app.openapi(routes.read, async c => c.json(await readNotificationSettings(sql, accountOf(c).memberId), 200))
  app.openapi(routes.change, async c =>
    c.json(await changeNotificationSettings(sql, accountOf(c).memberId, c.req.valid('json')), 200),
  )
  app.openapi(routes.list, async c => {
    const [{ publicKey }, subscriptions] = [
      await loadPushKeys(deps),
      await listPushSubscriptions(deps, accountOf(c)),
    ]
    return c.json({ publicKey, subscriptions }, 200)
  })
  app.openapi(routes.subscribe, async c => {
    const { endpoint, keys } = c.req.valid('json')
    const given = { endpoint, publicKey: keys.p256dh, auth: keys.auth }
    return c.json({ id: await addPushSubscription(deps, accountOf(c), given) }, 201)
  })
  app.openapi(routes.unsubscribe, async c => {
    await removePushSubscription(sql, accountOf(c).memberId, c.req.valid('param').id)
    return c.body(null, 204)
  })
  return app
}
