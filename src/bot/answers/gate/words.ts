import { eachTerm } from '../../../knowledge/index.ts'
import { isTopical } from '../../understand/words.ts'

/** The index terms of a text, each once: the same stems that the search matched. */
export function termsOf(text: string, language: string): Set<string> {
  const terms = new Set<string>()
  eachTerm(text, language, term => terms.add(term))
  return terms
}

/** Whether a word of the question, as written, may name a topic. */
export function namesTopic(word: string): boolean {
  return isTopical(word.toLowerCase())
}
