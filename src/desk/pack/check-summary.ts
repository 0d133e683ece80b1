import { roughStem, topicalWords } from '../../bot/index.ts'
import type { HandoffPack } from '../../contract/desk-api.ts'
import { countWords } from './count-words.ts'
import { findIdentifiers, hideAccounts, identifierKey, plainDigits } from './identifiers.ts'
import { SUMMARY_WORDS } from './summary.ts'

/** How much of what a summary says must have been said in the conversation, by its topical words. */
const LEAST_SHARE = 0.5

/**
 * Whether a model's summary may take the place of the one by rules: short, with all that was given and every page, no
 * address of its own, and no identifier or number that nobody said.
 */
export function isSoundSummary(
  summary: string,
  pack: Pick<HandoffPack, 'identifiers' | 'sources'>,
  said: readonly string[],
): boolean {
  const heard = plainDigits(hideAccounts(said.join('\n')))
  return (
    summary !== '' &&
    countWords(summary) <= SUMMARY_WORDS &&
    !/[<>]|\w:\/\/|\bwww\./i.test(summary) &&
    mustHold(pack).every(value => summary.includes(value)) &&
    !hasForeign(plainDigits(summary), heard) &&
    isAbout(summary, heard)
  )
}

/** What a summary must hold as it is written. */
export const mustHold = ({
  identifiers,
  sources,
}: Pick<HandoffPack, 'identifiers' | 'sources'>): string[] => [
  ...identifiers.map(({ value }) => value),
  ...sources.map(({ title }) => title),
]

function hasForeign(summary: string, heard: string): boolean {
  const known = new Set(heard.match(/\d+/g))
  const given = identifierKey(heard)
  return (
    (summary.match(/\d+/g) ?? []).some(number => !known.has(number)) ||
    findIdentifiers([summary]).some(({ value }) => !given.includes(identifierKey(value)))
  )
}

function isAbout(summary: string, heard: string): boolean {
  const known = new Set(topicalWords(heard).map(roughStem))
  const words = topicalWords(summary)
  const shared = words.filter(
    word => known.has(roughStem(word)) || identifierKey(heard).includes(identifierKey(word)),
  )
  return words.length === 0 || shared.length / words.length >= LEAST_SHARE
}
