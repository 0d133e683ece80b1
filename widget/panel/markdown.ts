/**
 * A small, safe part of Markdown as a tree of plain values, in linear time: paragraphs, headings, lists, quotes, code,
 * tables, strong, emphasis, links, line breaks. HTML, images, entities and reference links are never markup: they stay
 * the text they are. Pure: `message.ts` turns the tree into elements, `links.ts` decides which addresses become links.
 */

/** A text, or an element that may stand in a message: `to` is the address of an `a`, `start` the first number of an `ol`. */
export type Markup = string | Element
type Element = { tag: Tag; children: Markup[]; to?: string; start?: number }
const element = (tag: Tag, children: Markup[] = []): Element => ({ tag, children })

/** `cite` is the place of a citation, its child the number. */
export type Tag =
  | 'p'
  | 'strong'
  | 'em'
  | 'code'
  | 'pre'
  | 'a'
  | 'br'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'table'
  | 'tr'
  | 'th'
  | 'td'
  | 'cite'

/** Marks the place of a citation in a text, in the private use area: `⟨57344⟩1⟨57345⟩`. Nobody's text may carry these. */
export const citeMark = (number: number): string => `\uE000${number}\uE001`

/** A text without marks of citations. */
export const withoutCites = (text: string): string => text.replace(/[\uE000\uE001]/g, '')

/** Lists and quotes inside one another beyond this are read as text; it bounds both time and nesting. */
const maxDepth = 4

const fence = /^ {0,3}(```|~~~)/
const heading = /^ {0,3}#{1,6} +(?=\S)/
const quote = /^ {0,3}> ?/
const item = /^ {0,3}(?:[-*+]|(\d{1,4})[.)]) {1,4}/
const isDivider = (line = '') => /^[ |:-]+$/.test(line) && line.includes('-')
const isRow = (line: string) => line.trimStart()[0] === '|'

/** Reads the blocks of a text. */
export const parseMarkdown = (text: string): Markup[] => readBlocks(text.split(/\r?\n/), 0)

function readBlocks(lines: readonly string[], depth: number): Markup[] {
  const blocks: Markup[] = []
  let at = 0
  /** Takes the line at hand and those after it that belong to it. */
  const take = (belongs: (line: string) => unknown): string[] => {
    const from = at++
    while (at < lines.length && belongs(lines[at]!)) at++
    return lines.slice(from, at)
  }
  const add = (tag: Tag, children: Markup[]) => blocks.push(element(tag, children))
  while (at < lines.length) {
    const line = lines[at]!
    const mark = depth < maxDepth && item.exec(line)
    const fenced = fence.exec(line)?.[1]
    if (!line.trim()) at++
    else if (fenced) {
      const text = take(next => !next.trimStart().startsWith(fenced))
        .slice(1)
        .join('\n')
      at++
      add('pre', [element('code', [text])])
    } else if (heading.test(line)) {
      at++
      add('p', [element('strong', parseInline(line.replace(heading, '')))])
    } else if (isRow(line) || (line.includes('|') && isDivider(lines[at + 1]))) {
      add('table', readTable(take(next => next.includes('|'))))
    } else if (mark) {
      const inside = (next: string) =>
        next.trim() ? next.startsWith('  ') : (lines[at + 1] ?? '').startsWith('  ')
      const own = take(inside).map(next =>
        next.slice(Math.min(mark[0].length, next.length - next.trimStart().length)),
      )
      own[0] = line.slice(mark[0].length)
      addItem(blocks, mark[1], readBlocks(own, depth + 1))
    } else if (depth < maxDepth && quote.test(line))
      add(
        'blockquote',
        readBlocks(
          take(next => quote.test(next)).map(next => next.replace(quote, '')),
          depth + 1,
        ),
      )
    else {
      const ends = (next: string) =>
        !next.trim() || [fence, heading, item, quote].some(start => start.test(next))
      add('p', parseInline(take(next => !ends(next)).join('\n')))
    }
  }
  return blocks
}

/** An item goes to the list before it if that is of its kind. Its first paragraph stands in it without a frame. */
function addItem(blocks: Markup[], number: string | undefined, own: Markup[]): void {
  const [first, ...rest] = own as Element[]
  const tag = number ? 'ol' : 'ul'
  let list = blocks.at(-1) as Element | undefined
  if (list?.tag !== tag) {
    list = { tag, children: [], start: Number(number ?? 1) }
    blocks.push(list)
  }
  list.children.push(element('li', first?.tag === 'p' ? [...first.children, ...rest] : own))
}

/** Rows of cells parted by bars; a bar after a backslash belongs to its cell. A divider makes the first row the head. */
function readTable(lines: readonly string[]): Markup[] {
  const hasHead = isDivider(lines[1])
  return lines
    .filter(line => !isDivider(line))
    .map((line, i) => {
      const cells =
        line
          .trim()
          .replace(/^\||\|$/g, '')
          .match(/(\\.|[^|\\])+|\|(?=\|)|\\$/g) ?? []
      return element(
        'tr',
        cells.map(cell => element(hasHead && !i ? 'th' : 'td', parseInline(cell.replace(/^\|/, '').trim()))),
      )
    })
}

/** An opened mark that waits for its end, and what has been read since. */
interface Frame {
  mark: string
  nodes: Markup[]
}

const token =
  /\\([!-/:-@[-`{-~\n])|(`+)|\*\*|__|[*_\n]|!?\[|\]|\uE000(\d+)\uE001|https?:\/\/[^\s<>"'`|[\]{}\\*\uE000]+/g
