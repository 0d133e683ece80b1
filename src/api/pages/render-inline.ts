/** The characters that mean something in HTML, in text and in quoted attributes. */
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML text; also right inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character]!)
}

/**
 * Markdown of the safe subset as HTML: strong, emphasis, code and links. Everything else is text, and every piece of
 * text is escaped, so the result holds no tag but those five. Linear in the length of the text.
 */
export function renderInline(markdown: string): string {
  let html = ''
  let at = 0
  while (at < markdown.length) {
    const span = spanAt(markdown, at)
    html += span.html
    at = span.end
  }
  return html
}

interface Span {
  html: string
  end: number
}

const LONGEST = 2_000

function spanAt(text: string, at: number): Span {
  const character = text[at]!
  if (character === '\\' && /[\\`*_[\]()#!|<>~-]/.test(text[at + 1] ?? ''))
    return { html: escapeHtml(text[at + 1]!), end: at + 2 }
  if (character === '`') return between(text, at, '`', inner => `<code>${escapeHtml(inner)}</code>`)
  if (text.startsWith('**', at))
    return between(text, at, '**', inner => `<strong>${renderInline(inner)}</strong>`)
  if (character === '*') return between(text, at, '*', inner => `<em>${renderInline(inner)}</em>`)
  if (character === '[') return linkAt(text, at)
  const next = text.slice(at + 1).search(/[\\`*[]/)
  const end = next < 0 ? text.length : at + 1 + next
  return { html: escapeHtml(text.slice(at, end)), end }
}

function between(text: string, at: number, mark: string, draw: (inner: string) => string): Span {
  const start = at + mark.length
  const end = text.slice(start, start + LONGEST).indexOf(mark)
  if (end <= 0) return { html: escapeHtml(mark), end: start }
  return { html: draw(text.slice(start, start + end)), end: start + end + mark.length }
}

function linkAt(text: string, at: number): Span {
  const link = /^\[([^[\]]{1,500})\]\(([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)\)/.exec(
    text.slice(at, at + LONGEST),
  )
  if (!link) return { html: '[', end: at + 1 }
  const [whole, label, target] = link as unknown as [string, string, string]
  const inner = renderInline(label)
  const href = safeHref(target)
  const html =
    href === undefined
      ? inner
      : `<a href="${escapeHtml(href)}" rel="noopener noreferrer nofollow">${inner}</a>`
  return { html, end: at + whole.length }
}

/** The address if it is one a page may link to: http, https, mailto, tel, or a place on the same page. */
export function safeHref(target: string): string | undefined {
  if (/^#[\w.~:%-]*$/.test(target)) return target
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(target) || !URL.canParse(target)) return undefined
  const url = new URL(target)
  return url.username || url.password ? undefined : url.href
}
