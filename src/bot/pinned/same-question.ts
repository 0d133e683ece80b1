import { stemWord } from '../../knowledge/index.ts'
import { kindsAsked } from '../answers/asked-kinds.ts'
import { mustHaves } from '../answers/gate/must-haves.ts'
import { fold, isTopical, wordsOf } from '../understand/words.ts'

/**
 * Words of grammar that turn what a question asks, by language: denials, reasons, places and persons; behind the bar
 * directions, between which the order of the names says who is which. One language's is another's filler ("do").
 */
const turns: Readonly<Record<string, string>> = {
  en: 'not no never without dont doesnt cant isnt wont why where who whom under over | to from before after',
  de: 'nicht kein keine keinen ohne nie warum wieso weshalb wo wer wem unter über | zu zum zur nach von vom aus vor',
  fr: 'ne pas sans jamais pourquoi où qui | vers depuis avant après',
  es: 'no sin nunca dónde quién | hacia desde antes después',
  pt: 'não sem nunca onde quem | para desde antes depois',
  it: 'non senza mai dove chi perché | da prima dopo',
  nl: 'niet geen zonder nooit waarom waar wie | naar van voor na',
  pl: 'nie bez dlaczego gdzie kto | do od przed po',
  tr: 'değil yok neden niçin nerede kim | önce sonra',
  ar: 'لا لم لن لماذا أين | من إلى',
  he: 'לא אין בלי למה איפה מי | אל מן',
  ja: 'ない どこ なぜ | から まで',
}
const turnsOf = new Map(
  Object.entries(turns).map(([language, words]) => {
    const [all, directions] = [words, words.split('|')[1] ?? ''].map(
      list => new Set(list.split(' ').map(bare)),
    ) as [Set<string>, Set<string>]
    return [language, { all, directions }]
  }),
)
const noTurns = { all: new Set<string>(), directions: new Set<string>() }

/**
 * Whether two questions ask the same thing in nearly the same words: every telling word of the one is in the other, none
 * is turned round, and both ask for the same kind of thing. Strict by intent, since what is pinned is said unread.
 */
export function isSameQuestion(one: string, other: string, language: string): boolean {
  if (plainly(one) === plainly(other)) return true
  const [mine, theirs] = [tellingWords(one, language), tellingWords(other, language)]
  if (mine.length === 0 || !sameSet(mine, theirs)) return false
  if (!sameSet(mustHaves(one, language), mustHaves(other, language))) return false
  if (!sameSet(kindsAsked(one), kindsAsked(other))) return false
  const { directions } = turnsOf.get(language) ?? noTurns
  return !mine.some(word => directions.has(word)) || mine.join(' ') === theirs.join(' ')
}

/** Stems of the topical words, and the turning words, in the order of the question. */
function tellingWords(question: string, language: string): string[] {
  const { all } = turnsOf.get(language) ?? noTurns
  const words = wordsOf(question).flatMap(word => {
    if (all.has(bare(word))) return [bare(word)]
    return isTopical(word) ? [stemWord(word, language)] : []
  })
  return [...new Set(words)]
}

/** Scripts that write without spaces are compared letter by letter. */
function plainly(question: string): string {
  return fold(question)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function bare(word: string): string {
  return word.toLowerCase().replace(/['’]/gu, '')
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)]
  return a.size === b.size && [...a].every(word => b.has(word))
}
