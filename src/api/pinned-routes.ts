import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { answer, body, problems } from '../contract/describe.ts'
import * as contract from '../contract/operator-api.ts'
import type { Clock } from '../kit/clock.ts'
import {
  changePinnedAnswer,
  listPinnedAnswers,
  type PinnedAnswer,
  pinAnswer,
  unpinAnswer,
} from '../knowledge/index.ts'
import type { Database } from '../platform/database/database.ts'
import { createRouter, type Router } from '../platform/http/edge.ts'
import { done, staff } from './describe.ts'
import { workspaceOf } from './principal.ts'

const Id = z.object({ id: z.string().max(80) })
const shared = { ...staff, tags: ['Knowledge'] }

const routes = {
  list: createRoute({
    ...shared,
    method: 'get',
    path: '/pinned-answers',
    summary: 'What the company wants said, word for word, to certain questions',
    responses: {
      200: answer('All of them', z.object({ pinnedAnswers: z.array(contract.PinnedAnswer) })),
      ...problems,
    },
  }),
  pin: createRoute({
    ...shared,
    method: 'post',
    path: '/pinned-answers',
    summary: 'Pin an answer to the ways its question is asked',
    request: { body: body(contract.GivePinnedAnswer) },
    responses: { 201: answer('The answer', contract.PinnedAnswer), ...problems },
  }),
  change: createRoute({
    ...shared,
    method: 'put',
    path: '/pinned-answers/{id}',
    summary: 'Change a pinned answer',
    request: { params: Id, body: body(contract.GivePinnedAnswer) },
    responses: { 200: answer('The answer', contract.PinnedAnswer), ...problems },
  }),
  unpin: createRoute({
    ...shared,
    method: 'delete',
    path: '/pinned-answers/{id}',
    summary: 'Unpin an answer',
    request: { params: Id },
    responses: done,
  }),
}

/** Answers that are said word for word. Mounted below `/api/v1`, behind the guard. */
export function createPinnedRoutes({ database, clock }: { database: Database; clock: Clock }): Router {
  const app = createRouter()
  const { sql } = database
  app.openapi(routes.list, async c =>
    c.json({ pinnedAnswers: (await listPinnedAnswers(sql, workspaceOf(c))).map(shownPinned) }, 200),
  )
  app.openapi(routes.pin, async c =>
    c.json(shownPinned(await pinAnswer(sql, workspaceOf(c), c.req.valid('json'), clock.now())), 201),
  )
  app.openapi(routes.change, async c => {
    const changed = { ...c.req.valid('json'), id: c.req.valid('param').id }
    return c.json(shownPinned(await changePinnedAnswer(sql, workspaceOf(c), changed, clock.now())), 200)
  })
  app.openapi(routes.unpin, async c => {
    await unpinAnswer(sql, workspaceOf(c), c.req.valid('param').id)
    return c.body(null, 204)
  })
  return app
}

const shownPinned = ({ createdAt, ...pinned }: PinnedAnswer) => ({
  ...pinned,
  createdAt: createdAt.toISOString(),
})
