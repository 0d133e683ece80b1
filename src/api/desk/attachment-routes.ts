import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AttachmentAnswer, UploadAttachment } from '../../contract/attachments-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { type ConversationDeps, readAttachment, uploadAttachment } from '../../conversations/index.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { answerFile } from '../../platform/http/file-answer.ts'
import type { Limiter } from '../../platform/http/limits.ts'
import { staff } from '../describe.ts'
import { memberOf, workspaceOf } from '../principal.ts'

const shared = { ...staff, tags: ['Desk'] }
const Id = z.object({ id: z.string().max(80) })
const base = '/desk/conversations/{id}/attachments'

const routes = {
  upload: createRoute({
    ...shared,
    method: 'post',
    path: base,
    summary: 'Upload a file to send with an answer',
    request: { params: Id, body: body(UploadAttachment) },
    responses: { 201: answer('Kept', AttachmentAnswer), ...problems },
  }),
  read: createRoute({
    ...shared,
    method: 'get',
    path: `${base}/{attachmentId}`,
    summary: 'Fetch a file of a conversation',
    request: { params: Id.extend({ attachmentId: z.string().max(80) }) },
    responses: {
      200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
      ...problems,
    },
  }),
}

/** The files of conversations, for staff. Mounted below `/api/v1`, behind the guard. */
export function createAttachmentRoutes(conversations: ConversationDeps, uploads: Limiter): Router {
  const app = createRouter()
  app.openapi(routes.upload, async c => {
    const { workspaceId, memberId } = memberOf(c)
    await uploads.use(memberId)
    const { name, base64 } = c.req.valid('json')
    const attachment = await uploadAttachment(conversations, {
      ...{ workspaceId, conversationId: c.req.valid('param').id, author: 'member', name },
      bytes: new Uint8Array(Buffer.from(base64, 'base64')),
    })
    return c.json({ attachment }, 201)
  })
  app.openapi(routes.read, async c => {
    const { id: conversationId, attachmentId } = c.req.valid('param')
    const asked = { workspaceId: workspaceOf(c), conversationId, attachmentId, by: 'member' as const }
    return answerFile(c, await readAttachment(conversations.database.sql, asked)) as never
  })
  return app
}
