import { blocksToMarkdown } from './blocks-to-markdown.ts'
import { htmlBlocks } from './html-blocks.ts'
import { parseDom } from './html-dom.ts'
import { endOfBraces, type MarkupTag, readTag } from './markup-tag.ts'
import { type Constants, noteConstant, resolveAttributes, shownText, wordsOf } from './mdx-values.ts'
import { createRewriter, type Rewriter, type Rewritten } from './rewriter.ts'

/**
 * Markdown with JSX, HTML, admonitions and the like as plain Markdown that reads the same: imports, comments and
 * pictures go, tabs and folded parts keep their label as a bold line, tables and lists in HTML become Markdown.
 * Code is left alone. Never runs anything. Linear: each look-ahead is bounded.
 */
export function plainMarkdown(source: string, from: number, isMdx: boolean): Rewritten {
  const scan: Scan = {
    source,
    lower: source.toLowerCase(),
    out: createRewriter(source),
    isMdx,
    links: [],
    indent: 0,
    termEnd: -1,
    missing: new Map(),
    constants: new Map(),
  }
  let at = from
  while (at < source.length)
    at = atLineStart(source, at, from) ? readLineStart(scan, at) : readInline(scan, at)
  return scan.out.done()
}

interface Scan {
  source: string
  lower: string
  out: Rewriter
  isMdx: boolean
  /** Targets of the `<a>` that are open. */
  links: string[]
  /** Columns taken off each line, inside an indented `!!! note`. */
  indent: number
  /** Where the line with the term of a definition (`term` / `: what it is`) ends, or -1. */
  termEnd: number
  /** Strings known not to occur behind an offset, so that no search is made twice. */
  missing: Map<string, number>
  /** What `export const` gave so far. */
  constants: Constants
}

function atLineStart(source: string, at: number, from: number): boolean {
  return at === from || source[at - 1] === '\n'
}

function find(scan: Scan, text: string, at: number): number {
  if ((scan.missing.get(text) ?? Number.POSITIVE_INFINITY) <= at) return -1
  const found = scan.lower.indexOf(text, at)
  if (found < 0) scan.missing.set(text, at)
  return found
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at)
  return end < 0 ? source.length : end + 1
}

