import { type HtmlElement, type HtmlNode, isElement } from './html-dom.ts'
import { inlineMarkdown } from './html-inline.ts'

const MAX_COLUMNS = 60
const MAX_ROWS = 20_000

export interface TableText {
  header: string[]
  rows: string[][]
}

/** A table as text; the header is the last row of `<thead>`, else a first row of `<th>`, else a first row that reads like one. */
export function tableText(table: HtmlElement): TableText {
  const rows = rowsOf(table)
  const grid = gridOf(rows.map(row => row.cells))
  const headRows = rows.filter(row => row.head).length
  const lead = headRows > 0 ? headRows : firstRowIsHeader(rows[0], grid) ? 1 : 0
  return {
    header: lead > 0 ? (grid[lead - 1] ?? []) : [],
    rows: grid.slice(lead).filter(row => row.some(cell => cell !== '')),
  }
}

interface Row {
  head: boolean
  cells: HtmlElement[]
}

/** The rows of this table, not those of tables inside its cells. */
function rowsOf(table: HtmlElement): Row[] {
  const rows: Row[] = []
  const visit = (node: HtmlNode, head: boolean) => {
    for (const child of node.childNodes) {
      if (!isElement(child) || rows.length >= MAX_ROWS) continue
      if (child.localName === 'tr')
        rows.push({
          head,
          cells: Array.from(child.children).filter(
            cell => cell.localName === 'td' || cell.localName === 'th',
          ),
        })
      else if (child.localName !== 'td' && child.localName !== 'caption')
        visit(child, head || child.localName === 'thead')
    }
  }
  visit(table, false)
  return rows.filter(row => row.cells.length > 0)
}

/** Spanned columns stay empty behind the first; spanned rows repeat the text, so that each row reads by itself. */
function gridOf(rows: HtmlElement[][]): string[][] {
  const below = new Map<number, { text: string; left: number }>()
  return rows.map(cells => {
    const line: string[] = []
    const fromAbove = () => {
      for (let held = below.get(line.length); held && held.left > 0; held = below.get(line.length)) {
        held.left--
        line.push(held.text)
      }
    }
    for (const cell of cells) {
      fromAbove()
      const text = inlineMarkdown(cell.childNodes).replaceAll('\n', ' ')
      const spanDown = Math.min(span(cell, 'rowspan'), 200) - 1
      if (spanDown > 0) below.set(line.length, { text, left: spanDown })
      line.push(text)
      for (let extra = 1; extra < span(cell, 'colspan') && line.length < MAX_COLUMNS; extra++) line.push('')
    }
    fromAbove()
    return line.slice(0, MAX_COLUMNS)
  })
}

function span(cell: HtmlElement, name: string): number {
  const value = Number.parseInt(cell.getAttribute(name) ?? '1', 10)
  return value > 0 ? Math.min(value, MAX_COLUMNS) : 1
}

function firstRowIsHeader(first: Row | undefined, grid: string[][]): boolean {
  if (!first || grid.length < 2) return false
  if (first.cells.every(cell => cell.localName === 'th')) return true
  if (first.cells.some(cell => cell.localName === 'th'))
    return first.cells.slice(1).every(cell => cell.localName === 'th')
  const texts = grid[0] ?? []
  const bold = texts.filter(text => /^\*\*[^*]+\*\*$/.test(text)).length
  if (bold > 0 && bold === texts.filter(text => text !== '').length) return true
  return (
    grid.length >= 3 && texts.length >= 2 && new Set(texts).size === texts.length && texts.every(readsAsLabel)
  )
}

/** A short label without figures or the marks of a sentence. */
function readsAsLabel(text: string): boolean {
  return text !== '' && text.length <= 40 && text.split(' ').length <= 4 && !/[\d.!?:;,]/.test(text)
}
