import type { WordsOf } from '../panel/words.ts'
import { button, h } from '../toolbox.ts'
import type { ExtraTexts } from './locales/texts.ts'

export interface PersonFormOptions {
  words: WordsOf<ExtraTexts>
  title: string
  problem: string
  /** Throws if the server did not take it. */
  onAsk(email: string, note: string): Promise<void>
  onClose(): void
}

/** The form for a reply by e-mail: an address, a note, and plain words about what happens with them. */
export function createPersonForm({ words, title, problem, onAsk, onClose }: PersonFormOptions) {
  const trouble = h('p.problem', { role: 'alert' })
  const email = h('input', {
    type: 'email',
    id: 'email',
    required: true,
    autocomplete: 'email',
    dir: 'ltr',
    'aria-describedby': 'why',
  })
  const note = h('textarea', { id: 'note', rows: 3, dir: 'auto' })
  const send = h('button.primary', words('personSend'))
  const node = h(
    'form.person-form',
    {
      hidden: true,
      'aria-label': title,
      async submit(event: Event) {
        event.preventDefault()
        send.disabled = true
        try {
          await onAsk(email.value.trim(), note.value.trim())
          trouble.textContent = ''
          onClose()
        } catch {
          trouble.textContent = problem
        }
        send.disabled = false
      },
    },
    h('h2', title),
    h('p.why', { id: 'why' }, words('personWhy')),
    h('label', { for: 'email' }, words('email')),
    email,
    h('label', { for: 'note' }, words('note')),
    note,
    trouble,
    h('div.actions', button('', onClose, words('cancel')), send),
  )
  return { node, email }
}
