import type { Block } from '../page.ts'
import { type Anchors, createAnchors } from './anchors.ts'
import { type HtmlElement, type HtmlNode, isElement } from './html-dom.ts'
import { inlineCode, inlineMarkdown, isHidden, isPermalink, isSilent } from './html-inline.ts'
import { tableText } from './html-table.ts'

/** Where a block stands in the source is filled in afterwards: the DOM does not keep positions. */
const nowhere = { start: 0, end: 0, line: 0, endLine: 0 }

type ListBlock = Extract<Block, { kind: 'list' }>
type ListItem = ListBlock['items'][number]

const blockNames = new Set(
  (
    'address article aside blockquote body caption center details dd div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
)

/** The content of an element as blocks, in reading order. */
export function htmlBlocks(root: HtmlElement, anchors: Anchors = createAnchors()): Block[] {
  const reader: Reader = { blocks: [], anchors, holdsBlocks: new Map() }
  readChildren(root, reader)
  return reader.blocks
}

interface Reader {
  blocks: Block[]
  anchors: Anchors
  holdsBlocks: Map<HtmlNode, boolean>
}

/** Runs of inline nodes become paragraphs; block elements are read by kind. */
function readChildren(parent: HtmlNode, reader: Reader): void {
  let run: HtmlNode[] = []
  const endRun = () => {
    addParagraph(inlineMarkdown(run), reader)
    run = []
  }
  for (const child of parent.childNodes) {
    if (!isElement(child)) run.push(child)
    else if (isSilent(child) || isPermalink(child)) continue
    else if (!isBlock(child, reader)) run.push(child)
    else {
      endRun()
      readBlock(child, reader)
    }
  }
  endRun()
}

function isBlock(element: HtmlElement, reader: Reader): boolean {
  if (blockNames.has(element.localName)) return true
  const known = reader.holdsBlocks.get(element)
  if (known !== undefined) return known
  const holds = Array.from(element.children).some(child => isBlock(child, reader))
  reader.holdsBlocks.set(element, holds)
  return holds
}

function addParagraph(text: string, reader: Reader): void {
  if (text !== '') reader.blocks.push({ kind: 'paragraph', text, ...nowhere })
}

function readBlock(element: HtmlElement, reader: Reader): void {
  const name = element.localName
  const role = element.getAttribute('role')
  if (role === 'tablist') return
  if (role === 'tabpanel') addParagraph(bold(tabLabel(element)), reader)
  if (/^h[1-6]$/.test(name)) readHeading(element, reader)
  else if (name === 'ul' || name === 'ol') readList(element, reader)
  else if (name === 'table') readTable(element, reader)
  else if (name === 'dl') readDefinitions(element, reader)
  else if (name === 'pre') readCode(element, reader)
  else if (name === 'blockquote') readQuote(element, reader)
  else if (name === 'summary') addParagraph(bold(plain(inlineMarkdown(element.childNodes))), reader)
  else readChildren(element, reader)
}

function bold(text: string): string {
  return text === '' ? '' : `**${text}**`
}

/** Markdown taken off again, for headings and labels. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]{0,500})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replaceAll('\n', ' ')
    .trim()
}

function readHeading(element: HtmlElement, reader: Reader): void {
  const text = plain(inlineMarkdown(element.childNodes))
  if (text === '') return
  const id = headingId(element)
  const anchor = id ? reader.anchors.take(id) : reader.anchors.slug(text)
  reader.blocks.push({ kind: 'heading', depth: Number(element.localName[1]), text, anchor, ...nowhere })
}

/** The id a link to this heading needs: its own, one inside it, or that of the section it opens. */
function headingId(element: HtmlElement): string | undefined {
  const inside = element.querySelector('[id], a[name]')
  const parent = element.parentElement
  const opens = parent !== null && parent.localName === 'section' && parent.children[0] === element
  return (
    element.getAttribute('id') ??
    inside?.getAttribute('id') ??
    inside?.getAttribute('name') ??
    (opens ? parent.getAttribute('id') : null) ??
    undefined
  )
}

/** The label of a tab's panel: named by `aria-labelledby`, or the tab with the same place in the nearest tab list. */
function tabLabel(panel: HtmlElement): string {
  let root = panel
  while (root.parentElement) root = root.parentElement
  const id = panel.getAttribute('aria-labelledby')
  const named = id && /^[\w:-]{1,100}$/.test(id) ? root.querySelector(`[id="${id}"]`) : null
  if (named) return (named.textContent ?? '').replace(/\s+/g, ' ').trim()
  const panels = Array.from(panel.parentElement?.children ?? []).filter(
    e => e.getAttribute('role') === 'tabpanel',
  )
  for (let around = panel.parentElement, up = 0; around && up < 3; around = around.parentElement, up++) {
    const tabs = around.querySelectorAll('[role="tablist"] [role="tab"]')
    if (tabs.length > 0) return (tabs[panels.indexOf(panel)]?.textContent ?? '').replace(/\s+/g, ' ').trim()
  }
  return ''
}

function readTable(table: HtmlElement, reader: Reader): void {
  const caption = Array.from(table.children).find(child => child.localName === 'caption')
  if (caption) addParagraph(inlineMarkdown(caption.childNodes), reader)
  const { header, rows } = tableText(table)
  const columns = Math.max(header.length, ...rows.map(row => row.length))
  // A table of one column, or one that holds lists and headings without any header, is there for layout.
  if (columns <= 1 || (header.length === 0 && table.querySelector('h1, h2, h3, pre, table') !== null)) {
    for (const cell of table.querySelectorAll('td, th')) if (!inCell(cell, table)) readChildren(cell, reader)
    return
  }
  reader.blocks.push({ kind: 'table', header, rows, ...nowhere })
}

function inCell(cell: HtmlElement, table: HtmlElement): boolean {
  for (let up = cell.parentElement; up && up !== table; up = up.parentElement)
    if (up.localName === 'td' || up.localName === 'th') return true
  return false
}

/** Terms with what is said of them: one list item each. */
function readDefinitions(list: HtmlElement, reader: Reader): void {
  const items: ListItem[] = []
  let term = ''
  const visit = (parent: HtmlElement) => {
    for (const child of parent.children) {
      if (isHidden(child)) continue
      if (child.localName === 'dt')
        term = [term, plain(inlineMarkdown(child.childNodes))].filter(Boolean).join(', ')
      else if (child.localName === 'dd') {
        const said = inlineMarkdown(child.childNodes).replaceAll('\n', ' ')
        if (term !== '' || said !== '')
          items.push({ text: [bold(term), said].filter(Boolean).join(': '), depth: 0 })
        term = ''
      } else visit(child)
    }
  }
  visit(list)
  if (items.length > 0) reader.blocks.push({ kind: 'list', ordered: false, items, ...nowhere })
}

function readCode(element: HtmlElement, reader: Reader): void {
  const text = codeText(element)
  if (text.trim() === '') return
  reader.blocks.push({ kind: 'code', language: codeLanguage(element), text, ...nowhere })
}

function codeText(element: HtmlElement): string {
  let text = ''
  const visit = (node: HtmlNode) => {
    if (isElement(node)) {
      if (node.localName === 'br') text += '\n'
      else if (node.localName !== 'button' && !isHidden(node))
        for (const child of node.childNodes) visit(child)
    } else text += node.nodeValue ?? ''
  }
  visit(element)
  return text.replace(/^\n+|\s+$/g, '')
}

function codeLanguage(element: HtmlElement): string {
  const classes = [element, element.querySelector('code'), element.parentElement]
    .map(each => each?.getAttribute('class') ?? '')
    .join(' ')
  return /(?:language|lang|highlight)-([\w+#-]{1,30})/.exec(classes)?.[1] ?? ''
}

function readQuote(element: HtmlElement, reader: Reader): void {
  const inner: Reader = { ...reader, blocks: [] }
  readChildren(element, inner)
  const paragraphs = inner.blocks.filter(block => block.kind === 'paragraph')
  if (paragraphs.length < inner.blocks.length) reader.blocks.push(...inner.blocks)
  else if (paragraphs.length > 0)
    reader.blocks.push({ kind: 'quote', text: paragraphs.map(block => block.text).join('\n'), ...nowhere })
}

/** Lists are flattened with a depth. Code of several lines inside an item stands between two parts of the list. */
function readList(list: HtmlElement, reader: Reader): void {
  const parts: Block[] = []
  let items: ListItem[] = []
  const ordered = list.localName === 'ol'
  const endPart = () => {
    if (items.length === 0) return
    parts.push({ kind: 'list', ordered, items, ...(parts.length > 0 ? { continues: true } : {}), ...nowhere })
    items = []
  }
  const visit = (element: HtmlElement, depth: number) => {
    let number = Number.parseInt(element.getAttribute('start') ?? '1', 10) || 1
    for (const child of element.children) {
      if (isSilent(child)) continue
      if (child.localName === 'ul' || child.localName === 'ol') visit(child, depth + 1)
      else readItem(child, depth, element.localName === 'ol' ? number++ : undefined)
    }
  }
  const readItem = (item: HtmlElement, depth: number, number: number | undefined) => {
    const inside: Reader = { ...reader, blocks: [] }
    const lists: HtmlElement[] = []
    let run: HtmlNode[] = []
    const endRun = () => {
      addParagraph(inlineMarkdown(run), inside)
      run = []
    }
    for (const child of unwrapped(item, reader)) {
      if (isElement(child) && (child.localName === 'ul' || child.localName === 'ol')) lists.push(child)
      else if (isElement(child) && !isSilent(child) && isBlock(child, reader)) {
        endRun()
        readBlock(child, inside)
      } else run.push(child)
    }
    endRun()
    addItem(inside.blocks, depth, number)
    for (const nested of lists) visit(nested, depth + 1)
  }
  const addItem = (blocks: Block[], depth: number, number: number | undefined) => {
    const { text, apart } = itemText(blocks)
    if (text !== '') items.push({ text, depth, ...(number === undefined ? {} : { number }) })
    if (apart.length === 0) return
    endPart()
    parts.push(...apart)
  }
  visit(list, 0)
  endPart()
  reader.blocks.push(...parts)
}

/** The item's nodes; a single `<div>` or `<p>` around all of them is taken off so that lists inside it are seen. */
function unwrapped(item: HtmlElement, reader: Reader): HtmlNode[] {
  const nodes = Array.from(item.childNodes).filter(
    node => isElement(node) || (node.nodeValue ?? '').trim() !== '',
  )
  const only = nodes.length === 1 ? nodes[0] : undefined
  if (only && isElement(only) && /^(div|section|span)$/.test(only.localName) && isBlock(only, reader))
    return unwrapped(only, reader)
  return Array.from(item.childNodes)
}

/** What of an item is its own line, and what (long code, tables) must stand by itself behind it. */
export function itemText(blocks: Block[]): { text: string; apart: Block[] } {
  const words: string[] = []
  const apart: Block[] = []
  for (const block of blocks) {
    if (block.kind === 'code' && (block.text.includes('\n') || block.text.length > 120 || words.length === 0))
      apart.push(block)
    else if (block.kind === 'code') words.push(inlineCode(block.text))
    else if (block.kind === 'table') apart.push(block)
    else if (block.kind === 'list') for (const item of block.items) words.push(item.text)
    else words.push(block.text.replaceAll('\n', ' '))
  }
  return { text: words.join(' ').trim(), apart }
}
