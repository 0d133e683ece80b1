import { DocumentRefused } from './limits.ts'

/** Deeper than anything written for people; the parsers' time grows with the square of the depth, or faster. */
const DEEPEST_HTML = 1000
const DEEP_LINE = /^(?:[ \t]{0,20}(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){100}/gm

/** Elements that hold nothing, or that the next of their kind closes: they do not nest however many there are. */
const FLAT = new Set(
  'area base br col embed hr img input link meta source track wbr html head body p li dt dd tr td th thead tbody tfoot option path'.split(
    ' ',
  ),
)

/** Refuses HTML nested too deeply, in one pass over its tags before any is parsed. @throws DocumentRefused */
export function checkHtmlNesting(html: string): void {
  let depth = 0
  let end = -1
  for (const { index, 1: slash, 2: name } of html.matchAll(/<(\/?)([a-z][a-z0-9:-]{0,40})/gi)) {
    if (end !== html.length && end < index) end = html.indexOf('>', index)
    if (end < 0) end = html.length
    if (FLAT.has((name as string).toLowerCase()) || html[end - 1] === '/') continue
    depth = Math.max(0, depth + (slash ? -1 : 1))
    if (depth > DEEPEST_HTML) throw tooDeep()
  }
}

/** Refuses a line that opens too many quotes and lists at once (`> > > 1. `); a rule (`* * *`) opens none. @throws DocumentRefused */
export function checkMarkdownNesting(text: string): void {
  for (const { index } of text.matchAll(DEEP_LINE)) {
    const newline = text.indexOf('\n', index)
    const line = text.slice(index, newline < 0 ? undefined : newline)
    if (!/^[*\s]*$|^[-\s]*$/.test(line)) throw tooDeep()
  }
}

const tooDeep = () => new DocumentRefused('The document is nested too deeply to be read.')
