import type { AnswerSentence, Citation } from '../../contract/decision.ts'
import type { IndexedPassage } from '../../knowledge/index.ts'
import { keepSafeLinks } from './safe-links.ts'
import { sameHeadings, type Unit } from './units.ts'

/** A part of an answer: units of one page, with a line of ours in front ("According to ...") or a heading of the page's. */
export interface AnswerPart {
  units: readonly Unit[]
  frame?: string
  heading?: string
  /** How many headings are left unsaid; deeper ones are shown where they begin. */
  depth: number
}

/** What an extractive answer is made of, ready for a decision. */
export interface PresentedAnswer {
  text: string
  sentences: AnswerSentence[]
  citations: Citation[]
  /** Positions of the sentences that are ours and not the page's: "According to ...". */
  frames: number[]
}

/** Turns chosen units into sentences with citations, and those into one readable Markdown text. */
export function presentAnswer(
  parts: readonly AnswerPart[],
  allowedHosts: readonly string[],
): PresentedAnswer {
  const citations = citationsOf(parts.flatMap(part => part.units))
  const numbers = new Map(citations.map(citation => [citation.passageId, citation.number]))
  const sentences: AnswerSentence[] = []
  const frames: number[] = []
  let text = ''
  const add = (separator: string, sentence: AnswerSentence): void => {
    sentences.push(sentence)
    text += text === '' ? sentence.text : separator + sentence.text
  }
  for (const part of parts) {
    const cited = [numbers.get(part.units[0]?.passage.id ?? '') ?? 1]
    if (part.frame !== undefined) {
      frames.push(sentences.length)
      add('\n\n', { text: part.frame, citations: cited, kind: 'sentence' })
    }
    if (part.heading !== undefined)
      add('\n\n', { text: `**${part.heading}**`, citations: cited, kind: 'heading' })
    let before: Unit | undefined
    for (const unit of part.units) {
      const heading = newHeading(before, unit, part.depth)
      if (heading !== undefined) {
        add('\n\n', {
          text: `**${heading}**`,
          citations: [numbers.get(unit.passage.id) ?? 1],
          kind: 'heading',
        })
        before = undefined
      }
      const sentence = sentenceOf(unit, numbers.get(unit.passage.id) ?? 1, allowedHosts)
      if (sentence.text !== '') add(separatorBetween(before, unit), sentence)
      before = unit
    }
  }
  return { text, sentences, citations, frames }
}

/** The heading that begins with `unit`, when it stands below the section's own. */
function newHeading(before: Unit | undefined, unit: Unit, depth: number): string | undefined {
  if (unit.headings.length <= depth || (before && sameHeadings(before, unit))) return undefined
  return unit.headings.at(-1)
}

/** One citation a passage, numbered in the order of use; its quote runs from the first to the last unit used. */
function citationsOf(units: readonly Unit[]): Citation[] {
  const byPassage = new Map<string, Unit[]>()
  for (const unit of units) byPassage.set(unit.passage.id, [...(byPassage.get(unit.passage.id) ?? []), unit])
  return [...byPassage.values()].map((used, at) => citationOf(used, at + 1))
}

function citationOf(used: readonly Unit[], number: number): Citation {
  const { passage } = used[0] as Unit
  return citePassage(passage, number, {
    start: Math.min(...used.map(unit => unit.sentence.start)),
    end: Math.max(...used.map(unit => unit.sentence.end)),
  })
}

/** The citation of a stretch of a passage's text. */
export function citePassage(
  passage: IndexedPassage,
  number: number,
  stretch: { start: number; end: number },
): Citation {
  return {
    number,
    passageId: passage.id,
    pageId: passage.pageId,
    path: passage.path,
    title: passage.title,
    headingPath: [...passage.headingPath],
    url: passage.url,
    quote: passage.text.slice(stretch.start, stretch.end),
  }
}

function sentenceOf(unit: Unit, citation: number, allowedHosts: readonly string[]): AnswerSentence {
  const { kind } = unit.sentence
  const marked = markerOf(unit) + unit.sentence.text
  if (kind === 'code') return { text: fenced(marked), citations: [citation], kind: 'code' }
  const linked = keepSafeLinks(unit.sentence.text, { allowedHosts, pageUrl: unit.passage.url })
  // Marks left over from a layout that text does not have.
  const clean = linked.replace(/^[:;,.|)\]]+\s+(?=\S)/u, '')
  const text = clean === '' ? '' : markerOf(unit) + clean
  return {
    text,
    citations: [citation],
    kind: kind === 'sentence' ? 'sentence' : kind === 'row' ? 'row' : 'step',
  }
}

/** The list marker of the unit's line, when the sentence begins after it. */
function markerOf(unit: Unit): string {
  const { text } = unit.passage
  const lineStart = text.lastIndexOf('\n', unit.sentence.start - 1) + 1
  const marker = /^\s*(?:[-*+]|\d+[.)])\s+$/.exec(text.slice(lineStart, unit.sentence.start))?.[0]
  return marker === undefined ? '' : marker.replace(/^\n+/, '')
}

function fenced(code: string): string {
  return /^\s*```/.test(code) ? code : `\`\`\`\n${code.replace(/\n+$/, '')}\n\`\`\``
}

function separatorBetween(before: Unit | undefined, unit: Unit): string {
  if (!before) return '\n\n'
  const samePassage = before.passage.id === unit.passage.id
  const same = before.block === unit.block
  if (unit.sentence.kind === 'sentence' && same && samePassage) {
    return unit.passage.text.slice(before.sentence.end, unit.sentence.start).includes('\n') ? '\n' : ' '
  }
  return unit.sentence.kind !== 'sentence' &&
    unit.sentence.kind !== 'code' &&
    (same || before.sentence.kind === unit.sentence.kind)
    ? '\n'
    : '\n\n'
}
