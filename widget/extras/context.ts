import type { Client } from '../panel/client.ts'
import type { createComposer } from '../panel/composer.ts'
import type { Memory } from '../panel/memory.ts'
import type { Talk } from '../panel/talk.ts'
import type { createThreadView } from '../panel/thread-view.ts'
import type { Words } from '../panel/words.ts'
import type { Shell } from '../shared.ts'

/** What the panel lends: its parts, and where they stand. */
export interface ExtrasContext {
  shell: Shell
  words: Words
  memory: Memory
  client: Client
  talk: Talk
  /** Another list of messages, drawn as the thread's. */
  newView: () => ReturnType<typeof createThreadView>
  composer: ReturnType<typeof createComposer>
  /** Says something to screen readers. */
  announce(text: string): void
  /** Draws the panel again. */
  draw(): void
  /** Sets a text unless it stands there already. */
  show(node: HTMLElement, text: string): void
  isOpen(): boolean
  dialog: HTMLDialogElement
  /** Holds the thread, and what covers it for a while. */
  middle: HTMLElement
  thread: HTMLElement
  /** The bar above the thread. */
  queue: HTMLElement
  person: HTMLButtonElement
  personLabel: HTMLElement
  /** The line under the field. */
  below: HTMLElement
}
