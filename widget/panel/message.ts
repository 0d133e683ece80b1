import type { Message } from '../../src/contract/conversation.ts'
import type { AnswerSentence, Citation } from '../../src/contract/decision.ts'
import { button, h, icon } from '../toolbox.ts'
import { answerText } from './answer.ts'
import { citationLink, safeLink } from './links.ts'
import { type Markup, parseMarkdown, withoutCites } from './markdown.ts'
import type { Words } from './words.ts'

/** What drawing a message needs beside the message. */
export interface MessageContext {
  words: Words
  base: string
  /** The page's own host and those the owner named; each message adds the hosts it cites. */
  hosts: readonly string[]
  onRate(message: Message, rating: 'up' | 'down' | null): void
}

const thumb = 'M7 11v9H4v-9zl4-8q3 0 2 6h5q3 0 2 3l-1 6q-1 2-3 2H7'

/** A bubble with an answer, from its sentences or else its text, and with the chips of what it rests on. */
export function drawAnswer(
  text: string,
  sentences: readonly AnswerSentence[] | undefined,
  citations: readonly Citation[],
  context: MessageContext,
): HTMLElement {
  const hosts = [...context.hosts]
  for (const { url } of citations) {
    const href = citationLink(url, context.base)
    if (href) hosts.push(new URL(href).hostname)
  }
  const draw = (node: Markup, isLinked = false): Node | string => {
    if (typeof node === 'string') return node
    const { tag, to = '', start } = node
    if (tag === 'cite') {
      const citation = citations.find(({ number }) => `${number}` === node.children[0])
      // The joiner keeps a chip on the line of the word it stands by.
      return citation ? h('span', '\u2060', drawCitation(citation, context)) : ''
    }
    const children = node.children.map(child => draw(child, isLinked || tag === 'a'))
    if (tag === 'a') {
      // An image is its description; a link within a link, its words.
      const href = !isLinked && safeLink(to, hosts)
      return href ? drawLink(href, context.words, {}, ...children) : h('span', ...children)
    }
    if (tag === 'table') return h('div.table', { tabindex: 0 }, h('table', ...children))
    return h(
      tag,
      { start: tag === 'ol' && start, tabindex: tag === 'pre' && 0, dir: tag === 'code' && 'ltr' },
      ...children,
    )
  }
  const source = sentences?.length ? answerText(sentences) : withoutCites(text)
  return h('div.bubble', h('div', { dir: 'auto' }, ...parseMarkdown(source).map(node => draw(node))))
}

/** A link that opens beside the page and tells the other side nothing about it. */
export const drawLink = (
  href: string,
  words: Words,
  attributes: Record<string, string | false>,
  ...children: (Node | string)[]
) =>
  h(
    'a',
    // `noreferrer` implies `noopener` (WHATWG HTML, 4.6.6.13).
    { href, target: '_blank', rel: 'noreferrer', title: words('newTab'), ...attributes },
    ...children,
  )

/**
 * A citation as a link to its passage, a number in the text or, with `isSource`, with page and headings, so that two
 * passages of one page can be told apart. Without a usable address only the label stays.
 */
function drawCitation(
  { number, title, headingPath, quote, url, path }: Citation,
  { words, base }: MessageContext,
  isSource?: boolean,
): HTMLElement {
  const n = `${number}`
  const place = [...new Set([title || path, ...headingPath])].join(' › ')
  const label = isSource ? [h('span.chip', n), h('bdi', place)] : [n]
  const look = { class: isSource ? 'origin' : 'chip' }
  const href = citationLink(url, base)
  if (!href) return h('span', look, ...label)
  return drawLink(
    href,
    words,
    {
      ...look,
      'aria-label': !isSource && `${words('source', { n, title: place })} (${words('newTab')})`,
      title: `${place}\n“${quote.slice(0, 300)}”`,
    },
    ...label,
  )
}

/** The sources under an answer. */
export const drawSources = (citations: readonly Citation[], context: MessageContext): HTMLElement | false =>
  !!citations[0] &&
  h('ul.sources', ...citations.map(citation => h('li', drawCitation(citation, context, true))))

/** Thumbs up and down; pressing the pressed one takes the rating back. `showRating` shows the rating on them. */
export function drawThumbs(message: Message, context: MessageContext): HTMLElement {
  const thumbs = (['up', 'down'] as const).map(rating => {
    const node = button(
      `thumb ${rating}`,
      () => context.onRate(message, node.ariaPressed === 'true' ? null : rating),
      context.words(rating),
      icon(thumb),
    )
    return node
  })
  return h('div.thumbs', ...thumbs)
}

/** Shows a rating on thumbs already drawn, so that the focus stays where it is. */
export function showRating(row: Element, rating: 'up' | 'down' | null): void {
  for (const node of row.querySelectorAll('.thumb'))
    node.ariaPressed = `${node.classList.contains(`${rating}`)}`
}
