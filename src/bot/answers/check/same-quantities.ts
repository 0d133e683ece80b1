import { isStrict } from './bounds.ts'
import type { Clause, Statement } from './claims.ts'
import type { Quantity } from './quantity.ts'
import { hasVerb, verbAt } from './segments.ts'
import { sameIdea, type Word } from './words.ts'

/**
 * Whether each quantity of the draft is said by the source of the same thing: its value and unit, which way it
 * bounds, and among several of its kind the one that stands by the draft's words. A reason where it is not.
 */
export function checkQuantities(draft: Statement, source: readonly Clause[]): string | undefined {
  for (const clause of draft.clauses)
    for (const quantity of clause.quantities) {
      const reason = checkOne(quantity, clause, source, draft.whole)
      if (reason) return reason
    }
  // A number cut in two by a border of clauses is still seen in the whole sentence.
  for (const quantity of draft.whole.quantities)
    if (
      !source.some(clause => clause.quantities.some(other => equal(quantity, other))) &&
      quantity.key !== 'plain:2'
    )
      return `not in the source: ${draft.whole.text.slice(quantity.at, quantity.end).trim()}`
  return oneOfSeveral(draft.whole, source)
}

/** "For one signatory" where the source counts two of them: a lone "one" is no number elsewhere. */
function oneOfSeveral(draft: Clause, source: readonly Clause[]): string | undefined {
  for (const [at, word] of draft.words.entries()) {
    const noun = draft.words[at + 1]
    if (word.lower !== 'one' || !noun) continue
    const counted = source.flatMap(clause =>
      clause.words.flatMap((other, place) =>
        other.stem === noun.stem ? [{ clause, before: clause.words[place - 1] }] : [],
      ),
    )
    const several = ({ clause, before }: (typeof counted)[number]) =>
      clause.quantities.some(
        ({ family, key, at: from }) => family === 'plain' && key !== 'plain:1' && from === before?.at,
      )
    if (counted.length > 0 && counted.every(several)) return `not in the source: one ${noun.raw}`
  }
  return undefined
}

function checkOne(
  quantity: Quantity,
  clause: Clause,
  source: readonly Clause[],
  whole: Clause,
): string | undefined {
  const said = clause.text.slice(quantity.at, quantity.end).trim()
  const holders = source.flatMap(one =>
    one.quantities.filter(other => equal(quantity, other)).map(other => ({ clause: one, other })),
  )
  if (quantity.key === 'plain:2' && source.some(one => /\b(?:both|twice|pair|second)\b/i.test(one.text)))
    return undefined
  if (holders.length === 0) return `not in the source: ${said}`
  const bounded = holders.filter(
    ({ other, clause: holder }) =>
      (boundsAgree(quantity, other, clause.language) || aheadAgrees(quantity, clause, other, holder)) &&
      endsAgree(quantity, clause, other),
  )
  if (bounded.length === 0) return `bounded otherwise: ${said}`
  if (bounded.every(holder => ordinalsDiffer(clause.text, holder.clause.text)))
    return `said of another: ${said}`
  if (
    quantity.family === 'plain' &&
    bounded.every(({ clause: one, other }) => countsOther(clause, quantity, one, other))
  )
    return `counts something else: ${said}`
  if (isCell(bounded[0]?.clause)) return undefined
  const rivals = source.filter(one =>
    one.quantities.some(other => other.family === quantity.family && !equal(quantity, other)),
  )
  const own = Math.max(...bounded.map(holder => nearness(clause, holder.clause, source)))
  for (const rival of rivals)
    for (const other of rival.quantities)
      if (
        other.family === quantity.family &&
        !clause.quantities.some(one => equal(one, other)) &&
        (nearness(clause, rival, source) > own ||
          ownsMore(
            whole,
            rival,
            bounded.map(holder => holder.clause),
          ))
      )
        return `belongs to something else: ${said}`
  return swapped(clause, source) ? `stands in another's place: ${said}` : undefined
}

/** Whether two quantities can be the same one. */
export function equal(one: Quantity, other: Quantity): boolean {
  return one.key === other.key || one.also.includes(other.key) || other.also.includes(one.key)
}

const ordinal = /\b(?:first|second|third|fourth|fifth|sixth|last|next)\b/gi

/** "A second attempt costs £4" for "a third one costs £4". */
function ordinalsDiffer(draft: string, source: string): boolean {
  const [said, there] = [draft, source].map(text =>
    (text.match(ordinal) ?? []).map(word => word.toLowerCase()),
  )
  return !!said?.length && !!there?.length && !said.some(word => there.includes(word))
}

/** `eight times` where the source has `eight codes`. */
function countsOther(draft: Clause, mine: Quantity, source: Clause, other: Quantity): boolean {
  const times = (clause: Clause, { end }: Quantity) => /^\p{L}*\s*times\b/iu.test(clause.text.slice(end))
  return times(draft, mine) && !times(source, other)
}

/** Cells of a table row are told apart by their headings, elsewhere. */
function isCell(clause: Clause | undefined): boolean {
  return clause !== undefined && /^.+ – .+: /.test(clause.text)
}

