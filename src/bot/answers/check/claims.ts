import { splitSentences } from '../../../knowledge/index.ts'
import { isTopical } from '../../understand/words.ts'
import { isNegator } from './polarity.ts'
import { type Quantity, quantitiesIn } from './quantities.ts'
import { carries, plain, type Word, wordsIn } from './words.ts'

/** A stretch of a sentence that says one thing, with what it says. */
export interface Clause {
  text: string
  words: Word[]
  /** The words that carry the claim. */
  content: Word[]
  quantities: Quantity[]
}

/** One sentence, list step or table row: its clauses and the whole of it. */
export interface Statement {
  whole: Clause
  clauses: Clause[]
}

const borders =
  /,(?=\s(?!\d{4}\b))|[:()—–](?=\s|$)|\s[-–—]\s|\s\|\s|(?<=\s)(?=(?:but|and|while|whereas|although|if|unless|when|because|so that|except|provided|as long as|und|aber|sondern|wenn|falls|außer|et|mais|sauf|si|y|pero|salvo|e|mas|ma|se|en|maar|tenzij|als|i|ale|jeśli|ve|ama)\s)/giu

/** The statements of a text, with marks of Markdown taken off. */
export function statementsIn(text: string, language: string): Statement[] {
  const source = plain(text)
  return splitSentences(source, language)
    .flatMap(({ start, end }) => source.slice(start, end).split(/;\s/))
    .map(part => statementOf(part, language))
    .filter(statement => statement.whole.words.length > 0)
}

function statementOf(text: string, language: string): Statement {
  const parts = text
    .split(borders)
    .map(part => clauseOf(part, language))
    .filter(clause => clause.words.length > 0)
  return { whole: clauseOf(text, language), clauses: parts }
}

function clauseOf(text: string, language: string): Clause {
  const words = wordsIn(text, language)
  const content = words.filter(
    word => carries(word) && !isNegator(word.lower) && (language === 'en' || isTopical(word.lower)),
  )
  return { text, words, content, quantities: quantitiesIn(text) }
}
