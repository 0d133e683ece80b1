import { storageKey } from '../shared.ts'
import type { Session } from './client.ts'
import type { Pending } from './thread.ts'

/** What this device keeps of a conversation, from the visitor's first message on and not before. */
export interface Saved {
  session: Session | null
  /** Number of the last message the visitor has seen. */
  seen: number
  open: boolean
  /** An e-mail address was left for a reply; the address itself is not kept. */
  asked: boolean
  /** Messages not acknowledged yet; they go out after a reload too, under the same ids. */
  pending: Pending[]
  /** Of a conversation that is being started: a start repeated after a reload gives the same one. */
  key: string
}

export interface Memory {
  read(): Saved
  /** Changes what is kept; until `begin` was called nothing reaches the disk. */
  update(change: Partial<Saved>): void
  /** The visitor has written: from now on it may be kept. */
  begin(): void
  clear(): void
}

const nothing: Saved = { session: null, seen: 0, open: false, asked: false, pending: [], key: '' }

/** One entry of `localStorage` per bot; where storage is full or switched off, memory for as long as the page lives. */
export function createMemory(botId: string): Memory {
  const key = storageKey(botId)
  let here = nothing
  let begun = false
  const read = (): Saved => {
    try {
      const text = localStorage.getItem(key)
      if (text) here = { ...nothing, ...JSON.parse(text) }
      begun ||= !!text
    } catch {}
    return here
  }
  return {
    read,
    update(change) {
      here = { ...read(), ...change }
      try {
        if (begun) localStorage.setItem(key, JSON.stringify(here))
      } catch {}
    },
    begin() {
      begun = true
    },
    clear() {
      begun = false
      here = nothing
      try {
        localStorage.removeItem(key)
      } catch {}
    },
  }
}
