import { isTopical, wordsOf } from '../../understand/words.ts'

/**
 * The words of a question that an answer can hardly do without: numbers and versions, error codes, quoted or code-marked
 * words, and names (capitals inside a sentence). Lower case, each once. Works by form alone, so in every script; in
 * languages that write every noun large (German) capitals say nothing and are left out.
 */
export function mustHaves(question: string, language: string): string[] {
  const found = new Set<string>()
  for (const match of question.matchAll(/[`"“”«»„]([^`"“”«»„]{2,60})[`"“”«»„]/gu)) {
    const words = wordsOf(match[1] ?? '').filter(isTopical)
    if (words.length <= 4) for (const word of words) found.add(word)
  }
  for (const token of question.match(/[\p{L}\p{N}_][\p{L}\p{N}_.:/-]*[\p{L}\p{N}_]|\p{N}/gu) ?? [])
    if (/\p{N}/u.test(token) || /_|\p{Ll}\p{Lu}/u.test(token))
      for (const word of wordsOf(token)) found.add(word)
  if (language !== 'de') for (const name of namesInside(question)) found.add(name)
  return [...found]
}

/** Capitalised words that do not open a sentence; none from a question shouted or titled in capitals throughout. */
function namesInside(question: string): string[] {
  const words = question.match(/[.!?:\n]|[\p{L}\p{N}'’-]+/gu) ?? []
  const large = words.filter(word => /^\p{Lu}/u.test(word)).length
  if (large > 1 && large > 0.6 * words.filter(word => /\p{L}/u.test(word)).length) return []
  const names: string[] = []
  let opens = true
  for (const word of words) {
    if (!opens && /^\p{Lu}/u.test(word)) names.push(...wordsOf(word).filter(isTopical))
    opens = /^[.!?:\n]$/u.test(word)
  }
  return names
}
