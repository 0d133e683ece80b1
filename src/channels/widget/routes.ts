import { randomUUID } from 'node:crypto'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { getBot, publicSettings, type Verb } from '../../accounts/index.ts'
import { TellTyping } from '../../contract/activity.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import {
  AnswerSurvey,
  BotSettingsAnswer,
  ClientId,
  ConversationAnswer,
  MessageAnswer,
  MessageList,
  RateAnswer,
  RequestHandoff,
  ResumedConversation,
  SendMessage,
  StartConversation,
  StartedConversation,
} from '../../contract/visitor-api.ts'
import { crashPoint } from '../../platform/crash-points.ts'
import type { Sql } from '../../platform/database/database.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import type { Limiter } from '../../platform/http/limits.ts'
import { addAttachmentRoutes } from './attachment-routes.ts'
import { ConversationId, visitor } from './describe.ts'
import { addIdentityRoutes } from './identity-routes.ts'
import { allowOrigins, type OriginRules, requireOrigin } from './origins.ts'
import { withSession } from './session.ts'
import { streamEvents } from './stream.ts'
import type { VisitorConversations, VisitorSession } from './visitor-conversations.ts'

export interface VisitorRoutesOptions {
  sql: Sql
  conversations: VisitorConversations
  origins: OriginRules
  perSession: Limiter
  /** Requests for a person, apart from messages: who wrote too much may still ask for one. */
  handoffs: Limiter
  /** Files, which cost more to take than words. */
  uploads: Limiter
  /** Aborted when the server stops, so that streams end and clients come back to the next one. */
  stopping: AbortSignal
}

const IdempotencyKey = z.object({ 'idempotency-key': ClientId.optional() })
/** The key of a start gives its session token again, so it must not be guessed, nor chosen alike by two clients. */
const StartKey = z.object({
  'idempotency-key': ClientId.min(20, 'must be a random secret of at least 20 characters').optional(),
})
/** Where to go on in the log; something else than a number must not be taken for "from now on", which leaves a gap. */
const EventNumber = z.string().regex(/^\d{1,15}$/, 'must be the number of an event')

