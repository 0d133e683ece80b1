import type { Block, Passage, PassageSentence } from '../page.ts'
import { absoluteLinks } from '../parse/links.ts'
import { splitSentences } from './sentences.ts'

/** A piece of text with its sentences marked; what passages are put together from. */
export interface Unit {
  kind: Passage['kind']
  text: string
  /** Offsets within `text`. */
  sentences: { kind: PassageSentence['kind']; start: number; end: number }[]
  words: number
  /** Introduces what follows ("Do this:"): stays with it. */
  leads: boolean
  /** Goes on from the unit before it on the next line, without an empty line between. */
  joins: boolean
  start: number
  end: number
  line: number
  endLine: number
}

export interface UnitOptions {
  max: number
  language: string
  pageUrl: string | undefined
}

/** Words as the encoder will feel them: long strings without spaces (code, URLs, Chinese) count by their length. */
export function countWords(text: string): number {
  const words = text.match(/\S+/g) ?? []
  let count = 0
  for (const word of words) {
    const wide = word.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/g)?.length ?? 0
    count += 1 + Math.floor(wide / 2) + Math.floor((word.length - wide) / 14)
  }
  return count
}

/** A block as units none of which is longer than `max` words where its parts allow. */
export function unitsOf(block: Block, options: UnitOptions): Unit[] {
  switch (block.kind) {
    case 'heading':
      return []
    case 'paragraph':
    case 'quote':
      return paragraphUnits(block, options)
    case 'list':
      return listUnits(block, options)
    case 'table':
      return tableUnits(block, options)
    case 'code':
      return codeUnits(block, options)
  }
}

type Place = Pick<Unit, 'start' | 'end' | 'line' | 'endLine'>

function placeOf({ start, end, line, endLine }: Block): Place {
  return { start, end, line, endLine }
}

function paragraphUnits(
  block: Extract<Block, { kind: 'paragraph' | 'quote' }>,
  options: UnitOptions,
): Unit[] {
  const text = absoluteLinks(block.text, options.pageUrl)
  const place = placeOf(block)
  const leads = isLead(text)
  // A bold line by itself is a label of what follows, not something to quote.
  if (isLabel(text))
    return [
      { kind: 'text', text, sentences: [], words: countWords(text), leads: true, joins: false, ...place },
    ]
  const spans = splitSentences(text, options.language).flatMap(span => shortSpans(text, span, options.max))
  const groups = groupBySize(spans, span => countWords(text.slice(span.start, span.end)), options.max)
  return groups.map((group, at) => {
    const from = group[0]?.start ?? 0
    const piece = text.slice(from, group.at(-1)?.end ?? text.length)
    return {
      kind: 'text',
      text: piece,
      sentences: group.map(span => ({ kind: 'sentence', start: span.start - from, end: span.end - from })),
      words: countWords(piece),
      leads: leads && at === groups.length - 1,
      joins: false,
      ...place,
    }
  })
}

/** A "sentence" longer than a passage (a wall of words) is cut at spaces. */
function shortSpans(
  text: string,
  span: { start: number; end: number },
  max: number,
): { start: number; end: number }[] {
  const limit = max * 8
  if (span.end - span.start <= limit) return [span]
  const spans: { start: number; end: number }[] = []
  let from = span.start
  while (span.end - from > limit) {
    const space = text.lastIndexOf(' ', from + limit)
    let to = space > from + limit / 2 ? space : from + limit
    if (to !== space && /[\udc00-\udfff]/.test(text[to] ?? '')) to--
    spans.push({ start: from, end: to })
    from = to
    while (text[from] === ' ' && from < span.end) from++
  }
  if (from < span.end) spans.push({ start: from, end: span.end })
  return spans
}

function isLead(text: string): boolean {
  return /[:：]\**$/.test(text)
}

export function isLabel(text: string): boolean {
  return /^\*\*[^*\n]{1,120}\*\*:?$/.test(text)
}

function groupBySize<T>(parts: readonly T[], size: (part: T) => number, max: number): T[][] {
  const groups: T[][] = []
  let room = 0
  for (const part of parts) {
    const words = size(part)
    const group = groups.at(-1)
    if (group && words <= room) {
      group.push(part)
      room -= words
    } else {
      groups.push([part])
      room = max - words
    }
  }
  return groups
}

