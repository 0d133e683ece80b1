import type { Candidate, IndexedPassage, SearchResult } from '../../knowledge/index.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { holdsKind } from './asked-kinds.ts'
import { chooseSpot } from './choose-spot.ts'
import { chooseUnits, plainBudget } from './choose-units.ts'
import { dateFrame, validityOf } from './dates.ts'
import { gather, type Lender } from './gather.ts'
import { preferCurrent, sayAlike } from './prefer-current.ts'
import { type AnswerPart, type PresentedAnswer, presentAnswer } from './present.ts'
import { headingMatch, type QuestionView, scoreUnits, shareFound, viewQuestion } from './score-units.ts'
import { bestUnitOf, type PagePassages, rankForAnswer, type Section, sectionOf } from './section.ts'
import { withoutStubs } from './stubs.ts'
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

/** A fact told in fewer words than this leaves room for a second place that tells of it. */
const short = 60
/** How near the second part must come to the first, in score. */
const complementary = 0.85
/** The same of a second page: it is quoted only for what is about as good. */
const alike = 0.95
/** Words that further parts may bring an answer to. */
const longest = 160
/** A heading this near to the question need not be repeated above the answer, and its section is the whole answer. */
const sameAsAsked = 0.8
/** Passages of a page before and after the one found that are looked at. */
const nearby = 12

/** From this match on a heading names an open question, and its section is read instead of sentences gathered. */
const namesIt = 0.75
/** Passages that lend sentences to the answer to an open question. */
const lendersRead = 4
/** How near in score a passage must come to the leading one to lend any. */
const nearLead = 0.7

/** Where an answer was found. */
interface Found {
  candidate: Candidate
  best: Unit
  section: Section
}

/**
 * An answer in the pages' own words. A question about one thing gets the sentences or rows that tell it; one that a
 * heading names gets that section, cut to what can be read; any other the best sentences of the best passages.
 * `undefined` when no passage may be quoted.
 */
export async function extractAnswer(input: ExtractInput): Promise<PresentedAnswer | undefined> {
  const view = viewQuestion(input.question, input.result.query, input.context)
  const ranked = rankForAnswer(input.result.candidates, view, candidate => candidate.fused)
  const lead = preferCurrent(ranked, candidate => candidate.fused, input.now)
  if (!lead) return undefined
  const read = pageReader(view, input)
  const find = (candidate: Candidate): Promise<Found | undefined> => findPlace(candidate, ranked, view, read)
  const sources = [lead.candidate, ...ranked.filter(other => mayStandIn(other, lead.candidate, input.now))]
  for (const source of sources.slice(0, placesTried)) {
    const coming = source === lead.candidate ? lead.coming : undefined
    const quoted = await quote(source, coming, { view, ranked, read, find, input })
    if (quoted.length > 0) return presentAnswer(quoted, input.allowedHosts)
  }
  return undefined
}

/** Places looked at for one that holds more than announcements. */
const placesTried = 3

function mayStandIn(other: Candidate, lead: Candidate, now: Date): boolean {
  return other !== lead && other.fused >= nearLead * lead.fused && isQuotable(other, now)
}

/** What the stages of one answer share. */
interface Desk {
  view: QuestionView
  ranked: readonly Candidate[]
  read: (candidate: Candidate) => Promise<Unit[]>
  find: (candidate: Candidate) => Promise<Found | undefined>
  input: ExtractInput
}

/** The parts of an answer led by `source`, and by the version of its page still to come; none when nothing is told there. */
async function quote(
  source: Candidate,
  coming: Candidate | undefined,
  { view, ranked, read, find, input }: Desk,
): Promise<AnswerPart[]> {
  const found = await find(source)
  if (!found) return []
  const parts = isOpen(found, view) && !coming ? await gathered(source, ranked, view, read, input) : []
  if (parts.length === 0) parts.push(partOf(found, view, input, plainBudget.words))
  if (coming) add(parts, await find(coming), found => partOf(found, view, input, 50))
  else if (
    view.asks.fact &&
    wordsOf(parts.flatMap(part => part.units)) < short &&
    found.section.match < sameAsAsked
  )
    add(parts, await secondFact(ranked, found, find, view), second => partOf(second, view, input, short))
  const told = parts.map(part => ({ ...part, units: withoutStubs(part.units) }))
  return withoutOverlong(told.filter(part => part.units.length > 0))
}

