import { useSyncExternalStore } from 'react'
import type { Attachment } from '../../src/contract/conversation.ts'
import type { ChangeConversation } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'

/** How long a reply can be taken back. */
const UNDO_MS = 5_000

/** A reply as it will be sent, and what is done with the conversation beside it. */
export interface Reply {
  conversationId: string
  clientId: string
  text: string
  epoch: number
  also: 'nothing' | 'resolve' | 'snooze'
  snoozeUntil?: string
  /** Done once it is sent: what a macro says beside its text. */
  changes?: ChangeConversation
  /** The files that go with it. */
  attachments?: readonly Attachment[]
  /** The draft whose words these were: it counts as sent, and whoever sends it takes the conversation over. */
  draftId?: string
}

export interface Held {
  reply: Reply
  state: 'held' | 'sending' | 'failed'
  /** Why it could not be sent, in the server's words. */
  problem?: string
}

/**
 * Replies that wait a moment in this tab before they are sent, one for each conversation. They outlive the screen that
 * wrote them: going to another conversation keeps the time running, and leaving the page sends them at once.
 */
const held = new Map<string, Held & { timer?: ReturnType<typeof setTimeout> }>()
const listeners = new Set<() => void>()
let onSent: (conversationId: string, draftId?: string) => void = () => undefined

function put(id: string, next: (Held & { timer?: ReturnType<typeof setTimeout> }) | undefined): void {
  clearTimeout(held.get(id)?.timer)
  if (next) held.set(id, next)
  else held.delete(id)
  for (const listener of listeners) listener()
}

/** Sends a reply in five seconds; one of the same conversation that still waits goes first. */
export function hold(reply: Reply): void {
  const { conversationId: id } = reply
  const before = held.get(id)
  if (before?.state === 'held') void send(before.reply)
  put(id, { reply, state: 'held', timer: setTimeout(() => void sendNow(id), UNDO_MS) })
}

/** Takes a reply back that is not sent yet, or that could not be. */
export function takeBack(id: string): Reply | undefined {
  const one = held.get(id)
  if (!one || one.state === 'sending') return undefined
  put(id, undefined)
  return one.reply
}

/** Sends what a conversation's reply waits for, so that what is done next comes after it. */
export async function sendNow(id: string): Promise<void> {
  const one = held.get(id)
  if (one?.state !== 'held') return
  put(id, { reply: one.reply, state: 'sending' })
  await send(one.reply)
}

async function send(reply: Reply, keepalive = false): Promise<void> {
  const { conversationId: id, changes, draftId } = reply
  const isNewest = () => held.get(id)?.reply.clientId === reply.clientId
  try {
    await call(pathOf(reply), { method: 'POST', body: bodyOf(reply), keepalive })
    if (draftId) onSent(id, draftId)
    if (isNewest()) put(id, undefined)
    if (changes) await call(`desk/conversations/${id}`, { method: 'PATCH', body: changes, keepalive })
  } catch (error) {
    const newer = isNewest() ? undefined : held.get(id)?.reply
    const files = [...(reply.attachments ?? []), ...(newer?.attachments ?? [])]
    const unsent = newer ? { ...newer, text: `${reply.text}\n\n${newer.text}`, attachments: files } : reply
    put(id, {
      reply: unsent,
      state: 'failed',
      problem: error instanceof Error ? error.message : String(error),
    })
  }
  onSent(id)
}

const pathOf = ({ conversationId, draftId }: Reply) =>
  draftId ? `desk/drafts/${draftId}/message` : `desk/conversations/${conversationId}/messages`

/** A draft has a name of its own by which a second try is known. */
function bodyOf({ conversationId: _, changes: __, draftId, clientId, attachments, ...words }: Reply) {
  const files = attachments && { attachments: attachments.map(({ id }) => id) }
  return { ...words, ...files, ...(draftId ? {} : { clientId }) }
}

/** What is held for a conversation. */
export function useHeld(id: string): Held | undefined {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => held.get(id),
  )
}

/** Calls `told` after each try to send, and with its id when a draft was sent. */
export function whenSent(told: (conversationId: string, draftId?: string) => void): void {
  onSent = told
}

/** Whoever closes the tab or goes elsewhere has made up their mind. */
export function sendAllOnLeave(): () => void {
  const leave = () => {
    for (const { reply, state } of [...held.values()])
      if (state === 'held') {
        put(reply.conversationId, { reply, state: 'sending' })
        void send(reply, true)
      }
  }
  addEventListener('pagehide', leave)
  return () => removeEventListener('pagehide', leave)
}
