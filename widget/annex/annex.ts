import type { Words } from '../panel/words.ts'
import type { Shell } from '../shared.ts'
import { addSheet } from '../toolbox.ts'
import { css } from './annex.css'
import { createPersonForm } from './person-form.ts'

/**
 * What few visitors need, and nobody at first: a script of its own with texts of its own, which the panel fetches the
 * first time it needs any of it. What is added here gives its words to `locales/` beside it.
 */
export function createAnnex({ root }: Shell, words: Words) {
  addSheet(root, css)
  return {
    personForm: (onAsk: (email: string, note: string) => Promise<void>, onClose: () => void) =>
      createPersonForm(words, onAsk, onClose),
  }
}

export type Annex = ReturnType<typeof createAnnex>
