import type { Block } from '../page.ts'
import { lineCounter } from './lines.ts'

/** How far ahead a block's first words are looked for, so that a miss costs the same everywhere. */
const WINDOW = 50_000

/**
 * Gives blocks read from a DOM their place in the source: each is looked for, in order, by its first words. A
 * block whose words do not occur as such (entities, tags inside) is placed where the one before it was.
 */
export function placeBlocks(blocks: readonly Block[], source: string): Block[] {
  const lineAt = lineCounter(source)
  let at = 0
  const starts = blocks.map(block => {
    const words = firstWords(block)
    const found = words === '' ? -1 : source.slice(at, at + WINDOW).indexOf(words)
    if (found >= 0) at += found
    const start = at
    if (found >= 0) at += words.length
    return start
  })
  return blocks.map((block, index) => {
    const start = starts[index] ?? 0
    const end = Math.max(start, starts[index + 1] ?? source.length)
    return { ...block, start, end, line: lineAt(start), endLine: lineAt(end) }
  })
}

/** The longest run of plain characters at the beginning of the block, at most 40. */
function firstWords(block: Block): string {
  const text = blockText(block).replace(/^[*`[\s]+/, '')
  return /^[^*`[\]&<>\n"'’]{1,40}/u.exec(text)?.[0].trimEnd() ?? ''
}

function blockText(block: Block): string {
  if (block.kind === 'list') return block.items[0]?.text ?? ''
  if (block.kind === 'table') return block.header.find(Boolean) ?? block.rows[0]?.find(Boolean) ?? ''
  return block.text
}
