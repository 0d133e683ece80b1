import type { Candidate } from '../../knowledge/index.ts'
import type { HistoryLine } from '../respond-types.ts'
import { pointsAtSeveral, pointsBack } from './pointing.ts'
import { fold, isTopical, roughStem, topicalWords, wordsOf } from './words.ts'

/** What to ask back, and what to offer as quick replies. */
export interface ClarifyQuestion {
  ask: 'whichOne' | 'whichTopic' | 'moreDetail'
  options: string[]
}

const mostOptions = 4

/**
 * Before search: a noun with "the" that the conversation has in several kinds ("the plan" after "Trial plan" and
 * "Standard plan"). English only, where the article shows it.
 */
export function findAmbiguousNoun(
  question: string,
  history: readonly HistoryLine[],
): ClarifyQuestion | undefined {
  const before = history
    .slice(-4)
    .map(line => line.text)
    .join('\n')
  for (const [, noun] of question.matchAll(
    /\b[Tt]he (\p{L}{3,})(?=[?.!,]|$| (?:and|or|for|in|on|with|to|have|has|is|cost|include|cause)\b)/gu,
  )) {
    if (noun === undefined) continue
    const kinds = kindsOf(noun, before)
    const named = kinds.some(kind => fold(question).includes(fold(kind)))
    if (kinds.length >= 2 && !named) return { ask: 'whichOne', options: kinds.slice(0, mostOptions) }
  }
  return undefined
}

/** "The difference between A and B", "which is better: A or B": two things that the visitor set side by side. */
const pairs = [
  /\b(?:differen\w+|compar\w+|choos\w+|choice|decide) between (?:the |an? )?(?<one>[^,.?!:;]{2,60}?) and (?:the |an? )?(?<other>[^,.?!:;]{2,60}?)\s*[.?!]*$/iu,
  /\bwhich (?:one )?(?:is|are|was|should)\b[^:,]*[:,] ?(?:the |an? )?(?<one>[^,.?!:;]{2,60}?) or (?:the |an? )?(?<other>[^,.?!:;]{2,60}?)\s*[.?!]*$/iu,
]

/**
 * Before search: the visitor just set two things side by side and now asks about "it". English only, where the
 * pronoun shows that one is meant.
 */
export function findPairedReferent(
  question: string,
  history: readonly HistoryLine[],
): ClarifyQuestion | undefined {
  // Further on, "it" mostly stands for something in the question itself.
  if (
    !wordsOf(question)
      .slice(0, 4)
      .some(word => word === 'it' || word === 'its')
  )
    return undefined
  if (!pointsBack(question) || pointsAtSeveral(question)) return undefined
  const asked = history.findLast(line => line.role === 'visitor')?.text.trim() ?? ''
  for (const pair of pairs) {
    const { one, other } = pair.exec(asked)?.groups ?? {}
    if (one === undefined || other === undefined) continue
    return isNamed(one, question) || isNamed(other, question)
      ? undefined
      : { ask: 'whichOne', options: [one, other] }
  }
  return undefined
}

/** Whether `question` holds half of the words of a name. */
function isNamed(name: string, question: string): boolean {
  const asked = new Set(topicalWords(question).map(roughStem))
  const stems = topicalWords(name).map(roughStem)
  return 2 * stems.filter(stem => asked.has(stem)).length >= Math.max(1, stems.length)
}

/** The distinct kinds of `noun` that `text` names with capitals: "Trial plan", "Standard Next plan". */
function kindsOf(noun: string, text: string): string[] {
  const first = noun.slice(0, 1)
  const either = `[${first.toLowerCase()}${first.toUpperCase()}]${noun.slice(1)}`
  const pattern = new RegExp(
    String.raw`((?:(?<!\p{L})\p{Lu}[\p{L}\p{N}-]*[ \t]+){1,3})${either}(?:e?s)?(?!\p{L})`,
    'gu',
  )
  const kinds = new Map<string, string>()
  for (const [whole, front = ''] of text.matchAll(pattern)) {
    const named = front
      .trim()
      .split(/\s+/)
      .filter(word => isTopical(word.toLowerCase()))
    if (named.length === 0) continue
    const kind = `${named.join(' ')} ${whole.slice(front.length)}`
    const key = fold(kind).replace(/e?s$/, '')
    if (!kinds.has(key)) kinds.set(key, kind)
  }
  return [...kinds.values()]
}

/**
 * After a gate that found nothing: the question points at one thing ("does it ...") and the conversation does not
 * settle which. Plurals ("how do I use them") mean all that was named, and are not asked back about.
 */
