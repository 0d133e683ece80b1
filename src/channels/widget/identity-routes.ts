import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Message } from '../../contract/conversation.ts'
import { Problem } from '../../contract/problem.ts'
import { ClaimIdentity, EarlierConversation, IdentifyVisitor } from '../../contract/visitor-api.ts'
import type { Router } from '../../platform/http/edge.ts'
import type { OriginRules } from './origins.ts'
import { withSession } from './session.ts'
import type { VisitorConversations } from './visitor-conversations.ts'

const problems = {
  default: {
    description: 'Problem details (RFC 9457)',
    content: { 'application/problem+json': { schema: Problem } },
  },
}
const shared = { tags: ['Visitor'], security: [{ session: [] }] }
const Id = z.object({ id: z.string().max(80) })
const json = <S extends z.ZodType>(schema: S) => ({ 'application/json': { schema } })

const routes = {
  identify: createRoute({
    ...shared,
    method: 'put',
    path: '/conversations/{id}/identity',
    summary: 'Prove who the visitor is, by a token of the host page',
    request: { params: Id, body: { required: true, content: json(IdentifyVisitor) } },
    responses: { 204: { description: 'Believed' }, ...problems },
  }),
  claim: createRoute({
    ...shared,
    method: 'put',
    path: '/conversations/{id}/claim',
    summary: 'Say who the visitor is, without proof; what is left out stays',
    request: { params: Id, body: { required: true, content: json(ClaimIdentity) } },
    responses: { 204: { description: 'Taken down' }, ...problems },
  }),
  earlier: createRoute({
    ...shared,
    method: 'get',
    path: '/conversations/{id}/earlier',
    summary: 'Other conversations of a visitor whose identity is proved just now; of others none',
    request: { params: Id },
    responses: {
      200: {
        description: 'Newest first',
        content: json(z.object({ conversations: z.array(EarlierConversation) })),
      },
      ...problems,
    },
  }),
  readEarlier: createRoute({
    ...shared,
    method: 'get',
    path: '/conversations/{id}/earlier/{earlierId}/messages',
    summary: 'What was said in one of them',
    request: { params: Id.extend({ earlierId: z.string().max(80) }) },
    responses: {
      200: { description: 'Messages in order', content: json(z.object({ messages: z.array(Message) })) },
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
