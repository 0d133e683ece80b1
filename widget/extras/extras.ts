import type { Thread } from '../panel/thread.ts'
import { createWords } from '../panel/words.ts'
import { addSheet } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import { css } from './extras.css'
import type { ExtraTexts } from './locales/texts.ts'
import { createPerson } from './person.ts'

/** What the panel calls. */
export interface Extras {
  askForPerson(): void
  /** Closes the form that covers the thread; true if there was one. */
  closeForm(): boolean
  /** Draws what hangs on the conversation; true if something in the thread was added or moved. */
  draw(now: Thread): boolean
}

/**
 * What a visitor needs after the first look: built when the panel has shown, from its parts, and apart from it so that
 * the first look stays light.
 */
export function createExtras(context: ExtrasContext, texts: ExtraTexts): Extras {
  const words = createWords(context.shell, texts)
  addSheet(context.shell.root, css)
  const person = createPerson(context, words)
  return {
    askForPerson: () => void person.press(),
    closeForm: () => person.close(),
    draw: now => person.draw(now),
  }
}
