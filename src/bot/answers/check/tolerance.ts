import type { Clause, Statement } from './claims.ts'
import type { Evidence } from './evidence.ts'
import { onlyComments, type VerbClass, verbClasses } from './general-words.ts'
import { equal } from './same-quantities.ts'
import { shared } from './share.ts'
import { stemIn } from './stems.ts'
import { standsAsVerb } from './verb-place.ts'
import { sameIdea, type Word } from './words.ts'

/** At most so many words of the general language may be the draft's own. */
const most = 2
/** At least this share of what the draft claims must stand in the statement it restates. */
const anchor = 0.5

/**
 * The missing words that the window must still answer for. A word of the general language may be the draft's own
 * where the rest is anchored in what the window says and the word turns nothing round there.
 */
export function unexcused(
  missing: readonly Word[],
  draft: Clause,
  window: readonly Statement[],
  evidence: Evidence,
): readonly Word[] {
  if (missing.length === 0) return missing
  const left = missing.filter(word => !isGeneral(word, draft, window, evidence))
  if (left.length > 0) return left
  const claiming = missing.filter(word => !onlyComments(word.lower, word.language))
  const held = Math.max(...window.map(({ whole }) => shared(draft, whole)))
  const claims = draft.content.length + draft.quantities.length - (missing.length - claiming.length)
  return claiming.length <= most && held >= claims * anchor ? [] : missing
}

function isGeneral(word: Word, draft: Clause, window: readonly Statement[], evidence: Evidence): boolean {
  if (onlyComments(word.lower, word.language)) return true
  if (isTheme(word, draft, window, evidence)) return true
  return (
    standsAsVerb(word, draft) &&
    verbClasses(word.language).some(
      one => isOf(word, one.verbs) && hasBeside(one, draft, window) && !turnsRound(one, draft, window),
    ) &&
    !dropsVerb(draft, window)
  )
}

const stems = new Map<string, ReadonlySet<string>>()

function isOf({ lower, stem, language }: Word, line: string): boolean {
  const key = `${language} ${line}`
  let known = stems.get(key)
  if (!known) {
    known = new Set(line.split(' ').flatMap(one => [one, stemIn(one, language)]))
    stems.set(key, known)
  }
  return known.has(lower) || known.has(stem)
}

function hasBeside({ beside }: VerbClass, draft: Clause, window: readonly Statement[]): boolean {
  return (
    beside === undefined ||
    draft.quantities.some(
      one =>
        one.family === beside &&
        window.some(({ whole }) => whole.quantities.some(other => equal(one, other))),
    )
  )
}

/** The source says the other side of the verb, or a sibling of it, and the draft does not. */
function turnsRound({ against }: VerbClass, draft: Clause, window: readonly Statement[]): boolean {
  return window.some(({ whole }) =>
    whole.words.some(word => isOf(word, against) && !draft.words.some(other => sameIdea(other, word))),
  )
}

const auxiliary = /^(?:be|been|is|are|was|were|must|may|can|cannot|will|to|please|you|we|they)$/

/** The nearest statement makes its claim with a verb of its own that the draft lacks: another deed, not another word. */
function dropsVerb(draft: Clause, window: readonly Statement[]): boolean {
  if (draft.language !== 'en') return false
  const clauses = window.flatMap(({ clauses: parts }) => parts)
  const shares = clauses.map(clause => shared(draft, clause))
  const top = Math.max(...shares)
  return clauses.some(
    (clause, index) =>
      shares[index] === top &&
      clause.words.some((word, at) => {
        const before = clause.words[at - 1]?.lower ?? ''
        return (
          clause.content.includes(word) &&
          auxiliary.test(before) &&
          /(?:ed|en|n|t|e)$/.test(word.lower) &&
          !draft.words.some(other => sameIdea(other, word)) &&
          !verbClasses('en').some(one => isOf(word, one.verbs))
        )
      }),
  )
}

/** What the whole passage is about is named again: no other thing stands in its place in the window. */
function isTheme(word: Word, draft: Clause, window: readonly Statement[], evidence: Evidence): boolean {
  const opens = window.at(-1)?.whole.content[0]
  if (!opens || !draft.words.some(other => sameIdea(other, opens))) return false
  const holding = evidence.statements.filter(({ whole }) =>
    whole.content.some(other => other.stem === word.stem),
  )
  return holding.length >= 3 && holding.length * 3 >= evidence.statements.length
}
