import type { Attachment, Message } from '../../src/contract/conversation.ts'
import type { ExtrasContext } from '../extras/context.ts'
import type { Extras } from '../extras/extras.ts'
import type { ExtraTexts } from '../extras/locales/texts.ts'
import type { Texts } from '../locales/texts.ts'
import type { Panel, Shell } from '../shared.ts'
import { panelTokens } from '../tokens.ts'
import { addSheet, button, h, icon, tokenCss } from '../toolbox.ts'
import { createClient } from './client.ts'
import { createComposer } from './composer.ts'
import { citationLink } from './links.ts'
import { createMemory } from './memory.ts'
import { drawLink } from './message.ts'
import { css } from './panel.css'
import { followScreen } from './screen.ts'
import { createScroll } from './scroll.ts'
import { createTalk } from './talk.ts'
import { createThreadView, type ThreadViewOptions } from './thread-view.ts'
import { createWelcome } from './welcome.ts'
import { createWords } from './words.ts'

const cross = 'M6 6l12 12M18 6 6 18'
const personShape = 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 8a7 7 0 0 1 14 0'

/** Builds the chat inside the shell's shadow root, closed, and takes up the conversation this device knows. */
export function createPanel(shell: Shell, texts: Texts): Panel {
  const { settings, language, base } = shell
  const words = createWords(shell, texts)
  const memory = createMemory(shell.botId)
  addSheet(shell.root, tokenCss(panelTokens) + css)

  const announcements = h('div.hidden', { role: 'status' })
  const announce = (text: string) => announcements.append(h('p', text))
  let extras: Extras | undefined
  let loading: Promise<Extras | undefined> | undefined
  let isOpen = false
  let isDue = false

  const client = createClient(base, shell.botId)
  const talk = createTalk({
    client,
    memory,
    language,
    /** Draws once for any number of changes made in one go. */
    onChange() {
      if (!isDue) queueMicrotask(draw)
      isDue = true
    },
    /** A message that comes in is said once by screen readers, whole, when it is complete. */
    onMessage(message: Message) {
      announce(`${words(message.author === 'bot' ? 'label' : 'team')}: ${message.text}`)
      shell.emit('message', message)
    },
    onActivity: activity => extras?.hear(activity),
  })
  const drawing: ThreadViewOptions = {
    words,
    base,
    hosts: [location.hostname, ...(settings.linkHosts ?? [])],
    onReply: text => say(text),
    onRetry: talk.retry,
    onDiscard: talk.discard,
    onRate: (message, rating) =>
      talk.rate(message, rating).then(
        () => announce(words('thanks')),
        () => announce(words('problem')),
      ),
  }
  const view = createThreadView(drawing)
  const welcome = createWelcome(settings, words, text => say(text))
  const composer = createComposer(words, text => say(text, extras?.takeFiles()))
  const thread = h(
    'div.thread',
    { role: 'group', 'aria-label': words('conversation'), tabindex: 0 },
    welcome.node,
    view.list,
  )
  const middle = h('div.middle', thread)
  const scroll = createScroll(thread, view.list)
  const notice = h('p.notice', { role: 'status' })
  const queue = h('p.queue')
  const personLabel = h('span', words('person'))
  const person = button('person', () => withExtras(({ askForPerson }) => askForPerson()), '')
  person.append(icon(personShape), personLabel)
  const below = h('div.below', person)
  const privacy = settings.privacyUrl && citationLink(settings.privacyUrl, base)
  if (privacy) below.append(drawLink(privacy, words, {}, words('privacy')))
  const name = settings.name || words('label')
  const dialog = h(
    'dialog.panel',
    {
      'aria-labelledby': 'name',
      cancel: leave,
      keydown: (event: KeyboardEvent) => {
        if (event.key === 'Escape' && !event.isComposing) leave(event)
      },
    },
    h(
      'div.head',
      h('span.face', { 'aria-hidden': 'true' }, Array.from(name)[0]!.toUpperCase()),
      h('div.who', h('h2', { id: 'name' }, h('bdi', name)), h('p', words('label'))),
      button('close', shell.close, words('close'), icon(cross)),
    ),
    queue,
    middle,
    notice,
    composer.form,
    below,
    announcements,
  )
  shell.root.append(dialog)
  const screen = followScreen(dialog, shell)
  const context: ExtrasContext = {
    ...{ shell, words, memory, client, talk, composer, announce, draw, show },
    newView: () => createThreadView(drawing),
    ...{ dialog, middle, thread, queue, person, personLabel, below },
    isOpen: () => isOpen,
  }

  /** What is not needed for the first look, and comes once the panel shows. */
  function loadExtras(): Promise<Extras | undefined> {
    loading ??= shell
      .part<{ createExtras(context: ExtrasContext, texts: ExtraTexts): Extras }, ExtraTexts>(
        'extras',
        'extras',
      )
      .then(
        ([{ createExtras }, { texts }]) => {
          extras = createExtras(context, texts)
          draw()
          return extras
        },
        () => (loading = undefined),
      )
    return loading
  }

  const withExtras = async (use: (extras: Extras) => void) => {
    const loaded = await loadExtras()
    if (loaded) use(loaded)
    else announce(words('problem'))
  }

  function draw(): void {
    isDue = false
    const now = talk.thread()
    const hasGrown = view.update(now)
    const hasMoved = extras?.draw(now)
    welcome.show(!now.messages[0] && !now.pending[0] && now.holder !== 'queue')
    const trouble = talk.notice()
    show(notice, trouble ? words(trouble.kind, { seconds: trouble.seconds }) : '')
    if (hasGrown || hasMoved) scroll.grew(!!now.pending[0])
    if (isOpen && !document.hidden) talk.markSeen()
    shell.setUnread(isOpen ? 0 : talk.unread())
  }

  function say(text: string, files?: readonly Attachment[]): void {
    extras?.closeForm()
    talk.send(text, files)
    if (!isTouch()) composer.field.focus()
  }

  function leave(event: Event): void {
    event.preventDefault()
    if (!extras?.closeForm()) shell.close()
  }

  void talk.resume()

  const setOpen = (open: boolean) => {
    isOpen = open
    screen.show(open)
    memory.update({ open })
  }
  return {
    open(shouldFocus) {
      setOpen(true)
      draw()
      void loadExtras()
      scroll.newest()
      // On touch screens the keyboard would hide the greeting, so it waits for a tap.
      if (shouldFocus) (isTouch() ? thread : composer.field).focus()
    },
    close: () => setOpen(false),
    attached: () => screen.show(),
    tell: (name, detail) => withExtras(extras => extras.tell(name, detail)),
    shutdown() {
      screen.show(false)
      screen.stop()
      talk.shutdown()
    },
  }
}

/** A text that has not changed is not said again by screen readers. */
function show(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text
}

const isTouch = () => matchMedia('(pointer:coarse)').matches
