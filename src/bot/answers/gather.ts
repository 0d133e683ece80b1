import type { Candidate } from '../../knowledge/index.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { chooseRows } from './choose-rows.ts'
import { leansBack } from './opening.ts'
import { headingMatch, type QuestionView } from './score-units.ts'
import { isQuestion, sameHeadings, type Unit } from './units.ts'

/** A passage that may lend sentences, with the units of its page. */
export interface Lender {
  candidate: Candidate
  page: readonly Unit[]
}

/** Words aimed at, and the most that whole lists and sentences leaned on may add. */
const aim = 107
const most = 150
/** How much a sentence loses that says only what is said already. */
const repetition = 0.3
/** What the rank of its passage adds to a sentence. */
const rankShare = 0.2
/** What a heading right above a sentence adds when it names the question. */
const headingShare = 0.2
/** A sentence of which less than this share is new says nothing. */
const leastNew = 0.3
/** A sentence worth less than this share of the best one is not an answer. */
const worthwhile = 0.55
const shortList = 110
/** A list that leads the answer is whole up to here. */
const wholeList = 190
/** A section this short is quoted whole. */
const shortSection = 45
/** What a sentence under another heading than the best one must be worth, as a share of that. */
const worthElsewhere = 0.65
/** The same on another page: a second page is only quoted for what is about as good. */
const worthOnOtherPage = 0.9

/**
 * For an open question that no heading names: the best sentences of the best passages, each adding something new,
 * with what they lean on. Grouped by place, best page first, in reading order.
 */
export function gather(lenders: readonly Lender[], view: QuestionView): Unit[][] {
  const top = lenders[0]?.candidate.fused || 1
  const pool: Offer[] = lenders.flatMap(({ candidate, page }) =>
    page
      .filter(unit => unit.passage.id === candidate.passage.id && mayStand(unit, page, view))
      .map(unit => ({
        unit,
        page,
        worth:
          unit.score +
          (rankShare * candidate.fused) / top +
          headingShare * headingMatch(unit.headings.at(-1) ?? '', view),
      })),
  )
  const best = pool.reduce<Offer | undefined>(
    (one, other) => (one && one.worth >= other.worth ? one : other),
    undefined,
  )
  if (!best) return []
  const open = pool.filter(({ unit, worth }) => worth >= leastWorth(unit, best.unit) * best.worth)
  const taken = new Set<Unit>()
  const said = new Set<string>()
  while (open.length > 0 && wordsIn(taken) < aim) {
    const next = open.splice(bestAt(open, said), 1)[0]
    if (!next || taken.has(next.unit) || newShare(next.unit, said) < leastNew) continue
    const group = withNeeded(next.unit, next.page, taken.size === 0).filter(unit => !taken.has(unit))
    if (wordsIn(taken) + wordsIn(group) > (taken.size === 0 ? most + 60 : aim + 12)) continue
    for (const unit of group) taken.add(unit)
    for (const unit of group) for (const stem of stemsOf(unit)) said.add(stem)
  }
  return places(lenders, taken)
}

/** A sentence that may be taken, with its page. */
interface Offer {
  unit: Unit
  page: readonly Unit[]
  worth: number
}

/** The share of the best sentence's worth that a sentence must come to, by how far from that it stands. */
function leastWorth(unit: Unit, best: Unit): number {
  if (unit.passage.pageId !== best.passage.pageId) return worthOnOtherPage
  return sameHeadings(unit, best) ? worthwhile : worthElsewhere
}

function mayStand(unit: Unit, page: readonly Unit[], { asks, ...view }: QuestionView): boolean {
  const { kind } = unit.sentence
  if (asks.steps && unit.aside) return false
  if (unit.leadsIn || unit.words < 4 || stemsOf(unit).length < 2 || isQuestion(unit)) return false
  if (kind === 'code') return asks.code
  if (kind !== 'row') return true
  const rows = page.filter(other => other.block === unit.block)
  return (chooseRows(rows, { ...view, asks }) ?? []).includes(unit)
}

function bestAt(open: readonly { unit: Unit; worth: number }[], said: ReadonlySet<string>): number {
  let best = 0
  let worthOfBest = Number.NEGATIVE_INFINITY
  for (const [at, { unit, worth }] of open.entries()) {
    const now = worth - repetition * (1 - newShare(unit, said))
    if (now > worthOfBest) [best, worthOfBest] = [at, now]
  }
  return best
}

function newShare(unit: Unit, said: ReadonlySet<string>): number {
  const own = stemsOf(unit)
  return own.length === 0 ? 0 : own.filter(stem => !said.has(stem)).length / own.length
}

/** A unit with what it cannot stand without: the sentence it leans on, all of its steps or short list, its announcement. */
function withNeeded(unit: Unit, page: readonly Unit[], first: boolean): Unit[] {
  const section = page.filter(other => sameHeadings(other, unit))
  if (first && unit.headings.length > 0 && wordsIn(section) <= shortSection) return section
  const block = page.filter(other => other.block === unit.block)
  const { kind } = unit.sentence
  if (kind === 'step') {
    // Code between two steps ends a block and not the list.
    const list = section.filter(other => other.sentence.kind === 'step')
    return [...announcement(list[0] ?? unit, page), ...list]
  }
  if (kind === 'item')
    return [
      ...announcement(unit, page),
      ...(wordsIn(block) <= (first ? wholeList : shortList) ? block : [unit, ...announcedBy(unit, page)]),
    ]
  if (kind === 'row') return [...announcement(unit, page), unit]
  const at = block.indexOf(unit)
  let from = at
  while (from > 0 && leansBack((block[from] as Unit).sentence.text)) from--
  return block.slice(from, at + 1)
}

/** The code that an item announces ("Run this command:"). */
function announcedBy(unit: Unit, page: readonly Unit[]): readonly Unit[] {
  if (!/[:：]$/u.test(unit.sentence.text.trim())) return []
  const next = page[page.indexOf(unit) + 1]
  return next?.sentence.kind === 'code' && next.words <= shortSection ? [next] : []
}

function announcement(unit: Unit, page: readonly Unit[]): Unit[] {
  const before = page.findLast(other => other.block === unit.block - 1 && sameHeadings(other, unit))
  return before && (before.leadsIn || before.words <= 20) && before.sentence.kind === 'sentence'
    ? [before]
    : []
}

/** The units taken, a list for each run under the same headings. */
function places(lenders: readonly Lender[], taken: ReadonlySet<Unit>): Unit[][] {
  const groups: Unit[][] = []
  const pages = new Map(lenders.map(({ candidate, page }) => [candidate.passage.pageId, page]))
  for (const page of pages.values()) {
    let last: Unit | undefined
    for (const unit of page) {
      if (!taken.has(unit)) continue
      if (last && sameHeadings(last, unit)) groups.at(-1)?.push(unit)
      else groups.push([unit])
      last = unit
    }
  }
  return groups
}

const stems = new WeakMap<Unit, string[]>()

function stemsOf(unit: Unit): string[] {
  const known = stems.get(unit)
  if (known) return known
  const own = topicalWords(unit.sentence.text).map(roughStem)
  stems.set(unit, own)
  return own
}

function wordsIn(units: Iterable<Unit>): number {
  let total = 0
  for (const unit of units) total += unit.words
  return total
}
