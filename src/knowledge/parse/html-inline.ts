import { type HtmlElement, type HtmlNode, isElement, isText } from './html-dom.ts'

/** Elements that never hold text of the page. */
const silent = new Set(
  'script style noscript template svg math canvas iframe object embed video audio img picture map input select textarea button datalist'.split(
    ' ',
  ),
)

export function isSilent(element: HtmlElement): boolean {
  return silent.has(element.localName) || isHidden(element)
}

const unseenStyle =
  /display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|(?:font-size|opacity)\s{0,5}:\s{0,5}0(?:\.0{1,5})?(?:[a-z%]{1,4})?\s{0,5}(?:;|!|$)/i

/** Hidden from every reader; the panels of tabs are hidden only until their tab is chosen. */
export function isHidden(element: HtmlElement): boolean {
  if (element.getAttribute('role') === 'tabpanel') return false
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true
  const style = element.getAttribute('style')
  return style !== null && unseenStyle.test(style.slice(0, 2000))
}

/** Inline content as Markdown of the safe subset: bold, italic, code and links. Spaces are one, `\n` is a line break. */
export function inlineMarkdown(nodes: Iterable<HtmlNode>): string {
  let text = ''
  for (const node of nodes) text += inlineNode(node)
  return tidyInline(text)
}

/** One space between words, none around line breaks and at the ends. */
export function tidyInline(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

function inlineNode(node: HtmlNode): string {
  if (isText(node)) return (node.nodeValue ?? '').replace(/\s+/g, ' ').replaceAll('\u00ad', '')
  if (!isElement(node) || isSilent(node) || isPermalink(node)) return ''
  const name = node.localName
  if (name === 'br') return '\n'
  if (name === 'code' || name === 'kbd' || name === 'samp' || name === 'tt')
    return inlineCode(node.textContent ?? '')
  const inner = Array.from(node.childNodes, inlineNode).join('')
  if (name === 'b' || name === 'strong') return around(inner, '**')
  if (name === 'i' || name === 'em') return around(inner, '*')
  if (name === 'a') return linked(inner, node.getAttribute('href'))
  return blockish.has(name) ? ` ${inner} ` : inner
}

const blockish = new Set('p div li td th dd dt section article h1 h2 h3 h4 h5 h6 blockquote pre'.split(' '))

/** The little `#` or `¶` that documentation sites put behind headings. */
export function isPermalink(element: HtmlElement): boolean {
  if (element.localName !== 'a') return false
  const classes = element.getAttribute('class') ?? ''
  if (
    /(^|[\s_-])(headerlink|hash-link|header-anchor|heading-anchor|anchor-link|permalink)($|[\s_-])/.test(
      classes,
    )
  )
    return true
  const href = element.getAttribute('href') ?? ''
  return href.startsWith('#') && /^\s{0,5}[#¶§🔗\u200b]{0,3}\s{0,5}$/u.test(element.textContent ?? '')
}

/** Emphasis markers must touch the words: spaces inside them move outside. */
export function around(inner: string, mark: string): string {
  const words = inner.trim()
  if (words === '' || words.includes('\n') || words.includes(mark)) return inner
  const lead = inner.slice(0, inner.length - inner.trimStart().length)
  return `${lead}${mark}${words}${mark}${inner.slice(inner.trimEnd().length)}`
}

export function inlineCode(raw: string): string {
  const text = raw.replace(/\s+/g, ' ').trim()
  if (text === '') return ''
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}

export function linked(inner: string, href: string | null | undefined): string {
  const words = inner.replace(/\s+/g, ' ').trim()
  const target = (href ?? '').trim()
  if (
    words === '' ||
    target === '' ||
    /[\s()<>]/.test(target) ||
    /^(javascript|data|vbscript):/i.test(target)
  )
    return inner
  if (words.includes('](')) return inner
  const lead = inner.slice(0, inner.length - inner.trimStart().length)
  return `${lead}[${words}](${target})${inner.slice(inner.trimEnd().length)}`
}
