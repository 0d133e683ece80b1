import type { Thread } from '../panel/thread.ts'
import type { WordsOf } from '../panel/words.ts'
import { button, h } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import type { ExtraTexts } from './locales/texts.ts'

const marks = [1, 2, 3, 4, 5]

/** Asks under the thread how it was, once the conversation was resolved; a word of the visitor puts the question away. */
export function createSurvey(context: ExtrasContext, words: WordsOf<ExtraTexts>) {
  const { client, talk, thread } = context
  const inputs = marks.map(n =>
    h('input', {
      ...{ type: 'radio', name: 'score', value: n, required: true },
      'aria-label': words('score', { n }),
    }),
  )
  const scores = inputs.map((input, at) => h('label.score', input, h('span', `${marks[at]}`)))
  const comment = h('textarea', { id: 'comment', rows: 2, dir: 'auto', maxlength: 2000 })
  const trouble = h('p.problem', { role: 'alert' })
  const send = h('button.primary', context.words('send'))
  const form = h(
    'form.survey',
    {
      hidden: true,
      submit: (event: Event) => {
        event.preventDefault()
        void answer()
      },
    },
    h('fieldset', h('legend', words('rateTitle')), h('p.why', words('scale')), h('div.scores', ...scores)),
    h('label', { for: 'comment' }, words('comment')),
    comment,
    trouble,
    h('div.actions', button('', putAway, words('noThanks')), send),
  )
  thread.append(form)
  let asked: number | undefined
  let putAwayAt: number | undefined

  async function answer(): Promise<void> {
    const session = talk.current()
    const score = marks.find((_, at) => inputs[at]!.checked)
    if (!session || !score || !asked) return
    send.disabled = true
    try {
      const said = { engagement: asked, score, ...(comment.value.trim() && { comment: comment.value }) }
      await client.call(session, '/survey', said)
      putAway()
      context.announce(context.words('thanks'))
    } catch (failure) {
      // Judged before, in another tab: there is nothing more to ask.
      if ((failure as { status?: number }).status === 409) putAway()
      else trouble.textContent = context.words('problem')
    }
    send.disabled = false
  }

  function putAway(): void {
    putAwayAt = asked
    form.hidden = true
    // Not `reset()`: the build shortens that name.
    comment.value = ''
    for (const input of inputs) input.checked = false
    trouble.textContent = ''
    if (context.isOpen()) context.composer.field.focus()
  }

  return {
    /** True if the question came up now. */
    draw({ survey, pending }: Thread): boolean {
      asked = survey
      const shown = !!survey && survey !== putAwayAt && !pending[0]
      const comesUp = shown && !!form.hidden
      form.hidden = !shown
      if (comesUp) context.announce(words('rateTitle'))
      return comesUp
    },
  }
}
