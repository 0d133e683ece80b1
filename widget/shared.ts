import type { Message } from '../src/contract/conversation.ts'
import type { Language } from './language.ts'

/** What `GET /api/v1/bots/{botId}/settings` tells everybody about a bot. */
export interface PublicSettings {
  botId?: string
  name?: string
  companyName?: string
  greeting?: string | null
  starters?: readonly string[] | null
  privacyUrl?: string | null
  colour?: string | null
  position?: 'left' | 'right'
  texts?: Readonly<Record<string, string>>
  linkHosts?: readonly string[]
  /** What may be sent with messages. */
  attachments?: { types: readonly string[]; megabytes: number }
}

/** What a page may listen to with `Careline('on', name, listener)`, and what the listener is given. */
export interface WidgetEvents {
  ready: undefined
  open: undefined
  close: undefined
  message: Message
  unread: number
  handoff: undefined
}

/** What the shell lends to the panel. */
export interface Shell {
  readonly host: HTMLElement
  readonly root: ShadowRoot
  /** Address of the server, with a slash at its end. */
  readonly base: string
  readonly botId: string
  readonly language: Language
  readonly settings: PublicSettings
  /** A text given on the page, `data-text-send="Go"`, if any. */
  text(key: string): string | undefined
  /** Loads a part of the widget and the words of one of its folders, once the bot's settings are there. */
  part<Module, T>(name: string, texts: string): Promise<[Module, { texts: T }, unknown]>
  setUnread(count: number): void
  emit<N extends keyof WidgetEvents>(name: N, detail: WidgetEvents[N]): void
  /** Closes the panel and gives the focus back to the bubble. */
  close(): void
}

/** What the panel offers to the shell. */
export interface Panel {
  /** `focus`: whether a person asked for it; a panel that reopens by itself must not take the focus. */
  open(focus: boolean): void
  close(): void
  /** The element was put back into the page (single-page navigation): draw as before. */
  attached(): void
  /** A command of the page that says who the visitor is. */
  tell(name: 'identify' | 'update' | 'session', detail: unknown): Promise<void>
  /** Ends all connections; forgets the conversation on this device. */
  shutdown(): void
}

/** Name of the widget's only entry in `localStorage`, written once the visitor has written. */
export const storageKey = (botId: string): string => `careline:${botId}`
