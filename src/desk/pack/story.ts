import type { Message } from '../../contract/conversation.ts'
import type { HandoffReason } from '../../contract/decision.ts'
import type { HandoffPack } from '../../contract/desk-api.ts'

/** What a pack is made of: one engagement of a conversation, as far as it has come. */
export interface Story {
  reason: HandoffReason
  /** Of this engagement, in order. */
  messages: readonly Message[]
  /** What visitors wrote where they asked for a person. */
  notes: readonly string[]
  /** The address they left to be answered at. */
  email: string | null
  contact: HandoffPack['contact']
  page: HandoffPack['page']
  language: string | null
}

/** Everything the visitor wrote, in order; only this is searched for what they gave. */
export function visitorWords({ messages, notes, email }: Story): string[] {
  const said = messages.filter(({ author }) => author === 'visitor').map(({ text }) => text)
  return [...said, ...notes, ...(email ? [email] : [])]
}
