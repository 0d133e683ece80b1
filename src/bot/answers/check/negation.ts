import type { Statement } from './claims.ts'
import { markersOf } from './markers.ts'
import { denies, forceDiffers } from './polarity.ts'
import { nearestClauses } from './share.ts'
import { sameIdea, type Word } from './words.ts'

/** Whether the draft denies what the source affirms, demands what it allows, or the other way round. */
export function polarityDiffers(
  draft: Statement,
  window: readonly Statement[],
  own: Statement,
  heading: readonly Word[],
): string | undefined {
  if (forceDiffers(draft.whole.text, own.whole.text, own.whole.language)) return 'demands or allows otherwise'
  // "What is not covered" above a list denies for every line of it.
  const borrows = draft.whole.content.some(
    word =>
      !own.whole.words.some(other => sameIdea(word, other)) && heading.some(other => sameIdea(word, other)),
  )
  const turned = borrows && denies(heading)
  const denied = (words: readonly Word[]) => denies(words) !== turned
  if (saysOnlyIf(draft, own)) return undefined
  if (onlyDenied(draft, own, window)) return 'negation'
  const single = own.assertions.length === 1 && draft.assertions.length === 1
  if (single) return denies(draft.whole.words) === denied(own.whole.words) ? undefined : 'negation'
  if (denies(draft.whole.words) === denied(own.whole.words) && !own.cells)
    return clauseTurned(draft, own, denied)
  for (const clause of draft.assertions) {
    const like = nearestClauses(
      clause,
      window.flatMap(statement => statement.assertions),
    )
    if (like.length > 0 && like.every(one => denied(one.words) !== denies(clause.words))) return 'negation'
  }
  return undefined
}

/** The draft affirms what the source says in a clause that denies, and nowhere else. */
function onlyDenied(draft: Statement, own: Statement, window: readonly Statement[]): boolean {
  const assertions = window.flatMap(one => one.assertions)
  if (assertions.length < 2 || own.cells) return false
  const denied = assertions.filter(
    one => denies(one.words) && !/^\s*(?:if|unless|until|when)\b/i.test(one.text),
  )
  const rest = assertions.filter(one => !denied.includes(one))
  return draft.assertions
    .filter(one => !denies(one.words))
    .some(one =>
      [...one.content, ...one.words.filter(word => predicates.has(word.lower))].some(
        word =>
          denied.some(({ words }) => words.some(other => other.stem === word.stem)) &&
          !rest.some(({ words }) => words.some(other => word.stem === other.stem)),
      ),
    )
}

const predicates = new Set(
  'available possible allowed permitted included offered needed required necessary charged'.split(' '),
)

/** "Only if" for "not unless". */
function saysOnlyIf(draft: Statement, own: Statement): boolean {
  const negated = /\b(?:not|no|never|cannot)\b.*\bunless\b/i.test(own.whole.text)
  return negated && /\bonly\b.*\bif\b/i.test(draft.whole.text) && !denies(draft.whole.words)
}

/** Both deny or neither does as a whole: still each clause must agree with one that it is like. */
function clauseTurned(
  draft: Statement,
  own: Statement,
  denied: (words: readonly Word[]) => boolean,
): string | undefined {
  const single = own.assertions.length === 1
  const { conditional } = markersOf(own.whole.language)
  const conditions = draft.assertions.some(one => conditional.test(one.text))
  const deniedIf = draft.assertions.every(one => !denies(one.words) || conditional.test(one.text))
  // Only the condition denies, in both.
  if (single && conditions && deniedIf && conditional.test(own.whole.text)) return undefined
  for (const clause of draft.assertions) {
    // "You need no ID when you travel by bus" for "on buses no ID is needed": where, and nothing that could be denied.
    if (single && !denies(clause.words) && conditional.test(clause.text)) continue
    const kind = conditions
      ? own.assertions.filter(one => conditional.test(one.text) === conditional.test(clause.text))
      : []
    // A condition is like a condition, and what it is for like what that is for.
    const like = nearestClauses(clause, kind.length > 0 ? kind : own.assertions)
    if (like.length > 0 && like.every(one => denied(one.words) !== denies(clause.words))) return 'negation'
  }
  return undefined
}
