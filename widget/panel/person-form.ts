import { button, h } from '../toolbox.ts'
import type { Words } from './words.ts'

/**
 * The form that fetches a person: an address for the reply, a note, and plain words about what happens with them.
 * `onAsk` throws if the server did not take it.
 */
export function createPersonForm(
  words: Words,
  onAsk: (email: string, note: string) => Promise<void>,
  onClose: () => void,
) {
  const problem = h('p.problem', { role: 'alert' })
  const email = h('input', {
    type: 'email',
    id: 'email',
    required: true,
    autocomplete: 'email',
    dir: 'ltr',
    'aria-describedby': 'why',
  })
  const note = h('textarea', { id: 'note', rows: 3, dir: 'auto' })
  const ask = h('button.primary', words('personSend'))
  const form = h(
    'form.person-form',
    {
      hidden: true,
      'aria-label': words('person'),
      async submit(event: Event) {
        event.preventDefault()
        ask.disabled = true
        try {
          await onAsk(email.value.trim(), note.value.trim())
          problem.textContent = ''
          onClose()
        } catch {
          problem.textContent = words('problem')
        }
        ask.disabled = false
      },
    },
    h('h2', words('person')),
    h('p.why', { id: 'why' }, words('personWhy')),
    h('label', { for: 'email' }, words('email')),
    email,
    h('label', { for: 'note' }, words('note')),
    note,
    problem,
    h('div.actions', button('', onClose, words('cancel')), ask),
  )
  return { form, email }
}
