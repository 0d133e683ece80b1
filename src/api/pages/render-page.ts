import type { Block } from '../../knowledge/index.ts'
import { escapeHtml, renderInline, safeHref } from './render-inline.ts'

/** What a reader of a cited page sees. */
export interface ShownPage {
  title: string
  language: string
  blocks: readonly Block[]
  /** Where the page comes from, when people can read it there. */
  originalUrl: string | null
  effectiveOn: string | null
  expiresOn: string | null
}

/** The one renderer of a source's page on the server: a whole HTML document without scripts, from blocks never from HTML. */
export function renderPage(page: ShownPage, base: string): string {
  const title = escapeHtml(page.title)
  const [first, ...rest] = page.blocks
  const blocks =
    first?.kind === 'heading' && first.depth === 1 && first.text === page.title ? rest : page.blocks
  const anchor =
    first?.kind === 'heading' && blocks !== page.blocks ? ` id="${escapeHtml(first.anchor)}"` : ''
  const original = page.originalUrl === null ? undefined : safeHref(page.originalUrl)
  return `<!doctype html>
<html lang="${escapeHtml(page.language)}" dir="${/^(ar|he|fa|ur)\b/.test(page.language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${escapeHtml(base)}/pages.css">
</head>
<body>
<main>
<h1${anchor}>${title}</h1>
${dates(page)}${original ? `<p class="origin"><a href="${escapeHtml(original)}" rel="noopener noreferrer">${escapeHtml(original)}</a></p>\n` : ''}${blocks.map(renderBlock).join('\n')}
</main>
</body>
</html>
`
}

function dates({ effectiveOn, expiresOn }: ShownPage): string {
  const parts = [effectiveOn && `from ${effectiveOn}`, expiresOn && `until ${expiresOn}`].filter(Boolean)
  return parts.length > 0 ? `<p class="dates">Valid ${escapeHtml(parts.join(' '))}</p>\n` : ''
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const level = Math.min(6, Math.max(2, block.depth))
      return `<h${level} id="${escapeHtml(block.anchor)}">${renderInline(block.text)}</h${level}>`
    }
    case 'paragraph':
      return `<p>${renderInline(block.text)}</p>`
    case 'quote':
      return `<blockquote><p>${renderInline(block.text)}</p></blockquote>`
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`
    case 'table':
      return renderTable(block.header, block.rows)
    case 'list':
      return renderList(block)
  }
}

function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) =>
    row.map(cell => `<${tag}>${renderInline(cell)}</${tag}>`).join('')
  const head = header.some(cell => cell !== '') ? `<thead><tr>${cells(header, 'th')}</tr></thead>` : ''
  return `<div class="wide"><table>${head}<tbody>${rows.map(row => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table></div>`
}

/** Nested items are indented by class, which keeps the HTML flat however deep a page nests them. */
function renderList({ ordered, items }: Extract<Block, { kind: 'list' }>): string {
  const tag = ordered ? 'ol' : 'ul'
  const item = ({ text, depth, number }: (typeof items)[number]) =>
    `<li class="depth-${Math.min(4, Math.max(0, depth))}"${number === undefined ? '' : ` value="${Math.trunc(number)}"`}>${renderInline(text)}</li>`
  return `<${tag}>${items.map(item).join('')}</${tag}>`
}
