import { z } from 'zod'
import { AttachmentIds } from './attachments-api.ts'
import { MessageContent } from './conversation.ts'
import { typed } from './typed.ts'

/** Words the bot wrote for a member to send, edit or drop. No visitor sees them before. */
export const Draft = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    text: z.string(),
    /** Its decision and citations; a refusal says that the pages do not hold the answer. */
    content: MessageContent,
    /** The number of the last message it answers. */
    uptoSeq: z.number().int(),
    traceId: z.string().nullable(),
    /** The member who asked for it; null: the bot's mode. */
    askedBy: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Draft' })
export type Draft = z.infer<typeof Draft>

export const DraftQuery = z.object({
  conversationId: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const SendDraft = z
  .object({
    /** The epoch of the conversation as the member saw it. */
    epoch: z.number().int().min(0),
    /** In place of the draft's words. */
    text: typed(10_000)
      .refine(text => text.trim() !== '', 'must not be empty')
      .optional(),
    attachments: AttachmentIds.optional(),
    also: z.enum(['nothing', 'resolve', 'snooze']).default('nothing'),
    snoozeUntil: z.iso.datetime().optional(),
  })
  .meta({ id: 'SendDraft' })
