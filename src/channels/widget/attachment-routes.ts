import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { getBot } from '../../accounts/index.ts'
import { AttachmentAnswer, UploadAttachment } from '../../contract/attachments-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import type { Sql } from '../../platform/database/database.ts'
import type { Router } from '../../platform/http/edge.ts'
import { answerFile } from '../../platform/http/file-answer.ts'
import type { Limiter } from '../../platform/http/limits.ts'
import { ConversationId, visitor } from './describe.ts'
import type { OriginRules } from './origins.ts'
import { withSession } from './session.ts'
import type { VisitorConversations } from './visitor-conversations.ts'

const routes = {
  upload: createRoute({
    ...visitor,
    method: 'post',
    path: '/conversations/{id}/attachments',
    summary: 'Upload a file to send with a message',
    request: { params: ConversationId, body: body(UploadAttachment) },
    responses: { 201: answer('Kept', AttachmentAnswer), ...problems },
  }),
  read: createRoute({
    ...visitor,
    method: 'get',
    path: '/conversations/{id}/attachments/{attachmentId}',
    summary: 'Fetch a file of the conversation',
    request: { params: ConversationId.extend({ attachmentId: z.string().max(80) }) },
    responses: {
      200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
      ...problems,
    },
  }),
}

/** The files of a visitor's own conversation. They stand behind the same CORS and session as its messages. */
export function addAttachmentRoutes(
  app: Router,
  options: { sql: Sql; conversations: VisitorConversations; origins: OriginRules; uploads: Limiter },
): void {
  const { conversations } = options
  const only = (verb: 'read' | 'write') => ({
    middleware: withSession(conversations, options.origins, verb),
  })
  app.openapi({ ...routes.upload, ...only('write') }, async c => {
    const session = c.get('session')
    const { settings } = await getBot(options.sql, session.botId)
    await options.uploads.use(session.conversationId, settings.attachments.perMinute)
    const { name, base64 } = c.req.valid('json')
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    return c.json({ attachment: await conversations.attach(session, { name, bytes }) }, 201)
  })
  app.openapi({ ...routes.read, ...only('read') }, async c => {
    const file = await conversations.readAttachment(c.get('session'), c.req.valid('param').attachmentId)
    return answerFile(c, file) as never
  })
}
