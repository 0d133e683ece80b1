import type { Block } from '../page.ts'
import { createAnchors } from './anchors.ts'

/**
 * Text without a single heading (a pasted page, an export) often has them as short lines of their own: the first
 * becomes the title, the others second-level headings. Pages with real headings are left alone.
 */
export function headingsOfPlainText(blocks: readonly Block[]): Block[] {
  if (blocks.length < 3 || blocks.some(block => block.kind === 'heading')) return [...blocks]
  const anchors = createAnchors()
  return blocks.map((block, at) => {
    const next = blocks[at + 1]
    if (block.kind !== 'paragraph' || next === undefined || !readsAsHeading(block.text)) return block
    // Two such lines in a row are a list of words, not headings; the title may stand over the first heading.
    if (at > 0 && next.kind === 'paragraph' && readsAsHeading(next.text)) return block
    const { start, end, line, endLine } = block
    return {
      kind: 'heading',
      depth: at === 0 ? 1 : 2,
      text: block.text,
      anchor: anchors.slug(block.text),
      start,
      end,
      line,
      endLine,
    }
  })
}

function readsAsHeading(text: string): boolean {
  return (
    text.length <= 80 &&
    text.split(/\s+/).length <= 10 &&
    !/[.!:;,)\]|`*>]$|[\n[\]`*|]/.test(text) &&
    // A command or a key is no heading, nor is a line that begins in lower case.
    !/--|[_=<{]|^\p{Ll}/u.test(text) &&
    /\p{L}/u.test(text)
  )
}
