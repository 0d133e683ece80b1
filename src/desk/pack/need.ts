import { findSmalltalk, findWishForPerson, topicalWords } from '../../bot/index.ts'
import { countWords, cutToWords } from './count-words.ts'
import { findIdentifiers, withoutIdentifiers } from './identifiers.ts'
import type { Story } from './story.ts'
import { answeredMessages } from './tried.ts'

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
/** How long the need may be as it is kept, in words; and what is put before a short one. */
const MOST_WORDS = 40
const BEFORE_WORDS = 20
/** With fewer telling words than this a need does not stand alone; more than that make it no more telling. */
const FEW = 5
const ENOUGH = 10

const wish =
  /\b(?:want|need|would like|can (?:i|you|we)|could (?:i|you)|how (?:do|can)|möchte|will|brauche|kann ich|können sie|wie (?:kann|bekomme)|voudrais|veux|besoin|puis-je|pouvez|quiero|necesito|puedo|pueden?|quero|preciso|posso|vorrei|voglio|wil|graag|chcę|proszę|potrzebuję|istiyorum|lütfen)\b|أريد|רוצה|צריך|ほしい|たい|お願い/iu

/** What a visitor said between two answers. */
interface Said {
  text: string
  open: boolean
}

/**
 * What the visitor wants, in their own words: what tells most, sooner where the bot did not answer, and of those the
 * later. Greetings and the wish for a person tell nothing. Empty when nothing does.
 */
export function findNeed(story: Pick<Story, 'messages' | 'notes'>): string {
  const said = saidBetweenAnswers(story)
  const scores = said.map(({ text, open }, at) => scoreOf(text, open, at / said.length))
  const best = scores.indexOf(Math.max(...scores))
  if (!(scores[best]! > 0)) return ''
  const need = tellingPart(said[best]!.text)
  const before = said.slice(0, best).findLast((_, at) => scores[at]! > 0)
  if (!before || standsAlone(need, before.text)) return need
  return `${cutToWords(tellingPart(before.text), BEFORE_WORDS)} ${need}`
}

/** What names no order or number goes on about the one that was named before. */
function standsAlone(need: string, before: string): boolean {
  if (weightOf(need) < FEW) return false
  return findIdentifiers([need]).length > 0 || findIdentifiers([before]).length === 0
}

function saidBetweenAnswers({ messages, notes }: Pick<Story, 'messages' | 'notes'>): Said[] {
  const answered = answeredMessages(messages)
  const said: Said[] = []
  let last: string | undefined
  for (const { author, id, text } of messages) {
    const open = !answered.has(id)
    const before = said.at(-1)
    const isTelling = author === 'visitor' && tells(text)
    if (isTelling && last === 'visitor' && before) before.text += `\n${text}`
    else if (isTelling) said.push({ text, open })
    if (author !== 'visitor' || isTelling) last = author
  }
  return [...said, ...notes.filter(tells).map(text => ({ text, open: true }))]
}

/** Whether a text says something beyond a greeting or the wish for a person. */
export const tells = (text: string) =>
  findSmalltalk(text) === undefined && findWishForPerson(text) === undefined

function scoreOf(text: string, open: boolean, place: number): number {
  const most = Math.max(0, ...sentencesOf(text).map(sentenceScore))
  return most === 0 ? 0 : most + (open ? 2 : 0) + place
}

function sentenceScore(sentence: string): number {
  const weight = weightOf(sentence)
  const asks = /[?؟？]/.test(sentence) || wish.test(sentence) ? 2 : 0
  return weight === 0 ? 0 : Math.min(weight, ENOUGH) + asks
}

/** Words that say something. Identifiers are listed anyway, and say little of what is wanted. */
function weightOf(text: string): number {
  const rest = withoutIdentifiers(text)
  const topical = topicalWords(rest).length
  // Words are not told apart in scripts without spaces; there length speaks.
  return topical <= 2 && !/\s/.test(rest.trim())
    ? Math.max(topical, Math.floor(countWords(rest) / 2))
    : topical
}

/** The whole of a short message; of a long one the sentences from the most telling one on. */
function tellingPart(text: string): string {
  const whole = text.replace(/\s+/g, ' ').trim()
  if (countWords(whole) <= MOST_WORDS) return whole
  const parts = sentencesOf(whole)
  const scores = parts.map(sentenceScore)
  return cutToWords(parts.slice(scores.indexOf(Math.max(...scores))).join(' '), MOST_WORDS)
}

function sentencesOf(text: string): string[] {
  return [...sentences.segment(text.slice(0, 10_000))].map(({ segment }) => segment.trim()).filter(Boolean)
}
