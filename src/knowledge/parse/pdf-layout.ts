import type { Block } from '../page.ts'
import type { PdfLine } from './pdf-lines.ts'

const NOWHERE = { start: 0, end: 0, line: 0, endLine: 0 }
const PAGE_DEPTH = 6
const BULLET = /^[•▪◦‣●○·*–-]\s+(?=\S)/
const NUMBER = /^(\d{1,3})[.)]\s+(?=\S)/

/**
 * The lines of all pages as blocks. Larger letters than the body's are headings (the larger, the higher); a page
 * that does not begin with one gets a heading "Page N", so that a citation opens at that page. Running heads,
 * feet and page numbers are dropped, and a sentence that goes on over a page break stays whole.
 */
export function blocksOfPages(pages: readonly PdfLine[][]): Block[] {
  const running = runningLines(pages)
  const depths = headingDepths(pages)
  const blocks: Block[] = []
  pages.forEach((lines, index) => {
    const body = lines.filter((line, at) => !isRunning(lines, at, index + 1, running) && line.text !== '')
    appendPage(blocks, body, index + 1, depths)
  })
  return blocks
}

function appendPage(
  blocks: Block[],
  lines: readonly PdfLine[],
  page: number,
  depths: Map<number, number>,
): void {
  const first = lines[0]
  if (!first) return
  const last = blocks.at(-1)
  const goesOn =
    last?.kind === 'paragraph' && !/[.!?:…。！？]["'”’)]?$/.test(last.text) && /^\p{Ll}/u.test(first.text)
  const anchor = `page=${page}`
  if (!goesOn && !depths.has(first.size))
    blocks.push({ kind: 'heading', depth: PAGE_DEPTH, text: `Page ${page}`, anchor, ...NOWHERE })
  let spacing = typicalGap(lines)
  let joined = goesOn
  for (const line of lines) {
    const depth = depths.get(line.size)
    if (depth !== undefined && line.text.length <= 200) appendHeading(blocks, line, depth, anchor, spacing)
    else appendText(blocks, line, joined || line.gapAbove <= spacing * 1.35)
    joined = false
    if (spacing === 0) spacing = line.gapAbove
  }
}

function appendHeading(blocks: Block[], line: PdfLine, depth: number, anchor: string, spacing: number): void {
  const last = blocks.at(-1)
  const wraps = last?.kind === 'heading' && last.depth === depth && last.anchor === anchor
  if (wraps && line.gapAbove <= Math.max(spacing, line.size) * 1.5)
    last.text = joinLines(last.text, line.text)
  else blocks.push({ kind: 'heading', depth, text: line.text, anchor, ...NOWHERE })
}

function appendText(blocks: Block[], line: PdfLine, close: boolean): void {
  const last = blocks.at(-1)
  const bullet = BULLET.exec(line.text)
  const number = NUMBER.exec(line.text)
  if (bullet || number) {
    appendItem(blocks, line.text, bullet ?? number, number)
    return
  }
  const item = last?.kind === 'list' ? last.items.at(-1) : undefined
  if (close && item) item.text = joinLines(item.text, line.text)
  else if (close && last?.kind === 'paragraph') last.text = joinLines(last.text, line.text)
  else blocks.push({ kind: 'paragraph', text: line.text, ...NOWHERE })
}

function appendItem(
  blocks: Block[],
  text: string,
  mark: RegExpExecArray | null,
  number: RegExpExecArray | null,
): void {
  const item = {
    text: text.slice(mark?.[0].length ?? 0),
    depth: 0,
    ...(number ? { number: Number(number[1]) } : {}),
  }
  const last = blocks.at(-1)
  if (last?.kind === 'list' && last.ordered === (number !== null)) last.items.push(item)
  else blocks.push({ kind: 'list', ordered: number !== null, items: [item], ...NOWHERE })
}

/** Two lines as one; a word divided at the line's end is made whole. */
function joinLines(above: string, below: string): string {
  return /\p{Ll}-$/u.test(above) && /^\p{Ll}/u.test(below) ? above.slice(0, -1) + below : `${above} ${below}`
}

/** Letter sizes of headings with their depth (1 to 4). The body is the size of most characters. */
function headingDepths(pages: readonly PdfLine[][]): Map<number, number> {
  const characters = new Map<number, number>()
  for (const line of pages.flat())
    characters.set(line.size, (characters.get(line.size) ?? 0) + line.text.length)
  const total = [...characters.values()].reduce((sum, count) => sum + count, 0)
  const body = [...characters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
  const larger = [...characters]
    .filter(([size, count]) => size >= body * 1.12 && count <= total * 0.25)
    .map(([size]) => size)
    .sort((a, b) => b - a)
  return new Map(larger.map((size, rank) => [size, Math.min(rank + 1, 4)]))
}

/** First and last lines that come back on at least half of the pages (three or more), but for the page's number. */
function runningLines(pages: readonly PdfLine[][]): Set<string> {
  const counts = new Map<string, number>()
  pages.forEach((lines, index) => {
    for (const key of new Set([lines[0], lines.at(-1)].map(line => line && runningKey(line.text, index + 1))))
      if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  const least = Math.max(3, pages.length / 2)
  return new Set([...counts].filter(([, count]) => count >= least).map(([key]) => key))
}

const PAGE_NUMBER = /^(?:page|seite|p\.|pagina|página)?\s?\d{1,4}(?:\s?(?:\/|of|von|de|di)\s?\d{1,4})?$/i

function isRunning(
  lines: readonly PdfLine[],
  at: number,
  page: number,
  running: ReadonlySet<string>,
): boolean {
  const text = lines[at]?.text ?? ''
  const edge = at === 0 || at === lines.length - 1
  return edge && lines.length > 1 && (PAGE_NUMBER.test(text) || running.has(runningKey(text, page)))
}

/** A line without the number of its page. Other numbers stay: "Rule 7" and "Rule 8" are not a running head. */
function runningKey(text: string, page: number): string {
  return text.replace(/\d+/g, number => (Number(number) === page ? '#' : number))
}

/** The most usual distance between two lines of a page, in points. */
function typicalGap(lines: readonly PdfLine[]): number {
  const counts = new Map<number, number>()
  for (const { gapAbove } of lines.slice(1)) {
    const gap = Math.round(gapAbove)
    if (gap > 0) counts.set(gap, (counts.get(gap) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0
}