const destination = /\((?:<([^<>\n]*)>|((?:[^\s()<>[\]]|\([^\s()<>[\]]*\))*))(?: +"[^"\n[\]]*")?\)/y
const isWord = (char: string | undefined) => /[\p{L}\p{N}]/u.test(char ?? '')

/** Reads the inside of a paragraph in one pass: each opened mark is closed or becomes text exactly once. */
export function parseInline(text: string): Markup[] {
  const stack: Frame[] = [{ mark: '', nodes: [] }]
  const add = (node: Markup) => {
    const { nodes } = stack.at(-1)!
    if (typeof node === 'string' && typeof nodes.at(-1) === 'string') nodes[nodes.length - 1] += node
    else if (node) nodes.push(node)
  }
  const find = (mark: string) => stack.map(frame => frame.mark).lastIndexOf(mark)
  /** Gives up the frames above `height`, whose marks are text after all, and closes the one there. */
  const close = (height: number): Markup[] => {
    while (stack.length > height + 1) {
      const { mark, nodes } = stack.pop()!
      add(mark)
      nodes.forEach(add)
    }
    return height > 0 ? stack.pop()!.nodes : []
  }
  const scan = new RegExp(token)
  let from = 0
  for (let found = scan.exec(text); found; found = scan.exec(text)) {
    const [all, escaped, ticks, cited] = found
    const at = found.index
    const end = at + all.length
    const [before, after] = [text[at - 1], text[end]]
    add(text.slice(from, at))
    from = end
    if (escaped) add(escaped === '\n' ? element('br') : escaped)
    else if (cited) add(element('cite', [cited]))
    else if (all === '\n') add(text.endsWith('  ', at) ? element('br') : all)
    else if (ticks) {
      // A search that fails does so for ever shorter runs only, so all of them together stay cheap.
      const last = text.indexOf(ticks, end)
      add(last < 0 ? all : element('code', [text.slice(end, last).trim()]))
      if (last >= 0) from = last + ticks.length
    } else if (all[0] === 'h') {
      const to = all.replace(/[.,;:!?)_~]+$/, '')
      add({ ...element('a', [to]), to })
      from = at + to.length
    } else if (all === ']') {
      const height = find('[')
      destination.lastIndex = end
      const target = height > 0 && destination.exec(text)
      const nodes = height > 0 ? close(height) : []
      if (target) {
        add({ ...element('a', nodes), to: target[1] ?? target[2]! })
        from = destination.lastIndex
      } else {
        // The brackets were only brackets.
        if (height > 0) add('[')
        nodes.forEach(add)
        add(all)
      }
    } else {
      const mark = all.replace('!', '')
      const height = find(mark)
      const isEmphasis = mark !== '['
      const isInside = mark[0] === '_' && isWord(before) && isWord(after)
      if (isEmphasis && height > 0 && before?.trim() && !isInside)
        add(element(mark[1] ? 'strong' : 'em', close(height)))
      else if (stack.length < 12 && (!isEmphasis || (height < 0 && after?.trim() && !isInside)))
        stack.push({ mark, nodes: [] })
      else add(all)
    }
    scan.lastIndex = from
  }
  add(text.slice(from))
  close(0)
  return stack[0]!.nodes
}
