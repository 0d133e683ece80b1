import type { Block, ParsedPage } from '../page.ts'
import { type Unit, type UnitOptions, unitsOf } from './units.ts'

/** What stands under one heading, up to the next. */
export interface Section {
  /** Headings above and including its own; the page's title is not repeated. */
  path: string[]
  anchor: string
  units: Unit[]
  words: number
}

/** A page's sections in order; headings without content of their own give none. */
export function sectionsOf(page: ParsedPage, options: UnitOptions): Section[] {
  const sections: Section[] = []
  const stack: { depth: number; text: string }[] = []
  let section: Section = { path: [], anchor: '', units: [], words: 0 }
  const end = () => {
    if (section.units.length > 0) sections.push(section)
  }
  for (const block of page.blocks) {
    if (block.kind !== 'heading') {
      const units = unitsOf(block, options)
      section.units.push(...units)
      section.words += units.reduce((sum, unit) => sum + unit.words, 0)
      continue
    }
    end()
    while ((stack.at(-1)?.depth ?? 0) >= block.depth) stack.pop()
    stack.push({ depth: block.depth, text: block.text })
    section = { path: pathOf(stack, page.title), anchor: block.anchor, units: [], words: 0 }
  }
  end()
  return sections.length > 0 ? sections : headingsOnly(page)
}

function pathOf(stack: readonly { text: string }[], title: string): string[] {
  const path = stack.map(heading => heading.text)
  return path[0]?.trim().toLowerCase() === title.trim().toLowerCase() ? path.slice(1) : path
}

/** A page that holds nothing but headings is still found by them. */
function headingsOnly(page: ParsedPage): Section[] {
  const headings = page.blocks.filter(
    (block): block is Extract<Block, { kind: 'heading' }> => block.kind === 'heading',
  )
  const units = headings.map((block, at): Unit => {
    const { start, end, line, endLine, text } = block
    return {
      kind: 'list',
      text: `- ${text}`,
      sentences: [{ kind: 'item', start: 2, end: 2 + text.length }],
      words: text.split(' ').length,
      leads: false,
      joins: at > 0,
      start,
      end,
      line,
      endLine,
    }
  })
  return units.length === 0
    ? []
    : [{ path: [], anchor: headings[0]?.anchor ?? '', units, words: units.length }]
}
