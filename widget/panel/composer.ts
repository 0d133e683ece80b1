import { h, icon } from '../toolbox.ts'
import type { Words } from './words.ts'

/** Longest message, in characters, that a visitor can type. */
const longest = 4000

/** The line to write in: grows with its text, Enter sends, Shift and Enter breaks the line, an open input method is left alone. */
export function createComposer(words: Words, onSend: (text: string) => void) {
  const label = words('placeholder')
  const send = h(
    'button.send',
    { 'aria-label': words('send'), title: words('send') },
    icon('M12 20V5m-6 6 6-6 6 6'),
  )
  const field = h('textarea', {
    rows: 1,
    maxlength: longest,
    dir: 'auto',
    enterkeyhint: 'send',
    placeholder: label,
    'aria-label': label,
    input: grow,
    keydown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      submit()
    },
  })
  const mirror = h('div.box', field, send)
  const form = h(
    'form.composer',
    {
      submit: (event: Event) => {
        event.preventDefault()
        submit()
      },
    },
    mirror,
  )

  /** The style sheet shows the text a second time, unseen, in the field's own cell: so the field gets its height. */
  function grow(): void {
    mirror.dataset['text'] = `${field.value} `
    send.classList.toggle('ready', !!field.value.trim() || composer.files === 'ready')
  }

  function submit(): void {
    const text = field.value.trim()
    if (composer.files === 'coming' || !(text || composer.files)) return
    field.value = ''
    grow()
    onSend(text)
  }

  const composer = {
    form,
    field,
    mirror,
    grow,
    /** Whether files go with the next message, all of them kept by the server (`ready`) or not yet. */
    files: '' as '' | 'coming' | 'ready',
  }
  return composer
}
