/** Text that is long enough to be parsed by itself; more goes with the next. */
const SOFT_SIZE = 8_000
/** A stretch without a place to part is parted at the next line. */
const HARD_SIZE = 24_000
/** Only a table may be longer, since its rows need their header. */
const TABLE_SIZE = 400_000

/**
 * Where a long Markdown text may be taken apart without changing what it says: in front of headings and of
 * paragraphs behind an empty line. The parser's time grows with the square of a text's length for some inputs
 * (long lists, many emphasis marks), and in parts it does not.
 */
export function partsOf(text: string): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = []
  let start = 0
  let fence = ''
  let afterBlank = false
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline + 1
    const line = text.slice(at, Math.min(end, at + 200))
    if (fence === '' && at > start && mayPart(line, afterBlank, at - start)) {
      parts.push({ start, end: at })
      start = at
    }
    fence = fenceBehind(line, fence)
    afterBlank = line.trim() === ''
    at = end
  }
  if (start < text.length) parts.push({ start, end: text.length })
  return parts
}

function mayPart(line: string, afterBlank: boolean, size: number): boolean {
  if (size < SOFT_SIZE) return false
  if (/^#{1,6}\s/.test(line)) return true
  if (size >= TABLE_SIZE) return true
  if (size >= HARD_SIZE) return !/^\s*\|/.test(line)
  return afterBlank && /^[\p{L}\p{N}"'“(*[]/u.test(line) && !/^(?:[*+-]|\d{1,9}[.)])\s/.test(line)
}

function fenceBehind(line: string, open: string): string {
  const mark = /^[\s>]*(?:[-*+]|\d{1,9}[.)])?[^\S\n]*(`{3,}|~{3,})([^\n]*)/.exec(line)
  if (!mark?.[1]) return open
  if (open === '') return mark[1]
  const closes = mark[1].startsWith(open) && mark[2]?.trim() === ''
  return closes ? '' : open
}

/** Link definitions (`[name]: url`) of the whole text, which each part needs; none when there are very many. */
export function definitionsOf(text: string): string {
  const lines = text.match(/^ {0,3}\[[^\]\n]{1,200}\]:[^\S\n]{0,10}\S{1,2000}[^\n]{0,300}$/gm) ?? []
  return lines.length === 0 || lines.length > 300 ? '' : `\n\n${lines.join('\n')}\n`
}

/** Whether one paragraph holds so many emphasis marks that looking for pairs among them would take seconds. */
export function tooManyMarks(text: string): boolean {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\n' && text[at + 1] === '\n') count = 0
    else if ((char === '*' || char === '_') && text[at - 1] !== char && ++count > 1000) return true
  }
  return false
}

/** Whether the text holds more opening brackets than links could: looking for the end of each would take seconds. */
export function tooManyBrackets(text: string): boolean {
  const count = text.split('[').length - 1
  return count > 1000 && count > text.length / 12
}
