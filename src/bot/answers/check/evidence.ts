import type { IndexedPassage } from '../../../knowledge/index.ts'
import { type Statement, statementsIn } from './claims.ts'
import { plain, type Word, wordsIn } from './words.ts'

/** A passage made ready for checking: what it states, and the names of its page and headings. */
export interface Evidence {
  passage: IndexedPassage
  statements: readonly Statement[]
  headings: readonly Word[]
  /** The words of its page's title, which hold for all of it. */
  title: readonly Word[]
  /** The words of its last heading, under which everything in it is said. */
  heading: readonly Word[]
}

/** Reads a passage once, so that many sentences can be checked against it. */
export function readEvidence(passage: IndexedPassage): Evidence {
  const language = passage.language.slice(0, 2)
  return {
    passage,
    statements: inWorkdays(statementsIn(passage.text, language)),
    title: wordsIn(plain(passage.title, language), language),
    headings: wordsIn(plain([passage.title, ...passage.headingPath].join(' . '), language), language),
    heading: wordsIn(plain(passage.headingPath.at(-1) ?? '', language), language),
  }
}

/** "Times are working days" above a table holds for every row of it. */
function inWorkdays(statements: Statement[]): Statement[] {
  if (!statements.some(({ whole }) => /\bare (?:counted in |given in )?workday\b/i.test(whole.text)))
    return statements
  for (const { whole, clauses, cells } of statements)
    for (const clause of [whole, ...clauses, ...(cells ?? []).map(({ value }) => value)])
      for (const quantity of clause.quantities) {
        const days = Number(/^minute:(\d+)$/.exec(quantity.key)?.[1] ?? 0) / 1440
        if (Number.isInteger(days) && days > 0) quantity.also = [...quantity.also, `workday:${days}`]
      }
  return statements
}