/** Whole lines with a meaning of their own; otherwise goes on to the line's text. */
function readLineStart(scan: Scan, at: number): number {
  const { source, out } = scan
  const end = endOfLine(source, at)
  const line = source.slice(at, Math.min(end, at + 500))
  if (scan.indent > 0 && line.trim() !== '') {
    if (line.startsWith(' '.repeat(scan.indent)))
      return readText(scan, at + scan.indent, line.slice(scan.indent), end)
    scan.indent = 0
  }
  if (
    /^(?:import\s[^\n]{0,400}\sfrom\s*['"]|import\s*['"]|import\s*\{\s*$|export\s+(?:default|const|let|function)\s)/.test(
      line,
    )
  ) {
    noteConstant(line, scan.constants)
    return endOfStatement(source, at)
  }
  const fence = /^[\s>]*(?:[-*+]|\d{1,9}[.)])?[^\S\n]*(`{3,}|~{3,})/.exec(line)
  if (fence?.[1]) return keepFence(scan, at, fence[1])
  const admonition = /^[^\S\n]*:::+[^\S\n]*(?:\{?\.?)([a-z]+)\}?[^\S\n]*(?:\[([^\]\n]*)\]|([^\n]*))/i.exec(
    line,
  )
  if (admonition) return writeLabel(scan, at, end, admonition[2] ?? admonition[3] ?? '', admonition[1] ?? '')
  if (/^[^\S\n]*:::+\s*$/.test(line)) return blank(out, at, end)
  const indented = /^(?:!!!|\?\?\?\+?)[^\S\n]+([a-z]+)[^\S\n]*(?:"([^"\n]*)")?[^\S\n]*\r?\n?$/i.exec(line)
  if (indented) {
    scan.indent = 4
    return writeLabel(scan, at, end, indented[2] ?? '', indented[1] ?? '')
  }
  if (
    /^[^\S\n]*>[^\S\n]*\[!(?:note|tip|info|important|warning|caution|danger)\][+-]?[^\S\n]*\r?\n?$/i.test(
      line,
    )
  ) {
    out.write('>\n', at)
    return end
  }
  if (/^[^\S\n]*\{%[^\n]*%\}[^\S\n]*\r?\n?$/.test(line)) return blank(out, at, end)
  if (isTerm(source, line, end)) {
    scan.out.write('- ', at)
    scan.termEnd = end - 1
  }
  return readText(scan, at, line, end)
}

/** A line of text over one that begins with `:` and a space (Markdown Extra's definition lists). */
function isTerm(source: string, line: string, end: number): boolean {
  return /^[^\s:|>#-]/.test(line) && line.length < 200 && /^:[^\S\n]{1,4}\S/.test(source.slice(end, end + 8))
}

/** Indented code is kept as it is; other lines are read character by character from their first word. */
function readText(scan: Scan, at: number, line: string, end: number): number {
  if (line.trim() === '') {
    scan.out.keep(at, end)
    return end
  }
  const lead = line.length - line.trimStart().length
  scan.out.keep(at, at + lead)
  return readInline(scan, at + lead)
}

function blank(out: Rewriter, at: number, end: number): number {
  out.write('\n', at)
  return end
}

const loud = new Set(['warning', 'caution', 'danger', 'important'])
const quiet = new Set(['note', 'tip', 'info', 'hint'])

function writeLabel(scan: Scan, at: number, end: number, title: string, kind: string): number {
  const name = (kind[0]?.toUpperCase() ?? '') + kind.slice(1).toLowerCase()
  const isLoud = loud.has(kind.toLowerCase())
  // A box's title alone would read as a heading of all that follows: it is told with the kind of box.
  const label =
    title.trim() === ''
      ? isLoud
        ? name
        : ''
      : isLoud || quiet.has(kind.toLowerCase())
        ? `${name}: ${title.trim()}`
        : title.trim()
  scan.out.write(label === '' ? '\n' : `\n**${label.replace(/\*\*/g, '')}**\n\n`, at)
  return end
}

/** An import or export of MDX ends with its paragraph. */
function endOfStatement(source: string, at: number): number {
  let end = endOfLine(source, at)
  while (end < source.length && !/^\s*$/.test(source.slice(end, endOfLine(source, end))) && end - at < 5000) {
    if (/^(?:import|export)\s/.test(source.slice(end, end + 7))) break
    if (
      /['"];?\s*$|[})];?\s*$/.test(source.slice(Math.max(at, end - 40), end)) &&
      !/^[\s})]/.test(source.slice(end, end + 1))
    )
      break
    end = endOfLine(source, end)
  }
  return end
}

function keepFence(scan: Scan, at: number, fence: string): number {
  const { source, out } = scan
  const mark = fence[0] ?? '`'
  let end = endOfLine(source, at)
  while (end < source.length) {
    const next = endOfLine(source, end)
    const line = source
      .slice(end, Math.min(next, end + 300))
      .replace(/^[\s>]+/, '')
      .trimEnd()
    end = next
    if (line.length >= fence.length && line === mark.repeat(line.length)) break
  }
  out.keep(at, end)
  return end
}

/** Reads on to the next character that may begin something, handles it, and gives the offset behind it. */
function readInline(scan: Scan, at: number): number {
  const { source, out } = scan
  let to = at
  while (to < source.length && !stops.has(source[to] as string)) to++
  out.keep(at, to)
  if (to >= source.length) return to
  const char = source[to]
  if (to === scan.termEnd) {
    out.write(': ', to)
    return to + 1 + (/^:\s*/.exec(source.slice(to + 1, to + 10))?.[0].length ?? 0)
  }
  if (char === '`') return keepInlineCode(scan, to)
  if (char === '<') return readAngle(scan, to)
  if (char === '{') return readBraces(scan, to)
  const width = char === '\\' && source[to + 1] !== '\n' ? 2 : 1
  out.keep(to, to + width)
  return to + width
}

const stops = new Set(['`', '<', '{', '\\', '\n'])

function keepInlineCode(scan: Scan, at: number): number {
  const { source, out } = scan
  let run = at
  while (source[run] === '`') run++
  const ticks = source.slice(at, run)
  const paragraph = source.slice(run, run + 2000).split(/\n\s*\n/, 1)[0] ?? ''
  let close = paragraph.indexOf(ticks)
  while (close >= 0 && (paragraph[close + ticks.length] === '`' || paragraph[close - 1] === '`'))
    close = paragraph.indexOf(ticks, close + ticks.length + 1)
  const end = close < 0 ? run : run + close + ticks.length
  out.keep(at, end)
  return end
}

/** `{...}`: comments go; in MDX text in quotes stays and other expressions go. `{#id}` and prose stay. */
function readBraces(scan: Scan, at: number): number {
  const { source, out, isMdx } = scan
  // A link to something only the site's own generator knows: its words stay.
  if (source.startsWith('](', at - 2) && source.startsWith('{{', at)) {
    const close = source.slice(at, at + 200).indexOf('}}')
    if (close > 0) {
      out.write('#', at)
      return at + close + 2
    }
  }
  if (source.startsWith('{/*', at)) {
    const end = find(scan, '*/}', at)
    if (end >= 0) return end + 3
  }
  if (isMdx && source[at + 1] !== '#') {
    const end = endOfBraces(source, at, Math.min(source.length, at + 2000))
    const text = wordsOf(source.slice(at + 1, Math.max(at + 1, end - 1)), scan.constants)
    if (text !== undefined) out.write(text, at)
    if (end > 0) return end
  }
  out.keep(at, at + 1)
  return at + 1
}

const htmlNames = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote body br button caption center cite code col colgroup dd del details dfn ' +
    'div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr html i img input ins kbd label legend li link main ' +
    'mark meta nav ol option p picture pre q s samp section select small source span strike strong sub summary sup table tbody td tfoot ' +
    'th thead time tr track tt u ul var wbr'
  ).split(' '),
)
const dropped = new Set(
  'script style noscript svg video audio iframe object template head select canvas textarea map'.split(' '),
)
const regions = new Set('table ul ol dl pre h1 h2 h3 h4 h5 h6'.split(' '))
const blocks = new Set(
  'address article aside blockquote center details dd div dt dl fieldset figcaption figure footer form header hr li main nav ol p pre section table tbody td th thead tr ul'.split(
    ' ',
  ),
)
const marks: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  code: '`',
  kbd: '`',
  tt: '`',
}

