import type { Activity } from '../../src/contract/activity.ts'
import type { Attachment } from '../../src/contract/conversation.ts'
import type { Thread } from '../panel/thread.ts'
import { createWords } from '../panel/words.ts'
import { addSheet } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import { createEarlier } from './earlier.ts'
import { css } from './extras.css'
import { createFiles } from './files.ts'
import type { ExtraTexts } from './locales/texts.ts'
import { createPerson } from './person.ts'
import { createSentFiles } from './sent-files.ts'
import { createSurvey } from './survey.ts'
import { createTyping } from './typing.ts'
import { createVisitor } from './visitor.ts'

/** What the panel calls. */
export interface Extras {
  askForPerson(): void
  /** Closes what covers the thread; true if there was something. */
  closeForm(): boolean
  /** Draws what hangs on the conversation; true if something in the thread was added or moved. */
  draw(now: Thread): boolean
  /** What goes with the message that is sent now. */
  takeFiles(): readonly Attachment[] | undefined
  /** Whoever holds the conversation types, or has stopped. */
  hear(activity: Activity): void
  /** A command of the page that says who the visitor is. */
  tell(name: 'identify' | 'update' | 'session', detail: unknown): void
}

/**
 * What a visitor needs after the first look: built when the panel has shown, from its parts, and apart from it so that
 * the first look stays light.
 */
export function createExtras(context: ExtrasContext, texts: ExtraTexts): Extras {
  const words = createWords(context.shell, texts)
  addSheet(context.shell.root, css)
  const person = createPerson(context, words)
  const earlier = createEarlier(context, words)
  const survey = createSurvey(context, words)
  const typing = createTyping(context, words)
  const files = createFiles(context, words)
  const sentFiles = createSentFiles(context, words)
  const visitor = createVisitor(context, earlier.show)
  return {
    askForPerson: () => void person.press(),
    closeForm: () => person.close() || earlier.close(),
    draw(now) {
      visitor.draw()
      const comesUp = survey.draw(now)
      typing.draw(now)
      sentFiles.draw()
      return person.draw(now) || comesUp
    },
    hear: typing.hear,
    takeFiles: files.take,
    tell: (name, detail) => void visitor.tell[name](detail as never),
  }
}