/** Parts after the first for as long as all can be read quickly. */
function withoutOverlong(parts: readonly AnswerPart[]): AnswerPart[] {
  let words = 0
  return parts.filter((part, at) => {
    const own = wordsOf(part.units)
    if (at > 0 && words + own > longest) return false
    words += own
    return true
  })
}

function add<T>(parts: AnswerPart[], found: T | undefined, part: (found: T) => AnswerPart): void {
  if (found !== undefined) parts.push(part(found))
}

/** Whether sentences are to be gathered: nothing narrow is asked, no heading names it, and it is no list of steps. */
function isOpen({ section, best }: Found, view: QuestionView): boolean {
  const { asks } = view
  if (asks.steps && section.fits) return false
  if (asks.fact || section.match >= namesIt || best.sentence.kind === 'row') return false
  if (best.headings.some(heading => holdsAll(heading, view))) return false
  return !(asks.steps && (best.sentence.kind === 'step' || best.sentence.kind === 'item'))
}

/** Whether a heading says all that is asked, however much more it says. */
function holdsAll(heading: string, view: QuestionView): boolean {
  return view.weights.size > 1 && shareFound(heading, view) > 0.95
}

/** Reads the units of the page around a passage, scored; each page once. */
function pageReader(view: QuestionView, input: ExtractInput): (candidate: Candidate) => Promise<Unit[]> {
  const known = new Map<string, Unit[]>()
  return async ({ passage }) => {
    const before = known.get(passage.pageId)
    if (before?.some(unit => unit.passage.id === passage.id)) return before
    const units = unitsOf(around(passage, await pageOf(passage, input)))
    scoreUnits(units, view, input.result.candidates)
    known.set(passage.pageId, units)
    return units
  }
}

async function findPlace(
  candidate: Candidate,
  candidates: readonly Candidate[],
  view: QuestionView,
  read: (candidate: Candidate) => Promise<Unit[]>,
): Promise<Found | undefined> {
  const page = await read(candidate)
  const best = bestUnitOf(page, candidate, candidates, view)
  return best && { candidate, best, section: sectionOf(page, best, view) }
}

function partOf(found: Found, view: QuestionView, input: ExtractInput, words: number): AnswerPart {
  const { section, best } = found
  const narrow = best.sentence.kind === 'row' || (view.asks.fact && section.match < sameAsAsked)
  const units = narrow
    ? chooseSpot(section.units, best, view)
    : chooseUnits(boxesLast(section.units, view), section.fits, view.asks, { ...plainBudget, words })
  return asPart(units, section, view, input)
}

/** What is to be done comes before tips beside it: boxes that open a section are told after it. */
function boxesLast(units: readonly Unit[], { asks }: QuestionView): readonly Unit[] {
  const from = asks.steps ? units.findIndex(unit => !unit.aside) : 0
  return from > 0 ? [...units.slice(from), ...units.slice(0, from)] : units
}

function asPart(
  units: readonly Unit[],
  section: Section | undefined,
  view: QuestionView,
  input: ExtractInput,
): AnswerPart {
  const heading = headingOf(units, section, view)
  const frame = units[0] && dateFrame(units[0].passage, input.language, input.now)
  const depth = heading === undefined && section ? section.depth : (units[0]?.headings.length ?? 0)
  return {
    units,
    depth,
    ...(heading === undefined ? {} : { heading }),
    ...(frame === undefined ? {} : { frame }),
  }
}

/** Sentences of the lead and of the passages next to it in rank, a part for each place they come from. */
async function gathered(
  lead: Candidate,
  ranked: readonly Candidate[],
  view: QuestionView,
  read: (candidate: Candidate) => Promise<Unit[]>,
  input: ExtractInput,
): Promise<AnswerPart[]> {
  const usable = ranked.filter(
    other =>
      other !== lead &&
      other.fused >= nearLead * lead.fused &&
      isQuotable(other, input.now) &&
      !sayAlike(other.passage, lead.passage),
  )
  const lenders: Lender[] = []
  for (const candidate of [lead, ...usable].slice(0, lendersRead))
    lenders.push({ candidate, page: await read(candidate) })
  const groups = gather(lenders, view)
  const framed = new Set<string>()
  return groups.map(units => {
    const part = asPart(units, undefined, view, input)
    const pageId = units[0]?.passage.pageId ?? ''
    const { frame: _said, ...unframed } = part
    if (framed.has(pageId)) return unframed
    framed.add(pageId)
    return part
  })
}

