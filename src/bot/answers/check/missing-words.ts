import type { Clause, Statement } from './claims.ts'
import type { Evidence } from './evidence.ts'
import { oppositesOf } from './lexicon.ts'
import { equal } from './same-quantities.ts'
import { areSiblings } from './siblings.ts'
import { isSpared } from './spared-words.ts'
import { standsAsVerb } from './verb-place.ts'
import { isBuiltOf, isKindOf, isSeparated, sameRoot } from './word-building.ts'
import { sameIdea, type Word } from './words.ts'

/** The words of a draft that carry a claim and that neither the window nor a heading above it says. */
export function missingWords(
  draft: Clause,
  window: readonly Statement[],
  evidence: Evidence,
  cited: readonly Evidence[],
): Word[] {
  const numbered = draft.quantities
  return draft.content
    .filter(word => !numbered.some(({ at, end }) => word.at >= at && word.at < end))
    .filter(
      word =>
        !isSaid(word, window, lentTo(word, draft, evidence)) &&
        !closesThen(word, draft, window) &&
        !bounds(word, draft, window) &&
        !isSpared(word, draft, window, cited),
    )
}

/** What the headings lend to a word: the name of a driving school does not say that anybody drives. */
function lentTo(word: Word, draft: Clause, { headings, title }: Evidence): readonly Word[] {
  if (word === draft.words[0] || !standsAsVerb(word, draft)) return headings
  return headings.filter(other => other.lower === word.lower || !title.some(one => one.stem === other.stem))
}

function isSaid(word: Word, window: readonly Statement[], headings: readonly Word[]): boolean {
  const around = window.flatMap(statement => statement.whole.words)
  const against = oppositesOf(word.lower) ?? oppositesOf(word.stem)
  const exactly = around.some(other => other.lower === word.lower || other.stem === word.stem)
  if (exactly) return true
  if (around.some(other => areSiblings(word.lower, other.lower))) return false
  if (word.language === 'de' && isBuiltFrom(word, around)) return true
  // A name or code is never said in other words.
  if (isName(word)) return headings.some(other => other.lower === word.lower || other.stem === word.stem)
  if (against && around.some(other => against.has(other.lower) || against.has(other.stem))) return false
  return around.some(other => sameIdea(word, other)) || headings.some(other => sameIdea(word, other))
}

function isBuiltFrom({ lower }: Word, around: readonly Word[]): boolean {
  const words = around.map(other => other.lower)
  return (
    words.some(other => sameRoot(lower, other)) ||
    isKindOf(lower, words) ||
    isBuiltOf(lower, words) ||
    isSeparated(lower, words)
  )
}

/** "Closes at 18:00" is the end of "open from 10:00 to 18:00". */
function closesThen(word: Word, draft: Clause, window: readonly Statement[]): boolean {
  if (word.stem !== 'close') return false
  const ends = window.flatMap(({ whole }) =>
    whole.quantities.filter(one => one.family === 'clock' && one.range === 'high'),
  )
  return draft.quantities.some(one => ends.some(end => equal(one, end)))
}

/** "The limit is £500" is "up to £500". */
function bounds(word: Word, draft: Clause, window: readonly Statement[]): boolean {
  if (!/^(?:limit|cap|ceil)/.test(word.stem)) return false
  const upper = window.flatMap(({ whole }) => whole.quantities.filter(one => one.bound?.side === 'upper'))
  return draft.quantities.some(one => upper.some(other => equal(one, other)))
}

function isName(word: Word): boolean {
  // German writes every noun with a capital.
  const capital = word.language !== 'de' && /^\p{Lu}\p{Ll}/u.test(word.raw)
  return word.at > 0 && (capital || /\d|^\p{Lu}{2}/u.test(word.raw))
}

/** A word that only a heading lends is said, elsewhere under it, with another amount. */
export function otherAmount(
  draft: Clause,
  window: readonly Statement[],
  evidence: Evidence,
): string | undefined {
  const lent = draft.content.filter(
    word =>
      evidence.headings.some(other => other.stem === word.stem) &&
      !window.some(({ whole }) => whole.words.some(other => sameIdea(word, other))),
  )
  const rival = evidence.statements.find(
    ({ whole }) =>
      lent.some(
        word =>
          whole.words.some(other => other.stem === word.stem) &&
          // A word of the title is said of everything, unless a statement opens with it.
          (whole.content[0]?.stem === word.stem || !evidence.title.some(other => other.stem === word.stem)) &&
          evidence.statements.filter(one => one.whole.words.some(other => other.stem === word.stem))
            .length === 1,
      ) &&
      draft.quantities.some(
        one =>
          whole.quantities.some(other => other.family === one.family) &&
          !whole.quantities.some(other => equal(one, other)),
      ),
  )
  return rival ? `belongs to something else: ${lent[0]?.raw}` : undefined
}
