import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { authorize } from '../../accounts/index.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { Draft, DraftQuery, SendDraft } from '../../contract/draft-api.ts'
import { MessageAnswer } from '../../contract/visitor-api.ts'
import { type ConversationDeps, dropDraft, listDrafts, sendDraft } from '../../conversations/index.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { done, staff } from '../describe.ts'
import { memberOf, principalOf } from '../principal.ts'
import { alsoOf } from './also.ts'

const shared = { ...staff, tags: ['Desk'] }
const Id = z.object({ id: z.string().max(80) })

const routes = {
  list: createRoute({
    ...shared,
    method: 'get',
    path: '/desk/drafts',
    summary: 'Drafts that wait for a person to send them, the newest first',
    request: { query: DraftQuery },
    responses: { 200: answer('Drafts', z.object({ drafts: z.array(Draft) })), ...problems },
  }),
  send: createRoute({
    ...shared,
    method: 'post',
    path: '/desk/drafts/{id}/message',
    summary: 'Send a draft, as it is or with other words; whoever sends it has the conversation then',
    request: { params: Id, body: body(SendDraft) },
    responses: { 201: answer('Sent', MessageAnswer), ...problems },
  }),
  drop: createRoute({
    ...shared,
    method: 'delete',
    path: '/desk/drafts/{id}',
    summary: 'Drop a draft: nobody will send it',
    request: { params: Id },
    responses: done,
  }),
}

/** What the bot wrote for members to send. Mounted below `/api/v1`, behind the guard. */
export function createDraftRoutes(conversations: ConversationDeps): Router {
  const app = createRouter()
  app.openapi(routes.list, async c => {
    const { workspaceId } = principalOf(c)
    authorize(principalOf(c), 'read', { kind: 'message', workspaceId })
    const drafts = await listDrafts(conversations.database.sql, workspaceId, given(c.req.valid('query')))
    return c.json({ drafts }, 200)
  })
  app.openapi(routes.send, async c => {
    const { also, snoozeUntil, attachments, ...words } = given(c.req.valid('json'))
    const message = await sendDraft(conversations, {
      ...memberOf(c),
      ...{ draftId: c.req.valid('param').id, ...words, ...alsoOf(also, snoozeUntil) },
      ...(attachments ? { attachmentIds: attachments } : {}),
    })
    return c.json({ message }, 201)
  })
  app.openapi(routes.drop, async c => {
    await dropDraft(conversations, { ...memberOf(c), draftId: c.req.valid('param').id })
    return c.body(null, 204)
  })
  return app
}
