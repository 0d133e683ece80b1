import type { Activity } from '../../src/contract/activity.ts'
import { activityMs } from '../../src/contract/choices.ts'
import type { Thread } from '../panel/thread.ts'
import type { WordsOf } from '../panel/words.ts'
import { h } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import type { ExtraTexts } from './locales/texts.ts'

/** Told again this often while somebody goes on typing, in milliseconds: before it is over. */
const again = activityMs.typing / 3

/** Tells the desk that the visitor types, and shows that whoever holds the conversation does. Neither is kept. */
export function createTyping(context: ExtrasContext, words: WordsOf<ExtraTexts>) {
  const { client, talk, composer } = context
  const row = h('p.typing', { role: 'status' })
  // Above the field, where it is in sight however far the thread is scrolled.
  composer.form.before(row)
  let over = 0
  let toldAt = 0
  let newest: string | undefined

  const tell = (doing: 'typing' | 'nothing') => {
    const session = talk.current()
    // Before the first message nobody could see it.
    if (session) client.call(session, '/activity', { doing }).catch(() => {})
  }
  const stop = () => {
    if (toldAt) tell('nothing')
    toldAt = 0
  }
  composer.form.addEventListener('submit', stop)
  composer.field.addEventListener('input', () => {
    if (!composer.field.value) stop()
    else if (Date.now() - toldAt >= again) {
      toldAt = Date.now()
      tell('typing')
    }
  })
  composer.field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !composer.field.value) stop()
  })

  const end = () => context.show(row, '')

  return {
    hear({ doing, name }: Activity): void {
      clearTimeout(over)
      const says = doing === 'typing'
      context.show(row, says ? words('memberTyping', { who: name ?? context.words('team') }) : '')
      if (says) over = setTimeout(end, activityMs.typing)
    },
    /** What was written has come. */
    draw({ messages }: Thread): void {
      const last = messages.at(-1)
      if (last?.id !== newest && last?.author === 'member') end()
      newest = last?.id
    },
  }
}