export function findLostReferent(
  question: string,
  history: readonly HistoryLine[],
): ClarifyQuestion | undefined {
  if (!history.some(line => line.role === 'visitor') || !pointsBack(question) || pointsAtSeveral(question))
    return undefined
  const options = thingsNamed(history)
  // One thing to choose from is no choice.
  return options.length > 1 ? { ask: 'whichOne', options } : { ask: 'moreDetail', options: [] }
}

const passagesRead = 3

/**
 * After search: a question about one thing ("Did it win an award?") of whose own words the best passages hold none.
 * What was found is about the turns before alone, and would answer another question.
 */
export function findUnheardOf(
  question: string,
  history: readonly HistoryLine[],
  candidates: readonly Candidate[],
): ClarifyQuestion | undefined {
  const own = topicalWords(question).map(roughStem)
  if (own.length < 2) return undefined
  const held = new Set(
    candidates
      .slice(0, passagesRead)
      .flatMap(({ passage }) =>
        topicalWords([passage.title, ...passage.headingPath, passage.text].join('\n')),
      )
      .map(roughStem),
  )
  return own.some(stem => held.has(stem)) ? undefined : findLostReferent(question, history)
}

/** A message with nothing to search by ("it does not work", "problem"): ask for more. */
export function isTooVague(question: string): boolean {
  return topicalWords(question).length === 0 || vague.test(fold(question))
}

const vague =
  /^(?:(?:it|this|that|something|nothing|everything|es|das|ca|cela|no|nao|non|het)\s+)?(?:(?:does not|doesn't|doesnt|is not|isn't|isnt|funktioniert nicht|geht nicht|ne marche pas|no funciona|nao funciona|non funziona|werkt niet|nie dziala|calismiyor)\s*)?(?:work|working|broken|problem|issue|error|question|frage|probleme|problema|fehler|erreur|probleem|blad|sorun|hata)?\s*(?:anymore|any more|please|mehr|plus|mas)?[.!?]*$/

/** Things with a name in the last lines, the most spoken of first: runs of capitalised words, at most `mostOptions`. */
function thingsNamed(history: readonly HistoryLine[]): string[] {
  const named = new Map<string, { name: string; times: number }>()
  const lines = history.slice(-4).map(line => line.text)
  for (const [run] of lines
    .join('\n')
    .matchAll(/(?<=[\p{Ll},] )\p{Lu}[\p{L}\p{N}-]*(?: \p{Lu}[\p{L}\p{N}-]*){0,3}/gu)) {
    const key = roughStem(fold(run))
    if (run.length < 3 || !isTopical(run.toLowerCase())) continue
    const known = named.get(key)
    named.set(key, { name: known?.name ?? run, times: (known?.times ?? 0) + 1 })
  }
  const sorted = [...named.values()].sort((one, other) => other.times - one.times)
  const names = sorted.map(({ name }) => name)
  // "Teams" beside "Microsoft Teams" is no other thing.
  return names
    .filter(name => !names.some(other => other !== name && ` ${fold(other)} `.includes(` ${fold(name)} `)))
    .slice(0, mostOptions)
}

const closePages = 3
const closeMargin = 0.03
/** A message of more words than this says what it wants, if only in words of grammar. */
const mostBareWords = 4

/**
 * After search: a message of one or two topical words for which three pages or more are about equally good and none
 * of them is named by it. Offers their titles.
 */
export function findTiedPages(
  question: string,
  candidates: readonly Candidate[],
  score: (candidate: Candidate) => number,
): ClarifyQuestion | undefined {
  const words = topicalWords(question).map(roughStem)
  if (words.length === 0 || words.length > 2 || wordsOf(question).length > mostBareWords) return undefined
  const best = new Map<string, { title: string; score: number; named: boolean }>()
  for (const candidate of candidates) {
    const { pageId, title, headingPath } = candidate.passage
    if (best.has(pageId)) continue
    const heads = [title, ...headingPath].map(head => new Set(topicalWords(head).map(roughStem)))
    best.set(pageId, {
      title,
      score: score(candidate),
      named: heads.some(head => words.every(word => head.has(word)) && head.size <= words.length + 1),
    })
  }
  const pages = [...best.values()].sort((one, other) => other.score - one.score)
  const top = pages[0]
  if (!top || pages.some(page => page.named)) return undefined
  const close = pages.filter(page => top.score - page.score <= closeMargin)
  return close.length >= closePages
    ? { ask: 'whichTopic', options: [...new Set(close.map(page => page.title))].slice(0, mostOptions) }
    : undefined
}
