import type { ChatMessage, ChatUsage, Price } from '../ports.ts'

/** The usual rule of thumb, for languages written with letters. */
const CHARACTERS_PER_TOKEN = 4

/** What the tokens cost, or null without a price. */
export function costOf(inputTokens: number, outputTokens: number, price: Price | undefined): number | null {
  return price ? (inputTokens * price.input + outputTokens * price.output) / 1_000_000 : null
}

/** What a call used, from its characters: for one that was cut off, or a model that does not count. */
export function estimateUsage(
  messages: readonly ChatMessage[],
  saidCharacters: number,
  price: Price | undefined,
): ChatUsage {
  const asked = messages.reduce((sum, message) => sum + message.text.length, 0)
  const inputTokens = Math.ceil(asked / CHARACTERS_PER_TOKEN)
  const outputTokens = Math.ceil(saidCharacters / CHARACTERS_PER_TOKEN)
  return { inputTokens, outputTokens, cost: costOf(inputTokens, outputTokens, price), estimated: true }
}
