import type { Candidate, IndexedPassage, SearchResult } from '../../knowledge/index.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { chooseUnits, plainBudget } from './choose-units.ts'
import { dateFrame } from './dates.ts'
import { preferCurrent } from './prefer-current.ts'
import { type AnswerPart, type PresentedAnswer, presentAnswer } from './present.ts'
import { type QuestionView, scoreUnits, viewQuestion } from './score-units.ts'
import { matchOf, type PagePassages, rankForAnswer, sectionOf } from './section.ts'
import { type Unit, unitsOf } from './units.ts'

export interface ExtractInput {
  workspaceId: string
  question: string
  /** Topical words of the turns before that the question leans on. */
  context: readonly string[]
  result: SearchResult
  language: string | undefined
  now: Date
  allowedHosts: readonly string[]
  pagePassages?: PagePassages | undefined
}

/** A first part shorter than this many words leaves room for a second. */
const short = 60
/** How near the second part must come to the first, in score. */
const complementary = 0.85

/**
 * An answer in the pages' own words: the section that answers best, cut to what was asked, and a second part where
 * the first is short and another section is about as good. `undefined` when no passage may be quoted.
 */
export async function extractAnswer(input: ExtractInput): Promise<PresentedAnswer | undefined> {
  const view = viewQuestion(input.question, input.result.query, input.context)
  const ranked = rankForAnswer(input.result.candidates, view, candidate => candidate.fused)
  const lead = preferCurrent(ranked, candidate => candidate.fused, input.now)
  if (!lead) return undefined
  const first = await partFrom(lead.candidate, view, input, plainBudget.words)
  if (!first) return undefined
  const parts = [first]
  const words = wordsIn(first)
  if (lead.coming) add(parts, await partFrom(lead.coming, view, input, 50))
  else if (words < short) add(parts, await secondPart(ranked, lead.candidate, first, view, input))
  return presentAnswer(parts, input.allowedHosts)
}

function add(parts: AnswerPart[], part: AnswerPart | undefined): void {
  if (part) parts.push(part)
}

async function partFrom(
  candidate: Candidate,
  view: QuestionView,
  input: ExtractInput,
  words: number,
): Promise<AnswerPart | undefined> {
  const { passage } = candidate
  const page = await pageOf(passage, input)
  const section = sectionOf(
    passage,
    page,
    view,
    new Set(input.result.candidates.map(found => found.passage.id)),
  )
  const units = unitsOf(section.passages)
  scoreUnits(units, view, input.result.candidates)
  const chosen = chooseUnits(units, section.fits, view.asks, { ...plainBudget, words })
  if (chosen.length === 0) return undefined
  const frame = dateFrame(passage, input.language, input.now)
  const part = { units: chosen, depth: section.depth }
  return frame === undefined ? part : { ...part, frame }
}

async function pageOf(passage: IndexedPassage, input: ExtractInput): Promise<readonly IndexedPassage[]> {
  if (input.pagePassages) return await input.pagePassages(input.workspaceId, passage.pageId)
  return input.result.candidates
    .map(candidate => candidate.passage)
    .filter(other => other.pageId === passage.pageId)
}

/** The next best section, under its heading, when its best unit is about as good as the first part's. */
async function secondPart(
  ranked: readonly Candidate[],
  lead: Candidate,
  first: AnswerPart,
  view: QuestionView,
  input: ExtractInput,
): Promise<AnswerPart | undefined> {
  const section = lead.passage.headingPath.join('\n')
  const next = ranked.find(
    other => other.passage.pageId !== lead.passage.pageId || other.passage.headingPath.join('\n') !== section,
  )
  if (!next || next.fused < complementary * lead.fused) return undefined
  const part = await partFrom(next, view, input, plainBudget.words - wordsIn(first))
  if (!part || bestOf(part.units) < complementary * bestOf(first.units)) return undefined
  if (repeats(part, first)) return undefined
  const heading = next.passage.headingPath.at(-1) ?? next.passage.title
  return matchOf(next.passage, view) > 0 && heading !== '' ? { ...part, heading } : part
}

/** Whether a part says mostly what another one does, as two pages on one thing do. */
function repeats(part: AnswerPart, other: AnswerPart): boolean {
  const wordsOf = (one: AnswerPart): Set<string> =>
    new Set(one.units.flatMap(unit => topicalWords(unit.sentence.text).map(roughStem)))
  const [mine, theirs] = [wordsOf(part), wordsOf(other)]
  const shared = [...mine].filter(word => theirs.has(word)).length
  return shared >= 0.6 * Math.min(mine.size, theirs.size)
}

function wordsIn(part: AnswerPart): number {
  return part.units.reduce((total, unit) => total + unit.words, 0)
}

function bestOf(units: readonly Unit[]): number {
  return Math.max(0, ...units.map(unit => unit.score))
}