const routes = {
  settings: createRoute({
    method: 'get',
    path: '/bots/{id}/settings',
    tags: visitor.tags,
    summary: 'How the widget of a bot looks and speaks',
    request: { params: ConversationId },
    responses: { 200: answer('The public settings', BotSettingsAnswer), ...problems },
  }),
  start: createRoute({
    method: 'post',
    path: '/conversations',
    tags: visitor.tags,
    summary: 'Start a conversation',
    request: { headers: StartKey, body: body(StartConversation) },
    responses: {
      200: answer('It was here before: the first result', StartedConversation),
      201: answer('Started', StartedConversation),
      ...problems,
    },
  }),
  read: createRoute({
    method: 'get',
    path: '/conversations/{id}',
    ...visitor,
    summary: 'Resume a conversation',
    request: { params: ConversationId },
    responses: { 200: answer('The conversation', ResumedConversation), ...problems },
  }),
  send: createRoute({
    method: 'post',
    path: '/conversations/{id}/messages',
    ...visitor,
    summary: 'Send a message',
    request: { params: ConversationId, headers: IdempotencyKey, body: body(SendMessage) },
    responses: {
      200: answer('It was here before: the first result', MessageAnswer),
      201: answer('Received', MessageAnswer),
      ...problems,
    },
  }),
  history: createRoute({
    method: 'get',
    path: '/conversations/{id}/messages',
    ...visitor,
    summary: 'Read the messages after a sequence number',
    request: {
      params: ConversationId,
      query: z.object({
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    },
    responses: { 200: answer('Messages in order', MessageList), ...problems },
  }),
  events: createRoute({
    method: 'get',
    path: '/conversations/{id}/events',
    ...visitor,
    summary: 'Live events (server-sent events); resume with Last-Event-ID or ?after=',
    request: {
      params: ConversationId,
      headers: z.object({ 'last-event-id': EventNumber.optional() }),
      query: z.object({ after: EventNumber.optional() }),
    },
    responses: {
      200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
      ...problems,
    },
  }),
  activity: createRoute({
    method: 'put',
    path: '/conversations/{id}/activity',
    ...visitor,
    summary: 'Say that you type, or have stopped; holds for eight seconds',
    request: { params: ConversationId, body: body(TellTyping) },
    responses: { 204: { description: 'Told' }, ...problems },
  }),
  rate: createRoute({
    method: 'put',
    path: '/conversations/{id}/messages/{messageId}/rating',
    ...visitor,
    summary: 'Thumbs up or down on an answer',
    request: { params: ConversationId.extend({ messageId: z.string().max(80) }), body: body(RateAnswer) },
    responses: { 200: answer('The message', MessageAnswer), ...problems },
  }),
  survey: createRoute({
    method: 'put',
    path: '/conversations/{id}/survey',
    ...visitor,
    summary: 'Say how it was, once for each engagement that was resolved',
    request: { params: ConversationId, body: body(AnswerSurvey) },
    responses: { 204: { description: 'Kept' }, ...problems },
  }),
  handoff: createRoute({
    method: 'post',
    path: '/conversations/{id}/handoff',
    ...visitor,
    summary: 'Ask for a person, with an e-mail address for the reply',
    request: { params: ConversationId, headers: IdempotencyKey, body: body(RequestHandoff) },
    responses: {
      200: answer('It was asked before: the conversation as it is now', ConversationAnswer),
      201: answer('The conversation, waiting in the queue', ConversationAnswer),
      ...problems,
    },
  }),
}

/** The visitor's side of the API: what the chat bubble calls. Mounted below `/api/v1`. */
export function createVisitorRoutes(options: VisitorRoutesOptions): Router {
  const { conversations, perSession } = options
  const app = createRouter()
  const cors = allowOrigins(options.origins)
  for (const path of ['/bots/*', '/conversations', '/conversations/*']) app.use(path, cors)

  const only = (verb: Verb<'conversation'>) => ({
    middleware: withSession(conversations, options.origins, verb),
  })

  const countOne = async (limiter: Limiter, { botId, conversationId }: VisitorSession) => {
    const { settings } = await getBot(options.sql, botId)
    await limiter.use(conversationId, settings.limits.messagesPerMinute)
  }

  app.openapi(routes.settings, async c => {
    const bot = await getBot(options.sql, c.req.valid('param').id)
    await requireOrigin(c, options.origins, bot.id)
    c.header('Cache-Control', 'public, max-age=60')
    return c.json(publicSettings(bot.id, bot.settings), 200)
  })

  app.openapi(routes.start, async c => {
    await requireOrigin(c, options.origins, c.req.valid('json').botId)
    const idempotencyKey = c.req.valid('header')['idempotency-key']
    const { conversation, sessionToken, repeated } = await conversations.start({
      ...c.req.valid('json'),
      ...(idempotencyKey ? { idempotencyKey } : {}),
    })
    return c.json({ conversation, sessionToken }, repeated ? 200 : 201)
  })

  app.openapi({ ...routes.read, ...only('read') }, async c => {
    const session = c.get('session')
    const engagement = await conversations.survey(session)
    const survey = engagement === null ? null : { engagement }
    return c.json({ conversation: await conversations.read(session), survey }, 200)
  })

  app.openapi({ ...routes.send, ...only('write') }, async c => {
    await crashPoint('S01-request-read')
    const session = c.get('session')
    const { clientId, text, attachments } = c.req.valid('json')
    const key = clientId ?? c.req.valid('header')['idempotency-key']
    // A resend asks for what was acknowledged, or may have been: near the limit it must not be refused.
    if (key === undefined || !(await conversations.wasReceived(session, key)))
      await countOne(perSession, session)
    await crashPoint('S02-validated')
    const { message, repeated } = await conversations.receive(session, {
      clientId: key ?? randomUUID(),
      text,
      ...(attachments ? { attachmentIds: attachments } : {}),
    })
    // Only once it is written, so that a client can have the acknowledgement of a process that dies here.
    c.env?.outgoing?.once('finish', () => void crashPoint('S05-ack-sent-to-client').catch(() => undefined))
    return c.json({ message }, repeated ? 200 : 201)
  })

  addAttachmentRoutes(app, options)
  addIdentityRoutes(app, options)

  app.openapi({ ...routes.history, ...only('read') }, async c => {
    const session = c.get('session')
    return c.json(await conversations.history(session, c.req.valid('query')), 200)
  })

  app.openapi({ ...routes.events, ...only('read') }, async c => {
    const session = c.get('session')
    const after = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after
    const from = after === undefined ? undefined : Number(after)
    const { stopping } = options
    return (await streamEvents(c, conversations, { session, after: from, stopping })) as never
  })

  app.openapi({ ...routes.activity, ...only('write') }, async c => {
    await conversations.tellTyping(c.get('session'), c.req.valid('json').doing)
    return c.body(null, 204)
  })

  app.openapi({ ...routes.rate, ...only('rate') }, async c => {
    const { messageId } = c.req.valid('param')
    const session = c.get('session')
    const { rating, comment } = c.req.valid('json')
    return c.json({ message: await conversations.rate(session, messageId, rating, comment) }, 200)
  })

  app.openapi({ ...routes.survey, ...only('rate') }, async c => {
    await conversations.answerSurvey(c.get('session'), c.req.valid('json'))
    return c.body(null, 204)
  })

  app.openapi({ ...routes.handoff, ...only('request-handoff') }, async c => {
    const session = c.get('session')
    const { email, note } = c.req.valid('json')
    const idempotencyKey = c.req.valid('header')['idempotency-key']
    if (idempotencyKey === undefined || !(await conversations.wasHandoffRequested(session, idempotencyKey)))
      await countOne(options.handoffs, session)
    const { conversation, repeated } = await conversations.requestHandoff(session, {
      ...(email ? { email } : {}),
      ...(note ? { note } : {}),
      ...(idempotencyKey ? { idempotencyKey } : {}),
    })
    return c.json({ conversation }, repeated ? 200 : 201)
  })
  return app
}