function readAngle(scan: Scan, at: number): number {
  const { source, out } = scan
  if (source.startsWith('<!--', at)) {
    const end = find(scan, '-->', at + 4)
    if (end >= 0) return end + 3
  }
  const tag = readTag(source, at)
  if (tag) {
    resolveAttributes(tag, scan.constants)
    const name = tag.name.toLowerCase()
    if (/^[A-Z]/.test(tag.name)) {
      if (isComponent(scan, tag)) return readComponent(scan, tag, at)
    } else if (dropped.has(name)) return dropElement(scan, tag, at)
    else if (htmlNames.has(name)) return readElement(scan, tag, name, at)
    else if (scan.isMdx || tag.closing || tag.selfClosing || hasAttributes(tag)) return tag.end
    // `<your-domain>` in prose is a thing to fill in, not a tag.
    out.write('\\', at)
  }
  out.keep(at, at + 1)
  return at + 1
}

function isComponent(scan: Scan, tag: MarkupTag): boolean {
  if (tag.closing || tag.selfClosing || hasAttributes(tag)) return true
  return find(scan, `</${tag.name.toLowerCase()}>`, tag.end) >= 0
}

function hasAttributes({ attributes, expressions }: MarkupTag): boolean {
  return Object.keys(attributes).length + Object.keys(expressions).length > 0
}

/** Components by what a reader sees of them: their label, then what they hold. */
function readComponent(scan: Scan, tag: MarkupTag, at: number): number {
  const { out } = scan
  const { title, label, header, summary } = tag.attributes
  if (tag.closing) return breakLine(scan, tag, at)
  if (/^code/i.test(tag.name) && !tag.selfClosing) return readCodeComponent(scan, tag, at)
  if (/^(?:Required|Optional|Deprecated|Beta)$/.test(tag.name)) {
    out.write(` (${tag.name.toLowerCase()}) `, at)
    return tag.end
  }
  if (tag.selfClosing) return writeShown(scan, tag, at)
  const name = label ?? title ?? header ?? summary
  if (name?.trim()) out.write(`\n\n**${name.trim().replace(/\*\*|\n/g, ' ')}**\n\n`, at)
  else return breakLine(scan, tag, at)
  return tag.end
}

/** A component without content: alone on its line it is a paragraph, elsewhere words of the sentence. */
function writeShown(scan: Scan, tag: MarkupTag, at: number): number {
  const text = shownText(tag).replace(/\*\*/g, '')
  breakLine(scan, tag, at)
  if (text !== '') {
    scan.out.write(text, at)
    breakLine(scan, tag, at)
  }
  return tag.end
}

