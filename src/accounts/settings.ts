import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { AttachmentRules } from '../contract/attachments-api.ts'
import { BotMode, Channel } from '../contract/bot-mode.ts'
import { BotModels, ModelAddresses } from '../contract/bot-models.ts'
import { unnamed } from '../contract/bot-name.ts'
import { HandoffPolicy } from '../contract/handoff-policy.ts'
import { typed } from '../contract/typed.ts'

const host = z
  .string()
  .regex(/^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d+)?$/i, 'must be a host name such as help.example.com')
const origin = z.string().refine(isOrigin, 'must be an origin such as https://www.example.com, or *')

/** Of a page that this server has itself, wherever it is reached. */
const ownPath = z
  .string()
  .regex(/^[\w-][\w./-]*$/, 'must be an address such as https://www.example.com/privacy')

const ed25519Key = typed(1_000)
  .trim()
  .refine(isEd25519Key, 'must be an Ed25519 public key in PEM, as `openssl pkey -pubout` writes it')

/**
 * What the owner of a bot decides about it. Every field has a default, so that `{}` is a working bot; unknown
 * fields are refused, since a misspelt setting that does nothing is worse than an error.
 */
export const BotOptions = z.strictObject({
  name: typed(80).trim().min(1).default(unnamed),
  companyName: typed(120).trim().default(''),
  /** What it handles and what it must leave to people; put in front of a language model. */
  instructions: typed(20_000).default(''),
  /** Who it is and how it talks; put in front of a language model. */
  persona: typed(2_000).default(''),
  /** What it handles, a line each; put in front of a language model. Empty: whatever the pages tell of. */
  handles: z.array(typed(300).trim().min(1)).max(50).default([]),
  /**
   * What it must leave to people, a line each: a message that holds every word of a line is handed over, and a language
   * model reads them as well.
   */
  leavesToPeople: z.array(typed(300).trim().min(1)).max(50).default([]),
  /** Languages its own words are said in, as ISO 639-1; the first is for whoever writes in another. Empty: all. */
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/, 'must be a language such as en'))
    .max(12)
    .default([]),
  /** Null: the widget's own greeting in the visitor's language. */
  greeting: typed(1_000).nullable().default(null),
  /** Questions offered before the first message. */
  starters: z.array(typed(120).trim().min(1)).max(6).default([]),
  privacyUrl: z.union([z.httpUrl(), ownPath]).nullable().default(null),
  /** The brand colour, as #rrggbb. */
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0a7c66')
    .nullable()
    .default(null),
  position: z.enum(['left', 'right']).default('right'),
  /** Texts of the widget to say differently, by the key of its language file. */
  texts: z.record(typed(80), typed(1_000)).default({}),
  /** Sites that may embed the widget; `*` lets every site. Empty: only the server's own pages. */
  allowedOrigins: z.array(origin).max(100).default(['*']),
  /** Hosts that links in answers may point to, beside those of the cited pages. */
  linkHosts: z.array(host).max(100).default([]),
  /** Ed25519 key (PEM) that checks the tokens with which the host page identifies visitors; null: the workspace's HS256 key. */
  identityPublicKey: ed25519Key.nullable().default(null),
  /** The gate's threshold, 0 to 1; null: the calibrated default. */
  gateThreshold: z.number().min(0).max(1).nullable().default(null),
  /** Its language models by task; what is not named is as the server has it. */
  models: BotModels.prefault({}),
  /** Where its own model servers are: only where the server's configuration allows. */
  modelAddresses: ModelAddresses.prefault({}),
  /** Upper limits of one turn. */
  maxTokens: z.number().int().min(64).max(16_000).default(800),
  timeoutMs: z.number().int().min(500).max(120_000).default(30_000),
  limits: z
    .strictObject({
      /** Messages a minute from one session; null: the server's own limit. */
      messagesPerMinute: z.number().int().min(1).max(100_000).nullable().default(null),
      /** What language models may use in a day (UTC): tokens read and written, and cost by `MODEL_PRICES`. */
      modelTokensPerDay: z.number().int().min(0).nullable().default(null),
      costPerDay: z.number().min(0).nullable().default(null),
      /** What comes then: answers in the pages' own words, or a refusal. */
      whenUsedUp: z.enum(['quote', 'refuse']).default('quote'),
    })
    .prefault({}),
  /** Who answers first. */
  mode: BotMode.default('bot-first'),
  /** The mode of channels where it is another one; null: the bot's own. */
  channelModes: z.partialRecord(Channel, BotMode.nullable()).default({}),
  /** When it hands a conversation to a person. */
  handoff: HandoffPolicy.prefault({}),
  /** What may be attached to messages. */
  attachments: AttachmentRules.prefault({}),
})
export type BotOptions = z.infer<typeof BotOptions>
export type BotOptionsInput = z.input<typeof BotOptions>

/** What anybody may know of a bot: how its widget looks and speaks. Never its instructions or limits. */
export interface PublicBotSettings {
  botId: string
  name: string
  companyName: string
  greeting: string | null
  starters: string[]
  privacyUrl: string | null
  colour: string | null
  position: 'left' | 'right'
  texts: Record<string, string>
  linkHosts: string[]
  attachments: AttachmentRules
}

/** The public part of a bot's settings, in the shape of `GET /bots/{botId}/settings`. */
export function publicSettings(botId: string, options: BotOptions): PublicBotSettings {
  const { name, companyName, greeting, starters, privacyUrl, colour, position, texts, linkHosts } = options
  const { attachments } = options
  return {
    ...{ botId, name, companyName, greeting, starters, privacyUrl, colour, position, texts, linkHosts },
    attachments,
  }
}

function isEd25519Key(pem: string): boolean {
  // A private key would give its public one; it must not be kept where settings are shown.
  if (!pem.startsWith('-----BEGIN PUBLIC KEY-----')) return false
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

function isOrigin(text: string): boolean {
  if (text === '*') return true
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
}