/** A fragment without a verb (`or 10 days for Spain`) says of its own words what the clause before it says. */
function ownsMore(draft: Clause, rival: Clause, holders: readonly Clause[]): boolean {
  const pronoun = /^\s*(?:\S+ ){1,4}(?:it|they|sie|es|elle|il|elles)\b/u.test(rival.text)
  if (
    !pronoun &&
    (hasVerb(rival.text, rival.language) || !/^\s*(?:or|and|but|oder|und|ou|et|o|y|e)\s/iu.test(rival.text))
  )
    return false
  return rival.content.some(
    word =>
      draft.content.some(other => sameIdea(word, other)) &&
      !holders.some(holder => holder.content.some(other => sameIdea(word, other))),
  )
}

/** How many words of the draft's clause stand in the clause of the other quantity. */
function nearness(draft: Clause, clause: Clause, source: readonly Clause[]): number {
  const content = [...clause.content, ...lentTo(clause, source)]
  const found = draft.content.map(word => content.some(other => sameIdea(word, other)))
  return found.filter(Boolean).length + (found[0] ? 0.5 : 0)
}

/** "And on Friday from 8:00 to 13:00" is said of what opens the clause before it. */
function lentTo(clause: Clause, source: readonly Clause[]): readonly Word[] {
  if (
    !/^\s*(?:and|und|et|y)\s(?:on|from|between|during|am|von|zwischen|du|de|entre)\s/iu.test(clause.text) ||
    hasVerb(clause.text, clause.language)
  )
    return []
  const before = source[source.indexOf(clause) - 1]
  const verb = before && verbAt(before.text, before.language)
  return verb === undefined ? [] : (before?.content.filter(word => word.at < verb) ?? [])
}

/** Two quantities of one kind that come in the other order than in the one clause that holds both. */
function swapped(draft: Clause, source: readonly Clause[]): boolean {
  const [one, other] = draft.quantities
  if (!one || !other || one.family !== other.family) return false
  return source.some(clause => {
    const at = (quantity: Quantity) => clause.quantities.findIndex(found => equal(found, quantity))
    return at(one) >= 0 && at(other) >= 0 && at(one) > at(other)
  })
}

/** What opens at an hour does not close at it: the ends of "from 8:00 to 13:00" are not each other's. */
function endsAgree(draft: Quantity, clause: Clause, source: Quantity): boolean {
  if (draft.family !== 'clock' || source.range === undefined || draft.range !== undefined) return true
  const lead = clause.text.slice(0, draft.at)
  if (/\b(?:open|opens|opening|starts?|begins?|from)(?: at)?\s*$/i.test(lead)) return source.range === 'low'
  if (/\b(?:closes?|closing|ends?|until|till)(?: at)?\s*$/i.test(lead)) return source.range === 'high'
  return true
}

const aheadOf =
  /^ (?:days? |weeks? )?(?:ahead|in advance|before(?:hand)?|earlier|vorher|im Voraus|vor|à l'avance|avant|antes|de antelación)(?!\p{L})/iu

/** "No later than three days ahead" is "at least three days ahead". */
function aheadAgrees(draft: Quantity, clause: Clause, source: Quantity, holder: Clause): boolean {
  const latest = (one: Quantity) =>
    /^(?:no later than|by|spätestens|au plus tard)$/.test(one.bound?.word ?? '')
  const least = (one: Quantity) =>
    /^(?:at least|no less than|mindestens|au moins|al menos)$/.test(one.bound?.word ?? '')
  const ahead = (one: Quantity, { text }: Clause) => aheadOf.test(text.slice(one.end))
  return (
    ahead(draft, clause) &&
    ahead(source, holder) &&
    ((latest(draft) && least(source)) || (least(draft) && latest(source)))
  )
}

const softUpper =
  /^(?:within|up to|at most|no more than|by|until|till|no later than|a maximum of|innerhalb von|binnen|höchstens|maximal|bis(?: zu)?|jusqu'à|dans un délai de|hasta|en un plazo de|dentro de|entro|in|nel giro di|fino a|al massimo|em|em até|até|no prazo de|no máximo|tot|maximaal|hoogstens|w ciągu|do|w terminie|maksymalnie|içinde|içerisinde|kadar|en fazla|boyunca|خلال|في غضون|حتى|תוך|עד|以内|まで)$/

/** At the end of such a time something happens: it is neither more nor less. */
const ends = /^(?:after|nach|après|au bout de|después de|tras)$/

function boundsAgree(draft: Quantity, source: Quantity, language: string): boolean {
  const own = draft.bound?.side
  const there =
    source.bound?.side ?? (source.range === 'low' ? 'lower' : source.range === 'high' ? 'upper' : undefined)
  if (own === there)
    return (
      own === undefined ||
      isStrict(draft, language) === isStrict(source, language) ||
      source.range !== undefined
    )
  // "From 10 to 18" is "opens at 10 and closes at 18".
  if (draft.family === 'clock' && draft.range !== undefined && there === undefined) return true
  // "You have 30 days" is "within 30 days"; of prices and weights it would be another claim.
  if (own === 'upper' && there === undefined)
    return draft.family === 'duration' && softUpper.test(draft.bound?.word ?? '')
  if (own === undefined && source.range !== undefined) return true
  // "Valid for three years" is "expires after three years".
  if (
    own === undefined &&
    there === 'lower' &&
    draft.family === 'duration' &&
    ends.test(source.bound?.word ?? '')
  )
    return true
  return own === undefined && there === 'upper' && softUpper.test(source.bound?.word ?? '')
}
