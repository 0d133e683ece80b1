import type { Clause, Statement } from './claims.ts'
import { oppositesOf } from './lexicon.ts'
import { markersOf } from './markers.ts'
import { denies } from './polarity.ts'
import { equal } from './same-quantities.ts'
import { verbAt } from './segments.ts'
import { nearestClauses, shared } from './share.ts'
import { sameIdea, type Word, wordsIn } from './words.ts'

/** Whether the draft narrows or widens what the source says: "only", "some", "all". */
export function scopeDiffers(draft: Statement, own: Statement): string | undefined {
  const said = draft.whole.text
  const source = own.whole.text
  const { only, limits, narrows, partial, hedges, whole, sweeping } = markersOf(own.whole.language)
  if (only.test(said) && !only.test(source) && !limits.test(source)) return '"only" is not said'
  if (!only.test(said) && only.test(source) && !narrows.test(said)) {
    const near = nearestClauses(draft.whole, own.assertions)
    if (own.assertions.length === 1 || near.some(one => only.test(one.text))) return '"only" is left out'
  }
  if (!partial.test(said) && hedges.test(source)) return '"some" is left out'
  // "You need no ID" and "you do not need any ID" are one.
  const sweeps = sweeping.test(denies(draft.whole.words) ? said.replace(/\bany\b/gi, '') : said)
  if (sweeps && !whole.test(source) && !only.test(source)) return '"all" is not said'
  if (only.test(source) && (sweeping.test(said) || /\bboth\b/i.test(said)) && !only.test(said))
    return '"only" is left out'
  return undefined
}

/** Whether a condition or exception of the source is waived, or another made of it. */
export function conditionDiffers(draft: Statement, own: Statement): string | undefined {
  const { concedes, conditional, excepts, only } = markersOf(own.whole.language)
  if (concedes.test(draft.whole.text) && !concedes.test(own.whole.text)) return 'a condition is waived'
  if (own.cells || givesReason(draft, own)) return undefined
  for (const [at, condition] of own.clauses.entries()) {
    if (
      !(conditional.test(condition.text) || goesOn(condition, own.clauses[at - 1], conditional)) ||
      condition.content.length + condition.quantities.length === 0
    )
      continue
    const beside = own.clauses.filter(clause => clause !== condition)
    const counted = ({ at }: Word) => condition.quantities.some(one => at >= one.at && at < one.end)
    const content = condition.content.filter(word => !counted(word))
    const kept = content.filter(word => draft.whole.words.some(other => sameIdea(word, other)))
    const told = condition.quantities.filter(one => draft.whole.quantities.some(other => equal(one, other)))
    const bare = content.length === 0 && told.length === 0
    if (beside.some(clause => shared(draft.whole, clause) > 0) && (bare || kept.length * 2 < content.length))
      return 'a condition is left out'
    if (excepts.test(condition.text) && dropsException(draft, own, condition, own.clauses[at - 1]))
      return 'an exception is left out'
  }
  const demands = excepts.test(draft.whole.text) && !excepts.test(own.whole.text)
  if (demands && !denies(own.whole.words) && !only.test(own.whole.text)) return 'a condition is turned round'
  return undefined
}

/** "Half is due when you collect" of "half when you order, the rest when you collect": one part has the other's time. */
export function partDiffers(draft: Clause, own: Clause): string | undefined {
  const parts = own.text.split(restBegins)
  const [rule, rest] = parts
  if (parts.length !== 2 || !rule || !rest || remainder.test(draft.text)) return undefined
  const has = (text: string, word: Word) => wordsIn(text, own.language).some(other => sameIdea(other, word))
  const strange = draft.content.find(word => has(rest, word) && !has(rule, word))
  const held = draft.content.some(word => has(rule, word) && !has(rest, word))
  return strange && (held || draft.quantities.length > 0) ? `said of the rest: ${strange.raw}` : undefined
}

const restBegins =
  /[,;]? (?:and )?(?=(?:the (?:rest|remainder|others?|balance)|der Rest|die übrigen|le reste|les autres|el resto|los demás)(?!\p{L}))/iu
const remainder =
  /(?<!\p{L})(?:rest|remainder|remaining|others?|balance|Rest|übrige[nrs]?|reste|autres?|resto|demás|second half|other half)(?!\p{L})/iu

/** The draft restates the reason that the source gives, which holds without the condition of what it is a reason for. */
function givesReason(draft: Statement, own: Statement): boolean {
  const like = nearestClauses(draft.whole, own.clauses)
  return like.length === 1 && /^\s*(?:because|since|as) (?!soon|long|far)/i.test(like[0]?.text ?? '')
}

/** "If you do not come and have not cancelled": the second half of a condition, without a subject of its own. */
function goesOn(clause: Clause, before: Clause | undefined, conditional: RegExp): boolean {
  if (!before || !conditional.test(before.text)) return false
  const joint = /^\s*(?:and|und|et|y|e|ed|en|i|oraz|ve)\s/iu.exec(clause.text)
  const verb = joint ? verbAt(clause.text.slice(joint[0].length), clause.language) : undefined
  return verb === 0
}

/** The draft says of what is excepted what holds for the rest. */
function dropsException(
  draft: Statement,
  own: Statement,
  exception: Clause,
  rule: Clause | undefined,
): boolean {
  if (
    markersOf(own.whole.language).excepts.test(draft.whole.text) ||
    denies(draft.whole.words) !== denies((rule ?? own.whole).words)
  )
    return false
  return exception.content.some(word => draft.whole.content.some(other => sameIdea(word, other)))
}

