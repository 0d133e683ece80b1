import type { AttachmentRules } from '../../src/contract/attachments-api.ts'
import type { BotMode, Channel } from '../../src/contract/bot-mode.ts'
import type { BotModels, ModelAddresses } from '../../src/contract/bot-models.ts'
import type { HandoffPolicy } from '../../src/contract/handoff-policy.ts'

/** The settings of a bot that the screen changes; the server checks them. */
export interface BotSettings {
  name: string
  companyName: string
  instructions: string
  persona: string
  handles: string[]
  leavesToPeople: string[]
  languages: string[]
  mode: BotMode
  channelModes: Partial<Record<Channel, BotMode | null>>
  handoff: HandoffPolicy
  greeting: string | null
  starters: string[]
  privacyUrl: string | null
  colour: string | null
  position: 'left' | 'right'
  allowedOrigins: string[]
  linkHosts: string[]
  identityPublicKey: string | null
  gateThreshold: number | null
  models: BotModels
  modelAddresses: ModelAddresses
  maxTokens: number
  timeoutMs: number
  limits: {
    messagesPerMinute: number | null
    modelTokensPerDay: number | null
    costPerDay: number | null
    whenUsedUp: 'quote' | 'refuse'
  }
  attachments: AttachmentRules
}

export interface Bot {
  botId: string
  settings: BotSettings
}

/** What a part of the form shows, and how it says what was changed. */
export interface FieldsProps {
  botId: string
  settings: BotSettings
  change: (changes: Partial<BotSettings>) => void
}