/** A block tag parts paragraphs, but not in the middle of a line of text. */
function breakLine(scan: Scan, tag: MarkupTag, at: number): number {
  const { source, out } = scan
  const before = source.slice(Math.max(0, at - 200), at)
  const alone =
    /(?:^|\n)[^\S\n]*$/.test(before) || /^[^\S\n]*(?:\r?\n|$)/.test(source.slice(tag.end, tag.end + 200))
  if (alone && !/^\s*\|/.test(before.slice(before.lastIndexOf('\n') + 1))) out.write('\n\n', at)
  return tag.end
}

function readCodeComponent(scan: Scan, tag: MarkupTag, at: number): number {
  const close = find(scan, `</${tag.name.toLowerCase()}>`, tag.end)
  const inner = close < 0 ? '' : scan.source.slice(tag.end, close).trim()
  const code = /^\{\s*`([\s\S]*)`\s*\}$/.exec(inner)?.[1]
  if (code === undefined) return breakLine(scan, tag, at)
  scan.out.write(
    `\n\n~~~${tag.attributes['language'] ?? tag.attributes['lang'] ?? ''}\n${code.trim()}\n~~~\n\n`,
    at,
  )
  return close + tag.name.length + 3
}

function dropElement(scan: Scan, tag: MarkupTag, at: number): number {
  if (tag.closing || tag.selfClosing) return tag.end
  const name = tag.name.toLowerCase()
  const close = find(scan, `</${name}`, tag.end)
  if (close < 0) return tag.end
  const end = scan.source.indexOf('>', close)
  if (end < 0) return tag.end
  // Markdown written as prose about `<head>` and `<script>` names the tag and never closes it.
  if (/\n\s*\n/.test(scan.source.slice(tag.end, tag.end + 2000)) && close - at > 20_000) return tag.end
  return end + 1
}

function readElement(scan: Scan, tag: MarkupTag, name: string, at: number): number {
  const { out, source } = scan
  if (name === 'br') out.write(inTableOrHeading(source, at) ? ' ' : '\\\n', at)
  else if (name === 'a') {
    if (!tag.closing && !tag.selfClosing) {
      scan.links.push(tag.attributes['href'] ?? '')
      if (scan.links.at(-1)) out.write('[', at)
    } else {
      const href = scan.links.pop()
      if (href) out.write(`](${href.replace(/[\s()<>]/g, '')})`, at)
    }
  } else if (regions.has(name) && !tag.closing) return readRegion(scan, tag, name, at)
  else if (marks[name] !== undefined) out.write(marks[name] as string, at)
  else if (name === 'summary') out.write(tag.closing ? '**\n\n' : '\n\n**', at)
  else if (blocks.has(name)) return breakLine(scan, tag, at)
  return tag.end
}

function inTableOrHeading(source: string, at: number): boolean {
  return /^\s*[|#]|\s\|\s/.test(source.slice(source.lastIndexOf('\n', at - 1) + 1, at))
}

/** A table, list or heading written in HTML: read as HTML and written as Markdown. */
function readRegion(scan: Scan, tag: MarkupTag, name: string, at: number): number {
  const end = tag.selfClosing ? -1 : endOfElement(scan, tag, name)
  if (end < 0) return breakLine(scan, tag, at)
  const html = withoutJsx(scan.source.slice(at, end), scan)
  scan.out.write(`\n\n${blocksToMarkdown(htmlBlocks(parseDom(html).body))}\n\n`, at)
  return end
}

function withoutJsx(html: string, { isMdx, constants }: Scan): string {
  if (!isMdx) return html
  return html
    .replace(/\{\/\*[^*]{0,2000}\*\/\}/g, '')
    .replace(/=\{[^{}]{0,500}\}/g, '=""')
    .replace(/=\{\{[^{}]{0,500}\}\}/g, '=""')
    .replace(
      /\{([^{}]{0,2000})\}/g,
      (all, expression: string) => wordsOf(expression, constants)?.replaceAll('<', '&lt;') ?? all,
    )
}

/** Behind the closing tag that belongs to this one, elements of the same name counted. */
function endOfElement(scan: Scan, tag: MarkupTag, name: string): number {
  let depth = 1
  let at = tag.end
  while (depth > 0) {
    const close = find(scan, `</${name}`, at)
    if (close < 0) return -1
    const open = find(scan, `<${name}`, at)
    if (open >= 0 && open < close) {
      if (/[\s>]/.test(scan.source[open + name.length + 1] ?? '')) depth++
      at = open + name.length + 1
    } else {
      depth--
      at = close + name.length + 2
    }
  }
  const end = scan.source.indexOf('>', at)
  return end < 0 ? -1 : end + 1
}
