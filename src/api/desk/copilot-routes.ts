import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { authorize } from '../../accounts/index.ts'
import * as contract from '../../contract/copilot-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { Asked } from '../../contract/operator-api.ts'
import { askPages, type CopilotDeps, draftFromPages, readCopilot, reword } from '../../desk/index.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import type { Limiter } from '../../platform/http/limits.ts'
import { staff } from '../describe.ts'
import { memberOf, principalOf, staffOf, workspaceOf } from '../principal.ts'
import { has } from './shown.ts'

const shared = { ...staff, tags: ['Desk'] }
const Id = z.object({ id: z.string().max(80) })
const base = '/desk/conversations/{id}'

const routes = {
  state: createRoute({
    ...shared,
    method: 'get',
    path: `${base}/copilot`,
    summary: 'Whether what a member writes can be reworded, and if not why',
    request: { params: Id },
    responses: { 200: answer('What it can do', contract.CopilotState), ...problems },
  }),
  draft: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/drafts`,
    summary: 'Let the bot draft an answer from the pages to what is open; the visitor hears nothing of it',
    request: { params: Id },
    responses: { 201: answer('The draft, or why there is none', contract.AskedDraft), ...problems },
  }),
  ask: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/questions`,
    summary: 'Ask the pages of the bot a question of your own',
    request: { params: Id, body: body(contract.AskPages) },
    responses: { 200: answer('The decision', Asked), ...problems },
  }),
  reword: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/rewording`,
    summary:
      'Rephrase, shorten or translate what you write, with a language model; nothing is sent or stored',
    request: { params: Id, body: body(contract.Reword) },
    responses: { 200: answer('The other words', contract.Reworded), ...problems },
  }),
}

/** What helps members write. Mounted below `/api/v1`, behind the guard. */
export function createCopilotRoutes(copilot: CopilotDeps, uses: Limiter): Router {
  const app = createRouter()
  app.openapi(routes.state, async c => {
    const where = { workspaceId: workspaceOf(c), conversationId: c.req.valid('param').id }
    return c.json(await readCopilot(copilot, where), 200)
  })
  app.openapi(routes.draft, async c => {
    const act = { ...memberOf(c), conversationId: c.req.valid('param').id }
    // It repeats what was said, and is there for all who may send it.
    authorize(principalOf(c), 'read', { kind: 'message', workspaceId: act.workspaceId })
    await uses.use(act.memberId)
    return c.json(await draftFromPages(copilot, { ...act, signal: c.req.raw.signal }), 201)
  })
  app.openapi(routes.ask, async c => {
    const { workspaceId, memberId } = memberOf(c)
    const where = { workspaceId, conversationId: c.req.valid('param').id }
    authorize(principalOf(c), 'reply', { kind: 'conversation', ...where })
    await uses.use(memberId)
    const asking = { ...where, ...c.req.valid('json'), signal: c.req.raw.signal }
    return c.json(await askPages(copilot, asking), 200)
  })
  app.openapi(routes.reword, async c => {
    const { workspaceId, memberId } = memberOf(c)
    await uses.use(memberId)
    const where = { workspaceId, conversationId: c.req.valid('param').id }
    const seesMessages = has(staffOf(c), 'message:read')
    const wanted = given(c.req.valid('json')) as contract.Reword
    return c.json(await reword(copilot, { ...where, wanted, seesMessages, signal: c.req.raw.signal }), 200)
  })
  return app
}
