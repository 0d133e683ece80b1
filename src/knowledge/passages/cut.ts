import { createHash } from 'node:crypto'
import type { ParsedPage, Passage } from '../page.ts'
import { type Section, sectionsOf } from './sections.ts'
import type { Unit } from './units.ts'

/** Sizes are in words as `countWords` counts them. */
export interface CutOptions {
  /** What a passage aims at. Default 150 (`chunkTarget` of the embedder's manifest). */
  target?: number
  /** What none exceeds, but for one indivisible line. Default one and a half targets. */
  max?: number
  /** ISO 639-1; for splitting sentences. Default the page's, else English. */
  language?: string
}

/** Sections shorter than this are put together with their neighbours under the same parent. */
const TINY = 12

/**
 * Cuts a page into passages along its structure: never across headings (but for sections of a few words), lists,
 * steps, tables and code whole where they fit and with the line that leads to them. `contentHash` covers what is
 * embedded (title, headings, text, language) and not the position, so a passage that only moved keeps its vectors.
 */
export function cutPassages(page: ParsedPage, options: CutOptions = {}): Passage[] {
  const target = options.target ?? 150
  const max = options.max ?? Math.round(target * 1.5)
  const language = options.language ?? page.language ?? 'en'
  const pageUrl = page.url !== undefined && /^https?:/i.test(page.url) ? page.url : undefined
  const sections = joinTiny(sectionsOf(page, { max, language, pageUrl }), target)
  const drafts = sections.flatMap(section =>
    pack(section.units, target, max).map(units => ({ section, units })),
  )
  return drafts.map(({ section, units }, ordinal) =>
    passageOf({ title: page.title, language }, section, units, ordinal),
  )
}

function joinTiny(sections: readonly Section[], target: number): Section[] {
  const joined: Section[] = []
  for (const section of sections) {
    const last = joined.at(-1)
    const parent = last && sharedParent(last, section)
    if (last && parent && (last.words < TINY || section.words < TINY) && last.words + section.words <= target)
      joined[joined.length - 1] = joinSections(last, section, parent)
    else joined.push(section)
  }
  return joined
}

/** The path both may be told under: that of siblings' parent, or of the one that holds the other. */
function sharedParent(a: Section, b: Section): string[] | undefined {
  const parent = b.path.slice(0, -1)
  const same = (path: string[]) =>
    path.length === parent.length && path.every((each, at) => each === parent[at])
  if (b.path.length === 0) return undefined
  if (same(a.path)) return a.path
  return a.path.length > 0 && same(a.path.slice(0, -1)) ? parent : undefined
}

function joinSections(a: Section, b: Section, path: string[]): Section {
  const labelled = (section: Section): Unit[] => {
    const own = section.path.at(-1)
    const first = section.units[0]
    if (section.path.length === path.length || !own || !first) return section.units
    const label: Unit = {
      ...first,
      kind: 'text',
      text: `**${own.replaceAll('*', '')}**`,
      sentences: [],
      words: 2,
      leads: true,
      joins: false,
    }
    return [label, { ...first, joins: false }, ...section.units.slice(1)]
  }
  return {
    path,
    anchor: a.anchor || b.anchor,
    units: [...labelled(a), ...labelled(b)],
    words: a.words + b.words,
  }
}

/** Fills passages evenly: a section of 1.4 targets becomes two of 0.7, not one full and one rest. */
function pack(units: readonly Unit[], target: number, max: number): Unit[][] {
  const total = units.reduce((sum, unit) => sum + unit.words, 0)
  const aim = total <= max ? max : Math.ceil(total / Math.ceil(total / target))
  const passages: Unit[][] = []
  let open: Unit[] = []
  let words = 0
  for (const run of runsOf(units, max)) {
    const size = run.reduce((sum, unit) => sum + unit.words, 0)
    // Half of the run over the aim is nearer to it than none.
    if (open.length > 0 && (words + size > max || words + size / 2 > aim)) {
      passages.push(open)
      open = []
      words = 0
    }
    open.push(...run)
    words += size
  }
  if (open.length > 0) passages.push(open)
  return joinRests(passages, max)
}

/** Units that belong together (a lead and its list, the lines of one list) as one run if that fits, else line by line. */
function runsOf(units: readonly Unit[], max: number): Unit[][] {
  const runs: Unit[][] = []
  for (let at = 0; at < units.length; ) {
    let to = at + 1
    while (to < units.length && (units[to - 1]?.leads || units[to]?.joins)) to++
    const run = units.slice(at, to)
    const words = run.reduce((sum, unit) => sum + unit.words, 0)
    if (words <= max) runs.push(run)
    else runs.push(...inPieces(run))
    at = to
  }
  return runs
}

/** A long list line by line, its nested items with their parent, its lead with the first. */
function inPieces(run: readonly Unit[]): Unit[][] {
  const pieces: Unit[][] = []
  let led = false
  for (const unit of run) {
    const piece = pieces.at(-1)
    const small = piece !== undefined && piece.reduce((sum, each) => sum + each.words, unit.words) <= 80
    if (piece && (led || (/^\s/.test(unit.text) && small))) piece.push(unit)
    else pieces.push([unit])
    led = unit.leads
  }
  return pieces
}

/** A last passage of a few words goes with the one before it. */
function joinRests(passages: Unit[][], max: number): Unit[][] {
  const size = (units: Unit[] = []) => units.reduce((sum, unit) => sum + unit.words, 0)
  const last = passages.at(-1)
  const before = passages.at(-2)
  if (!last || !before || size(last) > 30 || size(before) + size(last) > max * 1.15) return passages
  return [...passages.slice(0, -2), [...before, ...last]]
}

function passageOf(
  { title, language }: { title: string; language: string },
  section: Section,
  units: readonly Unit[],
  ordinal: number,
): Passage {
  let text = ''
  const sentences: Passage['sentences'] = []
  units.forEach((unit, at) => {
    if (at > 0) text += unit.joins && unit.kind === units[at - 1]?.kind ? '\n' : '\n\n'
    for (const { kind, start, end } of unit.sentences)
      sentences.push({
        ordinal: sentences.length,
        kind,
        start: text.length + start,
        end: text.length + end,
        text: unit.text.slice(start, end),
      })
    text += unit.text
  })
  const first = units[0]
  const last = units.at(-1)
  const kind = kindOf(units)
  return {
    ordinal,
    kind,
    headingPath: section.path,
    anchor: section.anchor,
    startOffset: first?.start ?? 0,
    endOffset: Math.max(first?.end ?? 0, last?.end ?? 0),
    startLine: first?.line ?? 0,
    endLine: Math.max(first?.line ?? 0, last?.endLine ?? 0),
    text,
    sentences,
    contentHash: createHash('sha256')
      .update(JSON.stringify([title, section.path, kind, language, text]))
      .digest('hex'),
  }
}

/** The kind that most of its words are of. */
function kindOf(units: readonly Unit[]): Passage['kind'] {
  const words = new Map<Passage['kind'], number>()
  for (const unit of units) words.set(unit.kind, (words.get(unit.kind) ?? 0) + unit.words)
  return [...words].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'text'
}