/** One line each; a unit per top-level item with what is nested below it, joined again as long as they fit. */
function listUnits(block: Extract<Block, { kind: 'list' }>, options: UnitOptions): Unit[] {
  const kind = block.ordered ? 'steps' : 'list'
  const lines = block.items.map(item => {
    const marker = `${'  '.repeat(item.depth)}${item.number === undefined ? '-' : `${item.number}.`} `
    const text = absoluteLinks(item.text, options.pageUrl).replaceAll('\n', ' ')
    return {
      marker,
      text,
      depth: item.depth,
      sentence: item.number === undefined ? ('item' as const) : ('step' as const),
    }
  })
  const place = placeOf(block)
  const last = Math.max(1, lines.length - 1)
  return lines.map((line, at) => {
    const text = line.marker + line.text
    // Positions inside a list are not kept by the blocks: lines are taken as evenly spread.
    const start = Math.round(place.start + ((place.end - place.start) * at) / (last + 1))
    const lineAt = Math.round(place.line + ((place.endLine - place.line) * at) / last)
    const spans = shortSpans(text, { start: line.marker.length, end: text.length }, options.max)
    return {
      kind,
      text,
      sentences: spans.filter(span => span.end > span.start).map(span => ({ kind: line.sentence, ...span })),
      words: countWords(text),
      leads: false,
      joins: at > 0 || block.continues === true,
      start,
      end:
        at === lines.length - 1
          ? place.end
          : Math.round(place.start + ((place.end - place.start) * (at + 1)) / (last + 1)),
      line: lineAt,
      endLine: at === lines.length - 1 ? place.endLine : lineAt,
    }
  })
}

/** A row reads by itself, with the header's words: `Plan: Starter; Price: 9 €`. So a long table can be cut anywhere. */
function tableUnits(block: Extract<Block, { kind: 'table' }>, options: UnitOptions): Unit[] {
  const place = placeOf(block)
  const header = block.header.map(cell => plainCell(absoluteLinks(cell, options.pageUrl)))
  const rows = block.rows.length > 0 ? block.rows : [[]]
  return rows.flatMap((cells, at): Unit[] => {
    const text = rowText(
      header,
      cells.map(cell => absoluteLinks(cell, options.pageUrl).replaceAll('\n', ' ')),
    )
    if (text === '') return []
    const line = Math.min(place.endLine, place.line + (place.endLine > place.line ? at + 2 : 0))
    return [
      {
        kind: 'table',
        text,
        sentences: shortSpans(text, { start: 0, end: text.length }, options.max).map(span => ({
          kind: 'row',
          ...span,
        })),
        words: countWords(text),
        leads: false,
        joins: at > 0,
        ...place,
        line,
        endLine: at === rows.length - 1 ? place.endLine : line,
      },
    ]
  })
}

function plainCell(text: string): string {
  return text.replace(/\*\*|`/g, '').replace(/:$/, '')
}

function rowText(header: readonly string[], cells: readonly string[]): string {
  if (cells.length === 0) return header.filter(Boolean).join('; ')
  const parts = cells.map((cell, at) => (cell === '' ? '' : header[at] ? `${header[at]}: ${cell}` : cell))
  const [first = '', ...rest] = parts
  const others = rest.filter(Boolean).join('; ')
  // A first column without a name names its row.
  return first && others && !header[0] ? `${first} – ${others}` : [first, others].filter(Boolean).join('; ')
}

function codeUnits(block: Extract<Block, { kind: 'code' }>, options: UnitOptions): Unit[] {
  const fence = block.text.includes('```') ? '~~~' : '```'
  const lines = block.text
    .split('\n')
    .flatMap(line => (line.length > options.max * 8 ? chopped(line, options.max * 8) : [line]))
  return groupBySize(lines, line => Math.max(1, countWords(line)), options.max).map((group): Unit => {
    const open = `${fence}${block.language}\n`
    const code = group.join('\n')
    const text = `${open}${code}\n${fence}`
    const sentences =
      code.trim() === ''
        ? []
        : [{ kind: 'code' as const, start: open.length, end: open.length + code.length }]
    return {
      kind: 'code',
      text,
      sentences,
      words: countWords(code),
      leads: false,
      joins: false,
      ...placeOf(block),
    }
  })
}

function chopped(line: string, size: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < line.length; at += size) parts.push(line.slice(at, at + size))
  return parts
}
