import { Readability } from '@mozilla/readability'
import { type HtmlDocument, type HtmlElement, parseDom } from './html-dom.ts'
import { isHidden } from './html-inline.ts'

const noiseNames =
  'script, style, noscript, template, nav, iframe, svg, dialog, [role="navigation"], [role="banner"], [role="contentinfo"], [role="search"], [role="dialog"], [role="alertdialog"], [role="complementary"]'
const noiseClass =
  /(?:^|[\s_-])(?:breadcrumbs?|cookie-?(?:banner|consent|notice|bar|popup)?|sidebar|side-nav|toc|table-of-contents|pagination|pager|skip-?(?:link|nav|to-content)|edit-this-page|edit-page|last-updated|prev-next|social-share|share-buttons|newsletter|was-this-helpful|article-votes|related-articles|feedback-form)(?:$|[\s_-])/i
const calloutClass = /note|tip|info|warning|caution|danger|important|admonition|callout|alert|aside/i

/**
 * The element that holds what the page is about: `<main>` or the one `<article>`, else what Mozilla's Readability
 * keeps (when it keeps most of the text), else the body; with navigation, banners and the like taken out.
 */
export function mainContent(document: HtmlDocument): HtmlElement {
  const marked = markedContent(document)
  if (marked) return withoutNoise(marked)
  const body = withoutNoise(document.body)
  return readable(document, body) ?? body
}

function markedContent(document: HtmlDocument): HtmlElement | undefined {
  const mains = Array.from(document.querySelectorAll('main, [role="main"]'))
  const main = mains.sort((a, b) => lengthOf(b) - lengthOf(a))[0]
  const root = main && lengthOf(main) > 0 ? main : document.body
  const articles = Array.from(root.querySelectorAll('article')).filter(
    each => each.parentElement?.localName !== 'article',
  )
  const only = articles.length === 1 ? articles[0] : undefined
  if (only && lengthOf(only) > lengthOf(root) * (main ? 0.5 : 0.2)) return only
  return root === document.body ? undefined : root
}

function lengthOf(element: HtmlElement): number {
  return (element.textContent ?? '').replace(/\s+/g, ' ').length
}

function withoutNoise(root: HtmlElement): HtmlElement {
  for (const element of Array.from(root.querySelectorAll(noiseNames))) element.remove()
  const whole = lengthOf(root)
  for (const element of Array.from(root.querySelectorAll('header, footer, aside, [class], [id]')))
    if (isNoise(element) && lengthOf(element) < whole * 0.4) element.remove()
  return root
}

function isNoise(element: HtmlElement): boolean {
  const { localName } = element
  const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`.slice(0, 500)
  if (localName === 'main' || localName === 'article' || /^h[1-6]$/.test(localName)) return false
  if (localName === 'footer') return true
  if (localName === 'header') return element.querySelector('h1') === null
  if (localName === 'aside') return !calloutClass.test(names)
  return isHidden(element) || noiseClass.test(names)
}

/** Readability works on a copy (it rearranges the document), and is believed only when it kept most of the text. */
function readable(document: HtmlDocument, body: HtmlElement): HtmlElement | undefined {
  if (lengthOf(body) < 800 || document.querySelector('nav, header, footer, aside, form, [class]') === null)
    return undefined
  try {
    const copy = document.cloneNode(true) as unknown as ConstructorParameters<typeof Readability>[0]
    const found = new Readability(copy, { keepClasses: true, maxElemsToParse: 50_000 }).parse()
    if (!found?.content) return undefined
    const content = parseDom(found.content).body
    return lengthOf(content) > lengthOf(body) * 0.6 ? content : undefined
  } catch {
    return undefined
  }
}