function isQuotable(candidate: Candidate, now: Date): boolean {
  const validity = validityOf(candidate.passage, now)
  return validity === 'undated' || validity === 'in-force'
}

/** The heading above the first unit, when the visitor would miss it: it says what neither question nor quote does. */
function headingOf(
  units: readonly Unit[],
  section: Section | undefined,
  view: QuestionView,
): string | undefined {
  const heading = units[0]?.headings.at(-1)
  if (heading === undefined || headingMatch(heading, view) >= sameAsAsked) return undefined
  const said = new Set(topicalWords(units[0]?.sentence.text ?? '').map(roughStem))
  const news = topicalWords(heading)
    .map(roughStem)
    .filter(word => !said.has(word))
  return news.length > 0 || section?.units[0] !== units[0] ? heading : undefined
}

async function pageOf(passage: IndexedPassage, input: ExtractInput): Promise<readonly IndexedPassage[]> {
  if (input.pagePassages) return await input.pagePassages(input.workspaceId, passage.pageId)
  return input.result.candidates
    .map(candidate => candidate.passage)
    .filter(other => other.pageId === passage.pageId)
}

/** The passages of a page near one of them, in reading order and without a gap. */
function around(passage: IndexedPassage, page: readonly IndexedPassage[]): IndexedPassage[] {
  const near = page
    .filter(other => Math.abs(other.ordinal - passage.ordinal) <= nearby)
    .sort((one, other) => one.ordinal - other.ordinal)
  const at = near.findIndex(other => other.id === passage.id)
  if (at < 0) return [passage]
  let from = at
  let to = at
  while (near[from]?.ordinal === (near[from - 1]?.ordinal ?? Number.NaN) + 1) from--
  while (near[to + 1]?.ordinal === (near[to]?.ordinal ?? Number.NaN) + 1) to++
  return near.slice(from, to + 1)
}

/** The next best place when its best unit is about as good as the first one's and tells something else. */
async function secondFact(
  ranked: readonly Candidate[],
  first: Found,
  find: (candidate: Candidate) => Promise<Found | undefined>,
  view: QuestionView,
): Promise<Found | undefined> {
  const used = new Set(first.section.units.map(unit => unit.passage.id))
  const next = ranked.find(other => !used.has(other.passage.id))
  if (!next) return undefined
  const elsewhere = next.passage.pageId !== first.candidate.passage.pageId
  const least = elsewhere ? alike : complementary
  if (next.fused < least * first.candidate.fused) return undefined
  const second = await find(next)
  if (!second || second.best.score < least * first.best.score || repeats(second.best, first.best))
    return undefined
  const { values } = view.asks
  if (elsewhere && values.length > 0 && !holdsKind(second.best.sentence.text, values)) return undefined
  if (!elsewhere && !tellsOf(second.best, view)) return undefined
  return second
}

/** Whether a unit holds a word of the question that its page's title does not: more than the page's subject. */
function tellsOf({ passage, sentence, headings }: Unit, view: QuestionView): boolean {
  const subject = new Set(topicalWords(passage.title).map(roughStem))
  const words = topicalWords([sentence.text, ...headings].join(' ')).map(roughStem)
  return words.some(word => view.weights.has(word) && !subject.has(word))
}

/** Whether a unit says mostly what another one does, as two pages on one thing do. */
function repeats(one: Unit, other: Unit): boolean {
  const stemsOf = (unit: Unit): Set<string> => new Set(topicalWords(unit.sentence.text).map(roughStem))
  const [mine, theirs] = [stemsOf(one), stemsOf(other)]
  const shared = [...mine].filter(word => theirs.has(word)).length
  return shared >= 0.6 * Math.min(mine.size, theirs.size)
}

function wordsOf(units: readonly Unit[]): number {
  return units.reduce((total, unit) => total + unit.words, 0)
}
