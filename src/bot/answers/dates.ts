import type { IndexedPassage } from '../../knowledge/index.ts'
import { botTexts, fill } from '../texts/index.ts'
import { fold } from '../understand/words.ts'

/** Where a page stands in time. */
export type Validity = 'undated' | 'in-force' | 'coming' | 'expired'

/** `YYYY-MM-DD` of an instant, in UTC. */
export function calendarDate(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** A page expires at the end of its expiry date and comes into force at the start of its effective date. */
export function validityOf(passage: Pick<IndexedPassage, 'effectiveOn' | 'expiresOn'>, now: Date): Validity {
  const today = calendarDate(now)
  if (passage.expiresOn !== null && passage.expiresOn < today) return 'expired'
  if (passage.effectiveOn !== null && passage.effectiveOn > today) return 'coming'
  return passage.effectiveOn !== null || passage.expiresOn !== null ? 'in-force' : 'undated'
}

/**
 * The line in front of quotes of a dated page: "According to our shipping policy (effective 2026-01-01):"; a coming
 * page is said to start on its date. `undefined` for a page without dates.
 */
export function dateFrame(
  passage: IndexedPassage,
  language: string | undefined,
  now: Date,
): string | undefined {
  const texts = botTexts(language)
  const validity = validityOf(passage, now)
  if (validity === 'undated' || validity === 'expired') return undefined
  const title = namedTitle(passage.title, language)
  if (validity === 'coming') return fill(texts.startsOn, { title, date: passage.effectiveOn ?? '' })
  if (passage.effectiveOn !== null) return fill(texts.accordingTo, { title, date: passage.effectiveOn })
  return fill(texts.accordingToUntil, { title, date: passage.expiresOn ?? '' })
}

const notAName =
  /^(?:how|what|when|where|why|who|which|can|is|are|do|does|should|will|\p{L}+ing (?:a|an|the|your|my|our|with|to|for|from|in|on|and))\b|\?$/iu

/** "our shipping policy" for a title that names a thing, "our page “How to return”" for one that asks or instructs. */
function namedTitle(title: string, language: string | undefined): string {
  const texts = botTexts(language)
  const plain = title.replace(/\s+/g, ' ').trim()
  const words = plain.split(' ')
  if (words.length > 5 || notAName.test(fold(plain))) return fill(texts.ourPage, { title: plain })
  const sentenceCase = words.length > 1 && words.slice(1).every(word => word === word.toLowerCase())
  const lowered =
    sentenceCase && /^\p{Lu}\p{Ll}+$/u.test(words[0] ?? '') ? plain[0]?.toLowerCase() + plain.slice(1) : plain
  return fill(texts.ourTitle, { title: texts.ourTitle === texts.ourPage ? plain : lowered })
}
