import { roughStem, topicalWords } from '../../bot/index.ts'
import type { Message } from '../../contract/conversation.ts'
import { findIdentifiers, identifierKey, plainDigits, withoutIdentifiers } from './identifiers.ts'
import { findNeed } from './need.ts'
import { type Story, visitorWords } from './story.ts'

/** How much of a need's words one later message must hold for it to be said again, and how many at least. */
const SAME_NEED = 0.6
const FEWEST_WORDS = 2

/**
 * The share of what the visitor had told before a person first wrote, each identifier and the need counting as one, that
 * they said again to that person, 0 to 1. `null` while no person wrote, and where nothing had been told.
 */
export function hadToRepeat(story: Story): number | null {
  const first = story.messages.findIndex(({ author }) => author === 'member')
  if (first < 0) return null
  const before = { ...story, messages: story.messages.slice(0, first) }
  const after = story.messages.slice(first).filter(({ author }) => author === 'visitor')
  const given = keysOf(visitorWords(before))
  const need = findNeed(before)
  const told = given.size + (need ? 1 : 0)
  if (told === 0) return null
  const again = after.map(({ text }) => identifierKey(plainDigits(text)))
  const repeated =
    [...given].filter(key => again.some(text => text.includes(key))).length +
    (need && isSaidAgain(need, after) ? 1 : 0)
  return repeated / told
}

const keysOf = (texts: readonly string[]) =>
  new Set(findIdentifiers(texts).map(({ value }) => identifierKey(value)))

function isSaidAgain(need: string, after: readonly Message[]): boolean {
  const words = stemsOf(need)
  return after.some(({ text }) => {
    const shared = [...stemsOf(text)].filter(word => words.has(word)).length
    return shared >= FEWEST_WORDS && shared / words.size >= SAME_NEED
  })
}

/** Identifiers count by themselves. */
const stemsOf = (text: string) => new Set(topicalWords(withoutIdentifiers(text)).map(roughStem))
