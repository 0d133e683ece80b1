import type { Candidate, IndexedPassage } from '../../knowledge/index.ts'
import { headingMatch, type QuestionView } from './score-units.ts'

/** A run of passages of one page under one heading and the headings below it, in reading order. */
export interface Section {
  passages: IndexedPassage[]
  /** How many headings the whole section stands under; deeper ones are shown in the answer. */
  depth: number
  /** Whether its heading names the question, so that the section as a whole is the answer. */
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
 * The section to quote around `lead`: under the outermost of its headings that names the question, with all that
 * stands below; without such a heading, the passage and what reads on from it.
 */
export function sectionOf(
  lead: IndexedPassage,
  page: readonly IndexedPassage[],
  view: QuestionView,
  found: ReadonlySet<string>,
): Section {
  const matches = lead.headingPath.map(heading => headingMatch(heading, view))
  const best = Math.max(0, ...matches)
  const fits = best >= fitting
  const depth = fits ? matches.indexOf(best) + 1 : lead.headingPath.length
  if (!fits) return { passages: readingOn(lead, page, found), depth, fits }
  const root = lead.headingPath.slice(0, depth).join('\n')
  const within = page
    .filter(other => other.pageId === lead.pageId)
    .filter(other => other.headingPath.slice(0, depth).join('\n') === root)
    .sort((one, other) => one.ordinal - other.ordinal)
  return { passages: runAround(lead, within), depth, fits }
}

/** `lead` and the passages after it that read on: under the same heading or below it, or found for themselves. */
function readingOn(
  lead: IndexedPassage,
  page: readonly IndexedPassage[],
  found: ReadonlySet<string>,
): IndexedPassage[] {
  const run = [lead]
  const root = lead.headingPath.join('\n')
  for (;;) {
    const next = page.find(
      other => other.pageId === lead.pageId && other.ordinal === lead.ordinal + run.length,
    )
    const below = next?.headingPath.slice(0, lead.headingPath.length).join('\n') === root
    if (
      !next ||
      run.length >= mostReadOn ||
      !((below && root !== '') || next.headingPath.join('\n') === root || found.has(next.id))
    )
      return run
    run.push(next)
  }
}

const mostReadOn = 6

/** The passages around `lead` without a gap; two sections of one name on a page are not joined. */
function runAround(lead: IndexedPassage, within: readonly IndexedPassage[]): IndexedPassage[] {
  const at = within.findIndex(passage => passage.id === lead.id)
  if (at < 0) return [lead]
  let from = at
  let to = at
  while (adjoin(within[from - 1], within[from])) from--
  while (adjoin(within[to], within[to + 1])) to++
  return within.slice(from, to + 1)
}

function adjoin(one: IndexedPassage | undefined, next: IndexedPassage | undefined): boolean {
  return one !== undefined && next !== undefined && next.ordinal - one.ordinal === 1
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
  const worth = new Map(
    candidates.map(candidate => [
      candidate,
      score(candidate) + headingWeight * Math.max(0, matchOf(candidate.passage, view) - 0.5),
    ]),
  )
  return [...candidates].sort((one, other) => (worth.get(other) ?? 0) - (worth.get(one) ?? 0))
}

const headingWeight = 0.4
