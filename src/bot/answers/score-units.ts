import type { Candidate, SearchResult } from '../../knowledge/index.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { holdsKind } from './asked-kinds.ts'
import { type Asks, asksFor } from './asks.ts'
import { sendsElsewhere } from './opening.ts'
import type { Unit } from './units.ts'

/** The question as units are measured against it. */
export interface QuestionView {
  text: string
  /** Weight (idf) of each topical word, by rough stem. */
  weights: ReadonlyMap<string, number>
  total: number
  asks: Asks
}

/** A word of the turns before counts this much of one the visitor just wrote. */
const contextWeight = 0.4

/** Weighs the words of `question`, and less those of its context, with the idf the search found for them. */
export function viewQuestion(
  question: string,
  query: SearchResult['query'],
  context: readonly string[] = [],
): QuestionView {
  const idf = new Map(query.terms.map(term => [roughStem(term.word.toLowerCase()), term.idf]))
  const highest = Math.max(1, ...query.terms.map(term => term.idf))
  const words = topicalWords(question)
  const telling = words.filter(word => !light.has(word))
  const weights = new Map(
    (telling.length > 0 ? telling : words).map(word => [
      roughStem(word),
      idf.get(roughStem(word)) ?? highest / 2,
    ]),
  )
  for (const word of context) {
    const stem = roughStem(word.toLowerCase())
    if (!weights.has(stem)) weights.set(stem, contextWeight * (idf.get(stem) ?? highest / 2))
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return { text: question, weights, total, asks: asksFor(question) }
}

/** Sets `score` of each unit, about 0 to 1: its own cosine where there is one, the question's words, and what is asked. */
export function scoreUnits(
  units: readonly Unit[],
  view: QuestionView,
  candidates: readonly Candidate[],
): void {
  const cosines = new Map(candidates.map(candidate => [candidate.passage.id, candidate]))
  for (const unit of units) {
    const candidate = cosines.get(unit.passage.id)
    const cosine = candidate?.sentenceScores[unit.sentence.ordinal] ?? (candidate ? 0.8 * candidate.dense : 0)
    unit.score =
      0.5 * Math.max(0, cosine) + 0.4 * shareFound(unit.sentence.text, view) + extra(unit, view.asks)
  }
}

/** What holding a value of the kind asked for adds to a unit. */
const valueShare = 0.1

function extra(unit: Unit, asks: Asks): number {
  const text = unit.sentence.text
  let sum = 0
  if (holdsKind(text, asks.values)) sum += valueShare
  if (
    asks.yesNo &&
    /^(?:\*\*)?(?:yes|no|ja|nein|oui|non|sí|si|sim|não|tak|nie|evet|hayır|نعم|لا|כן|לא|はい|いいえ)\b/iu.test(
      text,
    )
  )
    sum += 0.15
  if (asks.steps && unit.sentence.kind === 'step') sum += 0.1
  if (sendsElsewhere(text)) sum -= 0.2
  if (unit.sentence.kind === 'code') sum += asks.code ? 0.15 : -0.1
  return sum
}

/** The idf-weighted share of the question's topical words that `text` holds, 0 to 1. */
export function shareFound(text: string, view: QuestionView): number {
  if (view.total === 0) return 0
  const stems = new Set(topicalWords(text).map(roughStem))
  let found = 0
  for (const [stem, weight] of view.weights) if (stems.has(stem)) found += weight
  return found / view.total
}

/** Words of headings that name nothing, beyond those of grammar. */
const light = new Set(
  'being been having getting using own yours yourself way ways via sein eigene eigenen propre propias propio proprio eigen własny kendi'.split(
    ' ',
  ),
)

/**
 * How well a heading names the question, 0 to 1: the weighted share of the question's words it holds, times the share
 * of its own words that are asked for (so that a long heading that mentions one word does not count).
 */
export function headingMatch(heading: string, view: QuestionView): number {
  const words = topicalWords(heading)
    .filter(word => !light.has(word))
    .map(roughStem)
  if (words.length === 0) return 0
  const asked = words.filter(word => view.weights.has(word)).length / words.length
  return Math.sqrt(shareFound(heading, view) * asked)
}
