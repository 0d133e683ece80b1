import { z } from 'zod'
import { AttachmentType, MessageContent } from '../contract/conversation.ts'

/** Number of the last event of the transaction: the order in which records are taken in again. */
const base = { event: z.number().int(), at: z.iso.datetime() }
const ownership = { holder: z.string(), epoch: z.number().int() }

/**
 * What the intake journal keeps of a change that was committed: enough to make it again, with the same ids and
 * times, on a database that lost it. Replies are kept as well, so that sequence numbers stay where they were and
 * nobody is answered twice.
 */
export const IntakeRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    ...base,
    id: z.string(),
    workspaceId: z.string(),
    botId: z.string(),
    sessionHash: z.string(),
    language: z.string().nullable(),
    page: z.record(z.string(), z.unknown()),
  }),
  z.object({
    kind: z.literal('message'),
    ...base,
    id: z.string(),
    conversationId: z.string(),
    clientId: z.string(),
    text: z.string(),
    attachmentIds: z.array(z.string()).optional(),
  }),
  /** The number is that of the last event before it: it comes after what it hangs on, and before its message. */
  z.object({
    kind: z.literal('attachment'),
    ...base,
    id: z.string(),
    conversationId: z.string(),
    author: z.enum(['visitor', 'member']),
    name: z.string(),
    type: AttachmentType,
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    base64: z.string(),
  }),
  z.object({
    kind: z.literal('reply'),
    ...base,
    id: z.string(),
    conversationId: z.string(),
    author: z.enum(['bot', 'member', 'system']),
    authorId: z.string().nullable(),
    text: z.string(),
    content: MessageContent,
    traceId: z.string().nullable(),
    turn: z.object({ id: z.string(), uptoSeq: z.number().int(), outcome: z.string() }).nullable(),
  }),
  z.object({
    kind: z.literal('handoff'),
    ...base,
    id: z.string(),
    conversationId: z.string(),
    reason: z.string(),
    email: z.string().nullable(),
    note: z.string().nullable(),
    ...ownership,
  }),
  z.object({ kind: z.literal('holder'), ...base, conversationId: z.string(), ...ownership }),
  z.object({
    kind: z.literal('rating'),
    ...base,
    messageId: z.string(),
    rating: z.enum(['up', 'down']).nullable(),
    comment: z.string().nullable(),
  }),
  /** With the resolution it judges, of which the journal keeps nothing else. */
  z.object({
    kind: z.literal('survey'),
    ...base,
    conversationId: z.string(),
    engagement: z.number().int(),
    score: z.number().int(),
    comment: z.string().nullable(),
    uptoSeq: z.number().int(),
    resolvedBy: z.string(),
    resolvedAt: z.iso.datetime(),
  }),
])
export type IntakeRecord = z.infer<typeof IntakeRecord>
