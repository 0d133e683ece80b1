import { isTopical, wordsOf } from '../understand/words.ts'
import { isQuestion, type Unit } from './units.ts'

/** Announces a picture or a list: without that, as when a picture was left out, nothing follows. */
const pointsAhead =
  /(?<!\p{L})(?:like this|this (?:message|screen|window|page|dialog)|the following|as follows|below|here|wie folgt|folgende[nrms]?|comme suit|suivante?s?|siguientes?|seguintes?|seguent[ei]|volgende|następując\p{L}*|aşağıdaki\p{L}*)(?!\p{L})/iu

/** The number under a table or a picture, which is not quoted with it. */
const caption = /^(?:table|figure|fig|tabelle|abbildung|abb|tableau|tabla|figura|tabela|tabella)\W*\d+\W*$/iu

/**
 * Units without those that say nothing where they stand: announcements ("See below:") whose list was left out, lone
 * connectives and words without a sentence, and a question at the end. May leave none.
 */
export function withoutStubs(units: readonly Unit[]): Unit[] {
  const telling = units.filter(unit => !saysNothing(unit))
  // From the end, since of two announcements in a row the first leads to nothing once the second is gone.
  const kept: Unit[] = []
  for (const unit of telling.reverse()) if (!leadsOn(unit) || isAnnounced(kept[0], unit)) kept.unshift(unit)
  while (kept.length > 0 && isQuestion(kept.at(-1) as Unit)) kept.pop()
  return kept
}

/** A step is kept whatever follows: without it the list would be wrong. */
function leadsOn({ leadsIn, sentence: { kind, text } }: Unit): boolean {
  return leadsIn || (kind === 'item' && /[:：]\s*[*_]*$/u.test(text.trim()))
}

/** Whether `next` is what `unit` announces. */
function isAnnounced(next: Unit | undefined, { sentence }: Unit): boolean {
  return next !== undefined && !(next.sentence.kind === 'sentence' && pointsAhead.test(sentence.text))
}

/** Whether a unit is a connective, a caption, or a word on a line of its own, as of a button. */
export function saysNothing({ leadsIn, sentence: { kind, text } }: Unit): boolean {
  if (leadsIn) return false
  if (kind !== 'sentence' || /\p{N}/u.test(text)) return kind === 'sentence' && caption.test(text.trim())
  const words = wordsOf(text)
  if (words.length > 3 || /\p{Lo}/u.test(text)) return false
  return !words.some(isTopical) || (words.length === 1 && !/[.!][*_]*$/u.test(text.trim()))
}
