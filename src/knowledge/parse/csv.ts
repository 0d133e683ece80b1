import type { ParsedPage } from '../page.ts'
import { titleOfPath } from './title.ts'

const MAX_ROWS = 20_000

/** A CSV file (RFC 4180; comma, semicolon or tab) as a page with one table. The first row is the header. */
export function parseCsv(source: string, path: string): ParsedPage {
  const [header = [], ...rows] = rowsOf(source)
  const blocks: ParsedPage['blocks'] =
    header.length === 0
      ? []
      : [{ kind: 'table', header, rows, start: 0, end: source.length, line: 1, endLine: rows.length + 1 }]
  return { title: titleOfPath(path), blocks }
}

function rowsOf(source: string): string[][] {
  const separator = separatorOf(source)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endRow = () => {
    row.push(cell.trim())
    if (row.some(value => value !== '')) rows.push(row)
    row = []
    cell = ''
  }
  for (let at = 0; at < source.length && rows.length <= MAX_ROWS; at++) {
    const char = source[at] as string
    if (quoted) {
      if (char !== '"') cell += char === '\n' || char === '\r' ? ' ' : char
      else if (source[at + 1] === '"') cell += source[++at]
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) {
      row.push(cell.trim())
      cell = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r') cell += char
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

/** The separator that the first line uses most; a comma when none occurs. */
function separatorOf(source: string): string {
  const newline = source.indexOf('\n')
  const first = newline < 0 ? source : source.slice(0, newline)
  const counted = [',', ';', '\t'].map(mark => ({ mark, count: first.split(mark).length }))
  return counted.sort((a, b) => b.count - a.count)[0]?.mark ?? ','
}
