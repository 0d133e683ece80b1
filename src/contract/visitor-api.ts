import { z } from 'zod'
import { AttachmentIds, AttachmentRules } from './attachments-api.ts'
import { Attributes } from './contacts-api.ts'
import { Conversation, Message } from './conversation.ts'
import { typed } from './typed.ts'

/** Requests and answers of the visitor's side of the HTTP API. */

export const StartConversation = z
  .object({
    botId: z.string().min(1).max(80),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR')
      .max(35)
      .optional(),
    page: z
      .object({ url: typed(2_000), title: typed(500), referrer: typed(2_000) })
      .partial()
      .optional(),
  })
  .meta({ id: 'StartConversation' })
export type StartConversation = z.infer<typeof StartConversation>

export const StartedConversation = z
  .object({
    conversation: Conversation,
    /** Shown once; send it as `Authorization: Bearer`. */
    sessionToken: z.string(),
  })
  .meta({ id: 'StartedConversation' })

export const ClientId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, - or _')

export const SendMessage = z
  .object({
    /** Made by the client, once per message: a resend with the same id is answered with the first result. */
    clientId: ClientId.optional(),
    /** May be empty where something is attached. */
    text: typed(4_000),
    attachments: AttachmentIds.optional(),
  })
  .refine(({ text, attachments }) => text.trim() !== '' || attachments?.length, {
    path: ['text'],
    message: 'must not be empty',
  })
  .meta({ id: 'SendMessage' })
export type SendMessage = z.infer<typeof SendMessage>

export const MessageAnswer = z.object({ message: Message }).meta({ id: 'MessageAnswer' })
export const ConversationAnswer = z.object({ conversation: Conversation }).meta({ id: 'ConversationAnswer' })

export const ResumedConversation = z
  .object({
    conversation: Conversation,
    /** The engagement that was resolved and not judged yet. */
    survey: z.object({ engagement: z.number().int() }).nullable(),
  })
  .meta({ id: 'ResumedConversation' })

export const AnswerSurvey = z
  .object({
    engagement: z.number().int().min(1),
    score: z.number().int().min(1).max(5),
    comment: typed(2_000).optional(),
  })
  .meta({ id: 'AnswerSurvey' })
export type AnswerSurvey = z.infer<typeof AnswerSurvey>

export const MessageList = z
  .object({
    messages: z.array(Message),
    lastSeq: z.number().int(),
    /** The number of the newest event these messages reflect: resume the stream from it. */
    lastEvent: z.number().int(),
  })
  .meta({ id: 'MessageList' })

export const RateAnswer = z
  .object({ rating: z.enum(['up', 'down']).nullable(), comment: typed(2_000).optional() })
  .meta({ id: 'RateAnswer' })

export const RequestHandoff = z
  .object({ email: z.email('must be an e-mail address').max(254).optional(), note: typed(4_000).optional() })
  .meta({ id: 'RequestHandoff' })

export const IdentifyVisitor = z
  .object({
    /** A signed token (HS256 or EdDSA) with `sub`, `aud` (the bot), `sid` (the conversation), `iat` and `exp`. */
    token: z.string().min(1).max(4_096),
  })
  .meta({ id: 'IdentifyVisitor' })

export const ClaimIdentity = z
  .object({ name: typed(200).trim().min(1), email: z.email().max(254), attributes: Attributes })
  .partial()
  .meta({ id: 'ClaimIdentity' })

export const EarlierConversation = z
  .object({
    id: z.string(),
    /** How it began, in the visitor's words. */
    text: z.string(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'EarlierConversation' })
export type EarlierConversation = z.infer<typeof EarlierConversation>

export const BotSettingsAnswer = z
  .object({
    botId: z.string(),
    name: z.string(),
    companyName: z.string(),
    greeting: z.string().nullable(),
    starters: z.array(z.string()),
    privacyUrl: z.string().nullable(),
    colour: z.string().nullable(),
    position: z.enum(['left', 'right']),
    texts: z.record(z.string(), z.string()),
    linkHosts: z.array(z.string()),
    attachments: AttachmentRules,
  })
  .meta({ id: 'BotSettings' })
