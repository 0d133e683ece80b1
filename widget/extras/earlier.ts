import type { Message } from '../../src/contract/conversation.ts'
import type { Session } from '../panel/client.ts'
import { emptyThread } from '../panel/thread.ts'
import type { WordsOf } from '../panel/words.ts'
import { button, h } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import type { ExtraTexts } from './locales/texts.ts'

interface Listed {
  id: string
  text: string
  updatedAt: string
}

/** The earlier conversations of a visitor who was proved: a list over the thread, and one of them to read. */
export function createEarlier(context: ExtrasContext, words: WordsOf<ExtraTexts>) {
  const { client, middle, below, thread, composer, shell } = context
  const when = new Intl.DateTimeFormat(shell.language, { dateStyle: 'medium', timeStyle: 'short' })
  let prove: () => Promise<Session | undefined> = async () => undefined
  const heading = h('h2', { tabindex: -1 }, words('earlier'))
  const content = h('div')
  const back = button('text', goBack, words('back'))
  const cover = h(
    'div.cover',
    { hidden: true, role: 'group', 'aria-label': words('earlier') },
    back,
    heading,
    content,
  )
  const opener = button('text earlier', () => void open(), words('earlier'))
  opener.hidden = true
  middle.append(cover)
  below.append(opener)

  const listOf = async (session: Session) =>
    (await client.call<{ conversations: Listed[] }>(session, '/earlier')).conversations

  async function open(): Promise<void> {
    const session = await prove()
    if (!session) return context.announce(context.words('problem'))
    const conversations = await listOf(session)
    content.replaceChildren(
      h(
        'ul',
        ...conversations.map(({ id, text, updatedAt }) =>
          h(
            'li',
            button(
              'line',
              () => void read(session, id),
              `${text || '…'}\n${when.format(new Date(updatedAt))}`,
            ),
          ),
        ),
      ),
    )
    setCovered(true)
  }

  async function read(session: Session, id: string): Promise<void> {
    try {
      const { messages } = await client.call<{ messages: Message[] }>(session, `/earlier/${id}/messages`)
      const { list, update } = context.newView()
      // Held by nobody who could answer a press, so that it is only to read.
      update({ ...emptyThread(), messages, holder: 'queue' })
      content.replaceChildren(list)
      heading.focus()
    } catch {
      context.announce(context.words('problem'))
    }
  }

  function goBack(): void {
    if (content.firstElementChild?.localName === 'ol') void open()
    else close()
  }

  function setCovered(covered: boolean): void {
    cover.hidden = !covered
    thread.inert = composer.form.inert = covered
    if (covered) heading.focus()
    else if (context.isOpen()) opener.focus()
  }

  function close(): boolean {
    if (cover.hidden) return false
    setCovered(false)
    return true
  }

  return {
    /** The visitor was proved: shows the way to what they said before, if they said anything. */
    async show(again: () => Promise<Session | undefined>): Promise<void> {
      prove = again
      const session = context.talk.current()
      opener.hidden = !session || !(await listOf(session).catch(() => []))[0]
    },
    close,
  }
}
