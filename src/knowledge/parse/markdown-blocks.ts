import type { Definition, List, ListItem, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast'
import type { Block } from '../page.ts'
import type { Anchors } from './anchors.ts'
import { itemText } from './html-blocks.ts'
import { around, inlineCode, linked, tidyInline } from './html-inline.ts'

/** Offsets and lines (from 1) in the source. */
export type BlockPlace = Pick<Block, 'start' | 'end' | 'line' | 'endLine'>

/** Gives a node's place in the source. */
type Place = (node: Nodes) => BlockPlace

/** A Markdown tree as blocks, in reading order. */
export function markdownBlocks(root: Root, anchors: Anchors, place: Place): Block[] {
  const links = new Map<string, string>()
  for (const node of root.children)
    if (node.type === 'definition') links.set(node.identifier, (node as Definition).url)
  return blocksOf(root.children, { anchors, place, links })
}

interface Reader {
  anchors: Anchors
  place: Place
  links: Map<string, string>
}

function blocksOf(nodes: readonly RootContent[], reader: Reader): Block[] {
  return nodes.flatMap(node => blockOf(node, reader))
}

function blockOf(node: RootContent, reader: Reader): Block[] {
  const at = reader.place(node)
  switch (node.type) {
    case 'heading': {
      const { text, id } = headingText(inlineText(node.children, reader))
      if (text === '') return []
      const anchor = id ? reader.anchors.take(id) : reader.anchors.slug(text)
      return [{ kind: 'heading', depth: node.depth, text, anchor, ...at }]
    }
    case 'paragraph': {
      const text = tidyInline(inlineText(node.children, reader))
      return text === '' ? [] : [{ kind: 'paragraph', text, ...at }]
    }
    case 'code':
      return node.value.trim() === ''
        ? []
        : [{ kind: 'code', language: (node.lang ?? '').replace(/[^\w+#-]/g, ''), text: node.value, ...at }]
    case 'list':
      return listBlocks(node, reader)
    case 'table':
      return tableBlocks(node, reader)
    case 'blockquote':
      return quoteBlocks(blocksOf(node.children, reader), at)
    case 'footnoteDefinition':
      return blocksOf(node.children, reader)
    default:
      return []
  }
}

function quoteBlocks(inner: Block[], at: ReturnType<Place>): Block[] {
  const paragraphs = inner.filter(block => block.kind === 'paragraph')
  if (inner.length === 0 || paragraphs.length < inner.length) return inner
  return [{ kind: 'quote', text: paragraphs.map(block => block.text).join('\n'), ...at }]
}

/** Headings are plain text; `{#id}` at the end is their anchor. */
function headingText(inline: string): { text: string; id?: string } {
  const id = /\s*\{:?\s?#([\w:.-]{1,200})[^{}]{0,100}\}\s*$/.exec(inline)
  const text = (id ? inline.slice(0, id.index) : inline)
    .replace(/\[([^\]]{0,500})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\*(.*)\*$/, '$1')
  return { text, ...(id?.[1] ? { id: id[1] } : {}) }
}

function listBlocks(list: List, reader: Reader): Block[] {
  const parts: Block[] = []
  let items: Extract<Block, { kind: 'list' }>['items'] = []
  let from: ReturnType<Place> | undefined
  let to: ReturnType<Place> | undefined
  const endPart = () => {
    if (items.length > 0 && from && to) {
      const span = { start: from.start, end: to.end, line: from.line, endLine: to.endLine }
      parts.push({
        kind: 'list',
        ordered: list.ordered === true,
        items,
        ...(parts.length > 0 ? { continues: true } : {}),
        ...span,
      })
    }
    items = []
    from = undefined
  }
  const visit = (node: List, depth: number) => {
    for (const [at, item] of node.children.entries())
      readItem(item, depth, node.ordered ? (node.start ?? 1) + at : undefined)
  }
  const readItem = (item: ListItem, depth: number, number: number | undefined) => {
    const nested = item.children.filter(child => child.type === 'list')
    const blocks = blocksOf(
      item.children.filter(child => child.type !== 'list'),
      reader,
    )
    const { text, apart } = itemText(blocks)
    to = reader.place(item.children[0] ?? item)
    from ??= to
    if (text !== '') items.push({ text, depth, ...(number === undefined ? {} : { number }) })
    if (apart.length > 0) {
      endPart()
      parts.push(...apart)
    }
    for (const inner of nested) visit(inner, depth + 1)
  }
  visit(list, 0)
  endPart()
  return parts
}

function tableBlocks(table: Table, reader: Reader): Block[] {
  const [header = [], ...rows] = table.children.map(row =>
    row.children.map(cell => tidyInline(inlineText(cell.children, reader)).replaceAll('\n', ' ')),
  )
  const full = rows.filter(row => row.some(cell => cell !== ''))
  const named = header.some(cell => cell !== '')
  return full.length === 0 && !named
    ? []
    : [{ kind: 'table', header: named ? header : [], rows: full, ...reader.place(table) }]
}

function inlineText(nodes: readonly PhrasingContent[], reader: Reader): string {
  return nodes.map(node => inlineNode(node, reader)).join('')
}

function inlineNode(node: PhrasingContent, reader: Reader): string {
  switch (node.type) {
    case 'text':
      return node.value.replace(/\n/g, ' ')
    case 'inlineCode':
      return inlineCode(node.value)
    case 'strong':
      return around(inlineText(node.children, reader), '**')
    case 'emphasis':
      return around(inlineText(node.children, reader), '*')
    case 'delete':
      return inlineText(node.children, reader)
    case 'link': {
      const words = inlineText(node.children, reader)
      return words === node.url || `mailto:${words}` === node.url ? words : linked(words, node.url)
    }
    case 'linkReference':
      return linked(inlineText(node.children, reader), reader.links.get(node.identifier))
    case 'break':
      return '\n'
    default:
      return ''
  }
}
