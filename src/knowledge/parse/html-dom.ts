import { parseHTML } from 'linkedom'
import { checkHtmlNesting } from './nesting.ts'

/** The little of the DOM that the HTML reader uses (the server's types have no DOM library). */
export interface HtmlNode {
  readonly nodeType: number
  readonly nodeValue: string | null
  readonly textContent: string | null
  readonly parentNode: HtmlNode | null
  readonly childNodes: ArrayLike<HtmlNode> & Iterable<HtmlNode>
}

export interface HtmlElement extends HtmlNode {
  readonly localName: string
  readonly previousElementSibling: HtmlElement | null
  readonly parentElement: HtmlElement | null
  readonly children: ArrayLike<HtmlElement> & Iterable<HtmlElement>
  getAttribute(name: string): string | null
  hasAttribute(name: string): boolean
  querySelector(selector: string): HtmlElement | null
  querySelectorAll(selector: string): ArrayLike<HtmlElement> & Iterable<HtmlElement>
  contains(other: HtmlNode): boolean
  remove(): void
}

export interface HtmlDocument extends HtmlElement {
  readonly documentElement: HtmlElement
  readonly body: HtmlElement
  cloneNode(deep: boolean): HtmlDocument
}

/** A document that is only data: linkedom runs no script and loads nothing. @throws DocumentRefused when nested too deeply */
export function parseDom(html: string): HtmlDocument {
  checkHtmlNesting(html)
  const whole = /<(html|body)\b/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`
  return parseHTML(whole).document as unknown as HtmlDocument
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return node.nodeType === 1
}

export function isText(node: HtmlNode): boolean {
  return node.nodeType === 3
}