/** Whether the draft turns "before" into "after" or the other way round, of the same event. */
export function turnDiffers(draft: Statement, own: Statement): string | undefined {
  const said = turnsOf(draft.whole)
  const source = turnsOf(own.whole)
  for (const one of said) {
    if (source.some(other => other.side === one.side && crossed(one, other)))
      return 'what comes first is changed'
    const same = source.filter(other => other.of.some(word => one.of.some(mine => sameIdea(word, mine))))
    const counted = draft.whole.quantities.some(
      ({ at, end }) => (one.at >= end && one.at - end < 3) || (at > one.at && at - one.at < 8),
    )
    if (source.length === 0 && !counted && !ordered.test(own.whole.text))
      return 'before and after are not said'
    if (same.length > 0 && same.every(other => other.side !== one.side)) return 'before and after are changed'
  }
  return undefined
}

/** Other words for what comes before and after. */
const ordered =
  /(?<!\p{L})(?:as soon as|when|whenever|since|from|if|by|prior|ahead|advance|within|until|till|not|last|first|end|wenn|sobald|seit|ab|dès|lorsque|quand|cuando|desde|se|quando|als|zodra|do|od|w ciągu)(?!\p{L})|[^\p{Script=Latin}\P{L}]/iu

interface Turn {
  side: 'sooner' | 'later'
  at: number
  of: Word[]
  /** What stands before the connecting word. */
  front: Word[]
}

/** `A before B` and `B before A`. */
function crossed(one: Turn, other: Turn): boolean {
  const meet = (some: Word[], others: Word[]) => some.some(word => others.some(mine => sameIdea(word, mine)))
  return meet(one.of, other.front) && meet(one.front, other.of) && !meet(one.of, other.of)
}

/** Each "before ..." or "after ..." of a clause, with the next words that carry meaning. */
function turnsOf(clause: Clause): Turn[] {
  const { sooner, later, trailing } = markersOf(clause.language)
  return clause.words.flatMap((word, at) => {
    const side = sooner.has(word.lower) ? 'sooner' : later.has(word.lower) ? 'later' : undefined
    if (!side) return []
    const end = trailing ? clause.words.slice(Math.max(0, at - 3), at) : clause.words.slice(at + 1, at + 7)
    // "The evening before" is a time of its own.
    if (
      /^(?:day|evening|night|morning|week|month|year)$/.test(clause.words[at - 1]?.lower ?? '') &&
      end[0]?.lower === 'to'
    )
      return []
    // "After that" names nothing that comes before.
    if (/^(?:that|this|which|these|those)$/.test(end[0]?.lower ?? '')) return []
    const of = end.filter(next => clause.content.includes(next)).slice(0, 3)
    return of.length > 0
      ? [
          {
            side: side as Turn['side'],
            at: word.at,
            of,
            front: clause.content.filter(one => one.at < word.at),
          },
        ]
      : []
  })
}

const past = /\b(?:was|were|has been|have been|had been|wurde|wurden|fue|a été)\b/iu
const future = /\b(?:will|going to|shall|planned|to be|wird|werden|será|sera)\b/iu

/** Whether the draft says of the past what the source says of the future, or the other way round. */
export function timeDiffers(draft: Clause, own: Clause): string | undefined {
  const [one, other] = [draft, own].map(({ text }) =>
    past.test(text) === future.test(text) ? 0 : past.test(text) ? 1 : 2,
  )
  return one !== 0 && other !== 0 && one !== other ? 'past and future are changed' : undefined
}

const ends = new Set(
  'first last minimum maximum earliest latest always never all none highest lowest more less fewer higher lower longer shorter cheaper dearer faster slower'.split(
    ' ',
  ),
)

/** Whether the draft says "first" where the source says "last": words that carry no claim alone, but turn one. */
export function oppositeSaid(draft: Clause, own: Clause): string | undefined {
  const said = draft.words.find(({ lower }) => {
    const against = ends.has(lower) ? oppositesOf(lower) : undefined
    return (
      against &&
      !own.words.some(other => other.lower === lower) &&
      own.words.some(other => against.has(other.lower))
    )
  })
  if (said) return `the opposite of ${said.raw}`
  // "The first order" is not any order.
  const ordinal = /\b(first|second|third|last) (?=\p{L})/iu.exec(draft.text)?.[1]?.toLowerCase()
  return ordinal && !own.words.some(({ lower }) => lower === ordinal || lower === 'one')
    ? `not said of the ${ordinal}`
    : undefined
}

/** Whether the draft gives both of what the source gives one of: "a voucher and €5" for "a voucher or €5". */
export function bothForEither(draft: Clause, own: Clause): string | undefined {
  const { either, both } = markersOf(own.language)
  if (either.test(draft.text) || denies(draft.words) || denies(own.words)) return undefined
  for (const match of draft.text.matchAll(both)) {
    const bare = (text = '') =>
      text
        .toLowerCase()
        .replace(/^(?:the|an?|der|die|das|un|une|la|le|el) /, '')
        .replace(/[^\p{L}\p{N}€£$.]+|\.$/gu, ' ')
        .trim()
        .split(' ')[0] ?? ''
    const [left, right] = [bare(match[1]), bare(match[2])]
    const source = own.text.toLowerCase()
    const from = source.indexOf(left)
    const to = source.indexOf(right, from)
    if (left.length < 2 || right.length < 2 || from < 0 || to < 0) continue
    const between = source.slice(from + left.length, to)
    if (either.test(between) && !/(?<!\p{L})(?:and|und|et|y|e|en|i|oraz|ve)(?!\p{L})/u.test(between))
      return '"or" is made "and"'
  }
  return undefined
}
