import type { Clause } from './claims.ts'
import type { Word } from './words.ts'

const beforeVerb =
  /^(?:to|please|not|and|or|then|also|just|simply|can|could|may|might|must|will|would|shall|should|do|does|did|don't|doesn't|didn't|can't|cannot|won't|you|we|they|it|i|who|that|he|she|you'll|we'll|you'd|we'd|if|have|has|having|had|when|before|after|while)$/
const beforeNoun = /^(?:the|an?|your|our|their|its|any|no|this|these|of|for|with|in|on|at|by)$/

/** Whether a word stands where a verb stands: English tells it by the word before, other languages by small letters. */
export function standsAsVerb(word: Word, draft: Clause): boolean {
  if (word.language !== 'en') return /^\p{Ll}/u.test(word.raw) || word.at === 0
  const before = draft.words[draft.words.indexOf(word) - 1]?.lower
  if (before === undefined || beforeVerb.test(before)) return true
  // "Your dog becomes", "the code arrives": an ending that only a verb has behind a noun.
  return /(?:s|ed)$/.test(word.lower) && !beforeNoun.test(before)
}
