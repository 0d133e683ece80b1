import type { Block } from '../page.ts'

/** Blocks written as Markdown again (CommonMark with tables). */
export function blocksToMarkdown(blocks: readonly Block[]): string {
  return blocks.map(blockMarkdown).join('\n\n')
}

function blockMarkdown(block: Block): string {
  if (block.kind === 'heading')
    return `${'#'.repeat(block.depth)} ${block.text}${block.anchor ? ` {#${block.anchor}}` : ''}`
  if (block.kind === 'list') return listMarkdown(block)
  if (block.kind === 'table') return tableMarkdown(block.header, block.rows)
  if (block.kind === 'code') return `~~~~${block.language}\n${block.text}\n~~~~`
  if (block.kind === 'quote') return block.text.replace(/^/gm, '> ')
  return block.text.replaceAll('\n', '\\\n')
}

function listMarkdown({ items }: Extract<Block, { kind: 'list' }>): string {
  return items
    .map(
      item =>
        `${'   '.repeat(item.depth)}${item.number === undefined ? '-' : `${item.number}.`} ${item.text.replaceAll('\n', ' ')}`,
    )
    .join('\n')
}

function tableMarkdown(header: readonly string[], rows: readonly string[][]): string {
  const columns = Math.max(header.length, ...rows.map(row => row.length), 1)
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: columns }, (_, at) => (cells[at] ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(header), `|${' --- |'.repeat(columns)}`, ...rows.map(line)].join('\n')
}
