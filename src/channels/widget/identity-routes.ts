import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Message } from '../../contract/conversation.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { ClaimIdentity, EarlierConversation, IdentifyVisitor } from '../../contract/visitor-api.ts'
import type { Router } from '../../platform/http/edge.ts'
import { ConversationId, visitor } from './describe.ts'
import type { OriginRules } from './origins.ts'
import { withSession } from './session.ts'
import type { VisitorConversations } from './visitor-conversations.ts'

const routes = {
  identify: createRoute({
    ...visitor,
    method: 'put',
    path: '/conversations/{id}/identity',
    summary: 'Prove who the visitor is, by a token of the host page',
    request: { params: ConversationId, body: body(IdentifyVisitor) },
    responses: { 204: { description: 'Believed' }, ...problems },
  }),
  claim: createRoute({
    ...visitor,
    method: 'put',
    path: '/conversations/{id}/claim',
    summary: 'Say who the visitor is, without proof; what is left out stays',
    request: { params: ConversationId, body: body(ClaimIdentity) },
    responses: { 204: { description: 'Taken down' }, ...problems },
  }),
  earlier: createRoute({
    ...visitor,
    method: 'get',
    path: '/conversations/{id}/earlier',
    summary: 'Other conversations of a visitor whose identity is proved just now; of others none',
    request: { params: ConversationId },
    responses: {
      200: answer('Newest first', z.object({ conversations: z.array(EarlierConversation) })),
      ...problems,
    },
  }),
  readEarlier: createRoute({
    ...visitor,
    method: 'get',
    path: '/conversations/{id}/earlier/{earlierId}/messages',
    summary: 'What was said in one of them',
    request: { params: ConversationId.extend({ earlierId: z.string().max(80) }) },
    responses: {
      200: answer('Messages in order', z.object({ messages: z.array(Message) })),
      ...problems,
    },
  }),
}

/** Who the visitor of a conversation is, proved or said, and what that opens. */
export function addIdentityRoutes(
  app: Router,
  { conversations, origins }: { conversations: VisitorConversations; origins: OriginRules },
): void {
  const only = (verb: 'read' | 'write') => ({ middleware: withSession(conversations, origins, verb) })
  app.openapi({ ...routes.identify, ...only('write') }, async c => {
    await conversations.identify(c.get('session'), c.req.valid('json').token)
    return c.body(null, 204)
  })
  app.openapi({ ...routes.claim, ...only('write') }, async c => {
    await conversations.claim(c.get('session'), c.req.valid('json'))
    return c.body(null, 204)
  })
  app.openapi({ ...routes.earlier, ...only('read') }, async c =>
    c.json({ conversations: await conversations.earlier(c.get('session')) }, 200),
  )
  app.openapi({ ...routes.readEarlier, ...only('read') }, async c => {
    const { earlierId } = c.req.valid('param')
    return c.json({ messages: await conversations.readEarlier(c.get('session'), earlierId) }, 200)
  })
}
