import type { Candidate, IndexedPassage } from '../../knowledge/index.ts'
import { audienceWorth } from './audience.ts'
import { headingMatch, type QuestionView } from './score-units.ts'
import { saysNothing } from './stubs.ts'
import { isQuestion, isUnder, type Unit } from './units.ts'

/** What stands under one heading of a page and the headings below it, in reading order. */
export interface Section {
  units: Unit[]
  /** How many headings the whole section stands under; deeper ones are shown in the answer. */
  depth: number
  /** How well its heading names the question, 0 to 1. */
  match: number
  /** Whether that is well enough for the section as a whole to be the answer. */
  fits: boolean
}

/** Looks up the neighbours of a found passage; given by the index. */
export type PagePassages = (
  workspaceId: string,
  pageId: string,
) => readonly IndexedPassage[] | Promise<readonly IndexedPassage[]>

/** A heading that names the question this well makes its section the answer. */
const fitting = 0.6

/**
 * The section to quote around the unit `best`: under the outermost of its headings that names the question, with all
 * that stands below; without such a heading, what stands under the same heading and what reads on below it.
 */
export function sectionOf(units: readonly Unit[], best: Unit, view: QuestionView): Section {
  const matches = best.headings.map(heading => headingMatch(heading, view))
  const match = Math.max(0, ...matches)
  const fits = match >= fitting
  const depth = fits ? matches.indexOf(match) + 1 : best.headings.length
  const root = best.headings.slice(0, depth)
  return { units: runAround(units, best, unit => isUnder(unit, root)), depth, match, fits }
}

/** The units around `best` for which `belongs` holds, without a gap. */
function runAround(units: readonly Unit[], best: Unit, belongs: (unit: Unit) => boolean): Unit[] {
  const at = units.indexOf(best)
  let from = at
  let to = at
  while (units[from - 1] && belongs(units[from - 1] as Unit)) from--
  while (units[to + 1] && belongs(units[to + 1] as Unit)) to++
  return units.slice(from, to + 1)
}

/** The best match of a heading above the passage, or of title and nearest heading together when that says more. */
export function matchOf(passage: IndexedPassage, view: QuestionView): number {
  const nearest = passage.headingPath.at(-1)
  if (nearest === undefined) return headingMatch(passage.title, view)
  const own = passage.headingPath.map(heading => headingMatch(heading, view))
  return Math.max(...own, 0.95 * headingMatch(`${passage.title} ${nearest}`, view))
}

/** Candidates in the order in which they should lead an answer: the mixed score, and a heading that names the question. */
export function rankForAnswer(
  candidates: readonly Candidate[],
  view: QuestionView,
  score: (candidate: Candidate) => number,
): Candidate[] {
  // Steps stand under the heading that says what they do.
  const weight = view.asks.steps ? 2 * headingWeight : headingWeight
  const worth = new Map(
    candidates.map(candidate => [
      candidate,
      score(candidate) +
        weight * Math.max(0, matchOf(candidate.passage, view) - 0.5) +
        audienceWorth(candidate, candidates, view.text),
    ]),
  )
  return [...candidates].sort((one, other) => (worth.get(other) ?? 0) - (worth.get(one) ?? 0))
}

const headingWeight = 0.4

/** How near in score to the leading one another passage of its page must come to hold the best unit. */
const nearLead = 0.75

/**
 * The unit that answers best, of the leading passage or another of its page that was found nearly as well: by its own
 * score, the heading right above it and the rank of its passage.
 */
export function bestUnitOf(
  units: readonly Unit[],
  lead: Candidate,
  candidates: readonly Candidate[],
  view: QuestionView,
): Unit | undefined {
  const named = matchOf(lead.passage, view) >= fitting
  const nearness = new Map(
    (named ? [] : candidates)
      .filter(
        ({ passage, fused }) => passage.pageId === lead.passage.pageId && fused >= nearLead * lead.fused,
      )
      .map(({ passage, fused }) => [passage.id, Math.min(1, fused / (lead.fused || 1))]),
  ).set(lead.passage.id, 1)
  let best: Unit | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const unit of units) {
    const near = nearness.get(unit.passage.id)
    if (
      near === undefined ||
      unit.leadsIn ||
      isQuestion(unit) ||
      saysNothing(unit) ||
      (view.asks.steps && unit.aside)
    )
      continue
    const worth =
      unit.score + headingShare * headingMatch(unit.headings.at(-1) ?? '', view) + rankShare * near
    if (worth > most) [best, most] = [unit, worth]
  }
  return best ?? units.find(unit => unit.passage.id === lead.passage.id)
}

const headingShare = 0.2
const rankShare = 2
