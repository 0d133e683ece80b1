import { createRoute } from '@hono/zod-openapi'
import {
  type AccountDeps,
  changeNotificationSettings,
  readNotificationSettings,
} from '../../accounts/index.ts'
import * as contract from '../../contract/notifications-api.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { answer, body, problems } from '../describe.ts'
import { memberOf } from '../principal.ts'

const shared = { security: [{ member: [] }], tags: ['Own account'] }
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
}

/** What a member is told of, and where. Mounted below `/api/v1`, behind the guard. */
export function createNotificationRoutes({ database }: AccountDeps): Router {
  const app = createRouter()
  app.openapi(routes.read, async c =>
    c.json(await readNotificationSettings(database.sql, memberOf(c).memberId), 200),
  )
  app.openapi(routes.change, async c => {
    const changed = await changeNotificationSettings(database.sql, memberOf(c).memberId, c.req.valid('json'))
    return c.json(changed, 200)
  })
  return app
}
