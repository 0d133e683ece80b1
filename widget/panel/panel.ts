import type { Message } from '../../src/contract/conversation.ts'
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
import { createPersonForm } from './person-form.ts'
import { followScreen } from './screen.ts'
import { createScroll } from './scroll.ts'
import { createTalk } from './talk.ts'
import { createThreadView } from './thread-view.ts'
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
  let askedWith = ''
  let isOpen = false
  let isDue = false

  const talk = createTalk({
    client: createClient(base, shell.botId),
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
  })
  const view = createThreadView({
    words,
    base,
    hosts: [location.hostname, ...(settings.linkHosts ?? [])],
    onReply: say,
    onRetry: talk.retry,
    onDiscard: talk.discard,
    onRate: (message, rating) =>
      talk.rate(message, rating).then(
        () => announce(words('thanks')),
        () => announce(words('problem')),
      ),
  })
  const welcome = createWelcome(settings, words, say)
  const composer = createComposer(words, say)
  const personForm = createPersonForm(
    words,
    async (email, note) => {
      await talk.askForPerson(email, note)
      askedWith = email
      draw()
      announce(queue.textContent!)
      shell.emit('handoff', undefined)
    },
    () => showPersonForm(false),
  )
  const thread = h(
    'div.thread',
    { role: 'group', 'aria-label': words('conversation'), tabindex: 0 },
    welcome.node,
    view.list,
  )
  const scroll = createScroll(thread, view.list)
  const notice = h('p.notice', { role: 'status' })
  const queue = h('p.queue')
  const personLabel = h('span')
  const person = button('person', () => showPersonForm(personForm.form.hidden as boolean), '')
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
    h('div.middle', thread, personForm.form),
    notice,
    composer.form,
    below,
    announcements,
  )
  shell.root.append(dialog)
  const screen = followScreen(dialog, shell)

  function draw(): void {
    isDue = false
    const now = talk.thread()
    const hasGrown = view.update(now)
    const isQueued = now.holder === 'queue'
    const lacksAddress = isQueued && !memory.read().asked
    welcome.show(!now.messages[0] && !now.pending[0] && !isQueued)
    const said = lacksAddress ? 'personWhy' : askedWith ? 'personDone' : 'queue'
    show(queue, isQueued ? words(said, { email: askedWith }) : '')
    const isOffered =
      lacksAddress || (now.holder === 'bot' && !now.pending[0] && now.messages.at(-1)?.content.offerPerson)
    show(personLabel, words(lacksAddress ? 'leave' : 'person'))
    // There is one such control: where it was just offered it stands under the offer, and stays in sight.
    const place = isOffered ? thread : below
    const hasMoved = person.parentNode !== place
    if (hasMoved) place.insertBefore(person, isOffered ? null : place.firstChild)
    const trouble = talk.notice()
    show(notice, trouble ? words(trouble.kind, { seconds: trouble.seconds }) : '')
    if (hasGrown || hasMoved) scroll.grew(!!now.pending[0])
    if (isOpen && !document.hidden) talk.markSeen()
    shell.setUnread(isOpen ? 0 : talk.unread())
  }

  function say(text: string): void {
    showPersonForm(false)
    talk.send(text)
    if (!isTouch()) composer.field.focus()
  }

  function showPersonForm(shown: boolean): void {
    if (shown !== personForm.form.hidden) return
    personForm.form.hidden = !shown
    thread.inert = composer.form.inert = shown
    person.setAttribute('aria-expanded', `${shown}`)
    if (shown) personForm.email.focus()
    else if (isOpen) person.focus()
  }

  function leave(event: Event): void {
    event.preventDefault()
    if (personForm.form.hidden) shell.close()
    else showPersonForm(false)
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
      scroll.newest()
      // On touch screens the keyboard would hide the greeting, so it waits for a tap.
      if (shouldFocus) (isTouch() ? thread : composer.field).focus()
    },
    close: () => setOpen(false),
    attached: () => screen.show(),
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
