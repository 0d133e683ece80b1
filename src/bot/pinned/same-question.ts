import { stemWord } from '../../knowledge/index.ts'
import { kindsAsked } from '../answers/asked-kinds.ts'
import { mustHaves } from '../answers/gate/must-haves.ts'
import { fold, isTopical, wordsOf } from '../understand/words.ts'

/** Words of grammar that turn what a question asks: denials, directions, reasons, places and persons. */
const turning = new Set(
  [
    'not no never without dont doesnt cant isnt wont to from before after why where who whom under over',
    'nicht kein keine keinen ohne nie zu zum zur nach von vom aus vor warum wieso weshalb wo wer wem unter über',
    'ne pas sans jamais vers depuis avant après pourquoi où qui',
    'no sin nunca hacia desde antes después dónde quién não sem nem para de por onde quem',
    'non senza mai prima dopo dove chi perché niet geen zonder nooit naar van voor waarom waar wie',
    'nie bez do od przed po dlaczego gdzie kto değil yok neden niçin nerede kim',
    'لا لم لن من إلى لماذا أين לא אין בלי למה איפה מי ない から まで どこ なぜ',
  ].flatMap(line => line.split(' ').map(word => bare(word))),
)
/** Between two of these the order of the names says who is which. */
const directions = new Set(
  'to from before after zu zum zur nach von vom aus vor de vers depuis avant hacia desde para van naar do od من إلى から まで'
    .split(' ')
    .map(word => bare(word)),
)

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
  return !mine.some(word => directions.has(word)) || mine.join(' ') === theirs.join(' ')
}

/** Stems of the topical words, and the turning words, in the order of the question. */
function tellingWords(question: string, language: string): string[] {
  const words = wordsOf(question).flatMap(word => {
    if (turning.has(bare(word))) return [bare(word)]
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
