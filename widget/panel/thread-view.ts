import type { Attachment, Message } from '../../src/contract/conversation.ts'
import { button, h } from '../toolbox.ts'
import { drawAnswer, drawSources, drawThumbs, type MessageContext, showRating } from './message.ts'
import { type Draft, type Pending, shownParts, type Thread } from './thread.ts'

export interface ThreadViewOptions extends MessageContext {
  onReply(text: string): void
  onRetry(clientId: string): void
  onDiscard(clientId: string): void
}

/**
 * The list of messages. Each row has a key and a mark of what it shows; a row is drawn again only when its mark
 * changes, so scrolling, focus and selection stay where they are.
 */
export function createThreadView(options: ThreadViewOptions) {
  const { words } = options
  const list = h('ol.messages')
  let rows = new Map<string, { node: HTMLElement; mark: string; rating?: Message['rating'] }>()

  /** Draws the thread; true if a row was added or changed. */
  function update({ messages, drafts, pending, holder }: Thread): boolean {
    const before = rows
    rows = new Map()
    let changed = false
    let at = 0
    const show = (
      key: string,
      mark: string,
      draw: () => HTMLElement,
      isKnown?: boolean,
      rating: Message['rating'] = null,
    ) => {
      const known = before.get(key)
      const node = known?.mark === mark ? known.node : draw()
      if (node !== known?.node) changed = true
      // A reply that takes the place of its own parts does not enter again.
      if (known || isKnown) node.classList.add('still')
      if (node !== known?.node || known.rating !== rating) showRating(node, rating)
      rows.set(key, { node, mark, rating })
      if (list.childNodes[at] !== node) list.insertBefore(node, list.childNodes[at] ?? null)
      at++
    }
    messages.forEach((message, i) => {
      const isLast = i === messages.length - 1 && !pending[0] && holder === 'bot'
      show(
        message.clientId ?? message.id,
        `${message.id}${isLast}`,
        () => drawMessage(message, isLast),
        before.has(`turn ${message.turnId}`),
        message.rating,
      )
    })
    for (const draft of drafts.values()) {
      const parts = shownParts(draft)
      show(`turn ${draft.turnId}`, `${draft.attempt} ${parts.length}`, () => drawDraft(draft, parts))
    }
    for (const waiting of pending) show(waiting.clientId, waiting.state, () => drawPending(waiting))
    while (list.childNodes[at]) list.lastChild!.remove()
    return changed
  }

  const row = (author: string, speaker: string, ...children: (Node | null | undefined | false | '')[]) =>
    h('li', { class: `row ${author}` }, h('span.hidden', `${speaker}: `), ...children)

  const drawOwn = (text: string, files?: readonly Attachment[], status?: Node) =>
    row('visitor', words('you'), text && h('div.bubble', text), drawFiles(files), status)

  /** Their names; what can be done with them comes with the extras, which know them by their data. */
  const drawFiles = (files?: readonly Attachment[]) =>
    files &&
    h('ul.files', ...files.map(({ id, name, type }) => h('li', { 'data-id': id, 'data-type': type }, name)))

  function drawMessage(message: Message, isLast: boolean): HTMLElement {
    const { author, text, content } = message
    if (author === 'visitor') return drawOwn(text, content.attachments)
    const { sentences, citations = [], options: choices = [], decision } = content
    const isRated = author === 'bot' && decision === 'answered'
    return row(
      author,
      words(author === 'bot' ? 'label' : 'team'),
      text && drawAnswer(text, sentences, citations, options),
      drawFiles(content.attachments),
      (citations[0] || isRated) &&
        h('div.foot', drawSources(citations, options), isRated && drawThumbs(message, options)),
      isLast && choices[0] && h('div.choices', ...choices.map(drawChoice)),
    )
  }

  function drawChoice(choice: string): HTMLElement {
    return button('pill', () => options.onReply(choice), choice)
  }

  function drawDraft({ citations }: Draft, parts: ReturnType<typeof shownParts>): HTMLElement {
    const bubble = parts[0] ? drawAnswer('', parts, citations, options) : h('div.bubble')
    bubble.append(h('span.dots', h('i'), h('i'), h('i')))
    return row('bot', words(parts[0] ? 'label' : 'typing'), bubble)
  }

  function drawPending({ clientId, text, attachments, state }: Pending): HTMLElement {
    const status =
      state === 'waiting'
        ? h('p.status', words('waiting'))
        : h(
            'p.status failed',
            words('failed'),
            button('text', () => options.onRetry(clientId), words('retry')),
            button('text', () => options.onDiscard(clientId), words('discard')),
          )
    return drawOwn(text, attachments, status)
  }

  return { list, update }
}
