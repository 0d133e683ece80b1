import { findUnsafe } from './guardrails/inbound.ts'
import { speaksToAssistant } from './guardrails/planted.ts'
import type { HistoryLine } from './respond-types.ts'

const longestLine = 1_000

/**
 * The last lines of a conversation as data for a language model, each in a tag of who said it. What a visitor writes to
 * steer a model, it is not shown.
 */
export function conversationAsData(lines: readonly HistoryLine[], linesBack: number): string {
  const shown = lines
    .slice(-linesBack)
    .filter(({ role, text }) => role !== 'visitor' || !(findUnsafe(text) || speaksToAssistant(text)))
  return `<conversation>\n${shown.map(asLine).join('\n')}\n</conversation>`
}

const asLine = ({ role, text }: HistoryLine) => `<${role}>${inert(text.slice(0, longestLine))}</${role}>`

/** A text that opens and closes no tag. */
export const inert = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›')

/** What a model said, without what it thought aloud before. */
export const withoutThoughts = (said: string): string =>
  said.replace(/<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi, '')
