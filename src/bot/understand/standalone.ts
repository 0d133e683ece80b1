import type { HistoryLine } from '../respond-types.ts'
import { fillIn } from './ellipsis.ts'
import { findLeaning, type Leaning } from './pointing.ts'
import { findSmalltalk } from './smalltalk.ts'
import { isTopical, roughStem, topicalWords, wordsOf } from './words.ts'

/** A question as it is searched. */
export interface Standalone {
  /** The question with what it leans on put beside it; equal to the question when it leans on nothing. */
  text: string
  leaning: Leaning
  /** What was added, most recent first. */
  context: string[]
  /** The text takes the question's place wholly: nothing of the turns before need be read beside it. */
  complete?: true
}

/** "How much", "how many": they ask, and are no topic to go on about. */
const amounts = new Set(
  'much many viel viele beaucoup mucho mucha muchos muchas muito muita molto veel'.split(' '),
)

const mostContextWords = 8
const turnsBack = 4
/** How much of a person's words is read, in characters. */
const mostHeard = 200

/**
 * Makes a follow-up stand alone by rules: what the visitor asked about before is put beside a question that points
 * back ("how do I do that?") or that is too short to be about anything ("and for the yearly plan?"). A question that
 * says all it needs is left alone, so that a change of topic is followed at once.
 */
export function makeStandalone(question: string, history: readonly HistoryLine[]): Standalone {
  const alone: Standalone = { text: question, leaning: 'none', context: [] }
  const asked = history
    .filter(line => line.role === 'visitor' && findSmalltalk(line.text) === undefined)
    .slice(-turnsBack)
  if (asked.length === 0) return alone
  const filled = filledIn(question, asked)
  if (filled !== undefined) return { text: filled, leaning: 'none', context: [], complete: true }
  const leaning = findLeaning(question)
  if (leaning === 'none') return alone
  const context = contextWords(
    question,
    asked.map(line => line.text),
    history,
  )
  return context.length === 0
    ? { ...alone, leaning }
    : { text: `${context.join(' ')}: ${question}`, leaning, context }
}

/** Each elliptic question is filled in from the one before, itself filled in. */
function filledIn(question: string, asked: readonly HistoryLine[]): string | undefined {
  const before = asked.reduce((last, { text }) => fillIn(text, last) ?? text, '')
  return fillIn(question, before)
}

/** The topic of the turns before: of the last one, and further back for as long as those lean themselves. */
function contextWords(question: string, asked: readonly string[], history: readonly HistoryLine[]): string[] {
  const own = new Set(topicalWords(question).map(roughStem))
  const context: string[] = []
  for (const text of [...asked].reverse()) {
    const fresh = namesIn(text).filter(word => !own.has(roughStem(word)))
    for (const word of fresh) own.add(roughStem(word))
    context.unshift(...fresh)
    if (context.length >= mostContextWords || findLeaning(text) === 'none') break
  }
  const news = (text: string) => namesIn(text).filter(word => !own.has(roughStem(word)))
  // What a person told is news, and a question after it is about that; the bot only said what had been asked for.
  const told = toldByPerson(history)
  if (told !== '') return [...news(told), ...context].slice(0, mostContextWords)
  if (context.length < 2) context.push(...news(firstSentence(lastAnswer(history))))
  return context.slice(0, mostContextWords)
}

/** Topical words as written (capitals kept), in order, each once. */
function namesIn(text: string): string[] {
  const seen = new Set<string>()
  return wordsOf(text).filter(
    word => isTopical(word) && !amounts.has(word) && !seen.has(word) && seen.add(word) !== undefined,
  )
}

/** What members have said since the visitor last spoke. */
function toldByPerson(history: readonly HistoryLine[]): string {
  const last = history.findLastIndex(line => line.role === 'visitor')
  const told = history.slice(last + 1).filter(line => line.role === 'member')
  return told
    .map(({ text }) => text)
    .join(' ')
    .slice(0, mostHeard)
}

function lastAnswer(history: readonly HistoryLine[]): string {
  return history.findLast(line => line.role !== 'visitor')?.text ?? ''
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.!?。])\s/)[0]?.slice(0, mostHeard) ?? ''
}
