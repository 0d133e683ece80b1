import { splitSentences } from '../../../knowledge/index.ts'
import { isTopical } from '../../understand/words.ts'
import { bordersOf, markersOf } from './markers.ts'
import { denies, isNegator } from './polarity.ts'
import { quantitiesIn } from './quantities.ts'
import type { Quantity } from './quantity.ts'
import { hasVerb } from './segments.ts'
import { carries, plain, type Word, wordsIn } from './words.ts'

/** A stretch of a sentence that says one thing, with what it says. */
export interface Clause {
  text: string
  words: Word[]
  /** The words that carry the claim. */
  content: Word[]
  quantities: Quantity[]
  language: string
}

/** One cell of a table row: what the column is called, and what stands in it. */
export interface Cell {
  header: Clause
  value: Clause
}

/** One sentence, list step or table row: its clauses and the whole of it. */
export interface Statement {
  whole: Clause
  clauses: Clause[]
  /** The clauses with those without a verb of their own joined to their neighbour: what may be denied by itself. */
  assertions: Clause[]
  /** The cells behind the key of a table row. */
  cells?: Cell[]
}

const borders =
  /,(?=\s(?!\d{4}\b))|[:()—–](?=\s|$)|\s[-–—]\s|\s\|\s|(?<=\s)(?=(?:but|and|while|whereas|although|if|unless|when|because|since|so that|except|apart from|provided|as long as|und|aber|sondern|wenn|falls|außer|et|mais|sauf|si|y|pero|salvo|mas|maar|tenzij|ale|jeśli)\s)/giu

/** The statements of a text, with marks of Markdown taken off. */
export function statementsIn(text: string, language: string): Statement[] {
  return plain(text, language)
    .split('\n')
    .flatMap(line => rowOf(line, language) ?? sentencesOf(line, language))
    .filter(statement => statement.whole.words.length > 0)
}

function sentencesOf(line: string, language: string): Statement[] {
  return splitSentences(line, language)
    .flatMap(({ start, end }) => line.slice(start, end).split(/;\s|(?<=°\s?[CF]\.)\s(?=\p{Lu})/u))
    .map(part => statementOf(part, language))
}

/** One sentence as a statement. */
export function statementOf(text: string, language: string): Statement {
  const pieces = text.split(bordersOf(language) ?? borders).filter(piece => piece !== undefined)
  const parts = joinLists(pieces, language)
    .map(part => clauseOf(part, language))
    .filter(clause => clause.words.length > 0)
  const assertions = joinVerbless(pieces, language).map(part => clauseOf(part, language))
  return { whole: clauseOf(text, language), clauses: parts, assertions }
}

/** `Spain and Italy` and `between 5 and 9` are one: what follows has neither a verb nor an amount of its own. */
function joinLists(parts: readonly string[], language: string): string[] {
  const joined: string[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    const follows = /^\s*(?:and|und|et|y|e|ed|en|i|oraz|ve)\s/iu.test(part) && last !== undefined
    // "Between 1 April and 31 October" is one, whatever comes behind it.
    const spans = follows && /(?:between|zwischen|entre)\s[^,]{0,20}\d[^,]{0,12}$/iu.test(last)
    if (spans || (follows && !hasVerb(part, language) && !/\d/.test(part))) joined[joined.length - 1] += part
    else joined.push(part)
  }
  return joined
}

/** What follows a condition and begins like this is what the condition is for, whatever its verb. */
const opensClause =
  /^\s*(?:the|an?|we|you|it|they|your|our|all|no|every|each|der|die|das|wir|sie|le|la|les|nous|vous|el|los|las)\s/i

/** `cheques, cash or cards` stay with the verb they hang on; `but not on Sundays` denies by itself. */
function joinVerbless(parts: readonly string[], language: string): string[] {
  const joined: string[] = []
  let waiting = ''
  for (const part of parts) {
    const own =
      hasVerb(part, language) ||
      markersOf(language).conditional.test(part) ||
      /^\s*(?:but|except|apart from|unless|aber|außer|mais|sauf|pero|salvo)\b/iu.test(part) ||
      denies(wordsIn(part, language)) ||
      (markersOf(language).conditional.test(joined.at(-1) ?? '') && opensClause.test(part))
    const last = joined.length - 1
    if (own) {
      const exception = /^\s*(?:but|except|aber|außer|mais|sauf|pero|salvo)\b/iu.test(part)
      const condition = markersOf(language).conditional.test(part)
      if ((exception || condition) && waiting.trim() !== '') joined.push(waiting, part)
      else joined.push(`${waiting} ${part}`)
      waiting = ''
    } else if (last >= 0) joined[last] += ` ${part}`
    else waiting += ` ${part}`
  }
  return waiting.trim() === '' ? joined : [...joined, waiting]
}

/** A table row as the cutter writes it: `Country: Spain; Standard: 4 days` or `Weight – S1: 86 g; S2: 178 g`. */
function rowOf(line: string, language: string): Statement[] | undefined {
  const labelled = /^([^.:;]{1,80}) – (?=[^:;]{1,80}: )/u.exec(line)
  const cells = line
    .slice(labelled?.[0].length ?? 0)
    .split(/; (?=[^:;]{1,80}: )/u)
    .map(cell => /^([^:;.]{1,80}): (.+)$/u.exec(cell))
  if (cells.some(cell => cell === null) || (!labelled && cells.length < 2)) return undefined
  const pairs = cells.map(cell => [cell?.[1] ?? '', cell?.[2] ?? ''] as const)
  const key = labelled ? labelled[1] : pairs.shift()?.[1]
  const facts = pairs.map(([header, value]) => clauseOf(`${key} – ${header}: ${value}`, language))
  const read = pairs.map(([header, value]) => ({
    header: clauseOf(header, language),
    value: clauseOf(value, language),
  }))
  return [{ whole: clauseOf(line, language), clauses: facts, assertions: facts, cells: read }]
}

function clauseOf(text: string, language: string): Clause {
  const words = wordsIn(text, language)
  const content = words.filter(
    word => carries(word) && !isNegator(word) && (language === 'en' || isTopical(word.lower)),
  )
  return { text, words, content, quantities: quantitiesIn(text, language), language }
}
