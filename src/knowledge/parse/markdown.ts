import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import type { Block, ParsedPage } from '../page.ts'
import { createAnchors } from './anchors.ts'
import { datesInText } from './dates.ts'
import { pageFields, readFrontMatter } from './front-matter.ts'
import { paragraphsOf } from './html.ts'
import { lineCounter } from './lines.ts'
import { mapBlockText, resolveLinks } from './links.ts'
import { type BlockPlace, markdownBlocks } from './markdown-blocks.ts'
import { definitionsOf, partsOf, tooManyBrackets, tooManyMarks } from './markdown-parts.ts'
import { plainMarkdown } from './mdx.ts'
import { checkMarkdownNesting } from './nesting.ts'
import { headingsOfPlainText } from './plain-headings.ts'
import { titleOfPath } from './title.ts'

/**
 * A Markdown or MDX file (or plain text) as a page: front matter read, JSX and HTML as a reader would see them,
 * each block with its place in the source. Links stay relative until the page's URL is known.
 * @throws DocumentRefused when nested too deeply
 */
export function parseMarkdown(source: string, path: string): ParsedPage {
  checkMarkdownNesting(source)
  const { fields, bodyStart } = readFrontMatter(source)
  const isMdx =
    /\.mdx$/i.test(path) || /^import\s[^\n]{1,300}\sfrom\s/m.test(source.slice(bodyStart, bodyStart + 5000))
  const { text, sourceOffset } = plainMarkdown(source, bodyStart, isMdx)
  const lineAt = lineCounter(source)
  const parsed = blocksOfText(text, isMdx, (from, to) => {
    const start = sourceOffset(from)
    const end = Math.max(start, sourceOffset(Math.max(0, to - 1)) + 1)
    return { start, end, line: lineAt(start), endLine: lineAt(Math.max(start, end - 1)) }
  })
  const named = pageFields(fields)
  const blocks = headingsOfPlainText(parsed)
  return {
    title: titleOf(blocks, path),
    ...datesInText(paragraphsOf(blocks)),
    ...named,
    blocks: blocks.map(block => mapBlockText(block, each => resolveLinks(each, named.url))),
  }
}

/** What makes links, pictures and footnotes of brackets. */
const LABELS = [
  ...['labelStartLink', 'labelStartImage', 'labelEnd'],
  ...['gfmFootnoteCall', 'gfmPotentialFootnoteCall'],
]

/** Parsed part by part; `place` gets offsets in the whole text. */
function blocksOfText(
  text: string,
  isMdx: boolean,
  place: (from: number, to: number) => BlockPlace,
): Block[] {
  const parts = partsOf(text)
  const definitions = parts.length > 1 ? definitionsOf(text) : ''
  const anchors = createAnchors()
  return parts.flatMap(({ start, end }) => {
    const part = text.slice(start, end)
    const disabled = [
      ...(isMdx ? ['codeIndented'] : []),
      ...(tooManyMarks(part) ? ['attention'] : []),
      ...(tooManyBrackets(part) ? LABELS : []),
    ]
    const tree = fromMarkdown(part + definitions, {
      extensions: [gfm(), { disable: { null: disabled } }],
      mdastExtensions: [gfmFromMarkdown()],
    })
    return markdownBlocks(tree, anchors, ({ position }) =>
      place(start + (position?.start.offset ?? 0), Math.min(end, start + (position?.end.offset ?? 1))),
    )
  })
}

/** The first `<h1>`, else the file's name; a name of codes and figures gives way to any heading. */
function titleOf(blocks: readonly Block[], path: string): string {
  const headings = blocks.filter(block => block.kind === 'heading')
  const name = titleOfPath(path)
  const first = headings.find(({ depth }) => depth === 1) ?? (/\d{3}/.test(name) ? headings[0] : undefined)
  return first?.text ?? name
}
