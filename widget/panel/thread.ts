import type { Attachment, Holder, Message } from '../../src/contract/conversation.ts'
import type { AnswerSentence, Citation } from '../../src/contract/decision.ts'
import type { EventData } from '../../src/contract/events.ts'

/** A message of the visitor that the server has not acknowledged yet. */
export interface Pending {
  clientId: string
  text: string
  attachments?: readonly Attachment[] | undefined
  /** `waiting`: goes out by itself; `failed`: refused by the server, the visitor decides. */
  state: 'waiting' | 'failed'
}

/** An answer while it is being written: its checked parts by index, of the newest attempt. */
export interface Draft {
  turnId: string
  attempt: number
  parts: Map<number, AnswerSentence>
  /** Of all parts; the same one may be in it more than once. */
  citations: Citation[]
}

/** The conversation as this page knows it. Plain data, changed only by the functions of this file. */
export interface Thread {
  /** By number, without repeats. */
  messages: Message[]
  pending: Pending[]
  /** Turns under way, by id. */
  drafts: Map<string, Draft>
  holder: Holder
  /** The engagement that was resolved and that the visitor has not judged yet. */
  survey?: number | undefined
  /** Number of the last event seen: what the stream resumes from. */
  lastEvent: number
}

export const emptyThread = (): Thread => ({
  messages: [],
  pending: [],
  drafts: new Map(),
  holder: 'bot',
  lastEvent: 0,
})

/** Takes in one event of the visitor's stream; false if it was seen before, so a repeat changes nothing. */
export function applyEvent(thread: Thread, number: number, name: string, data: unknown): boolean {
  if (number <= thread.lastEvent) return false
  thread.lastEvent = number
  appliers[name]?.(thread, data as never)
  return true
}

const appliers: Record<string, (thread: Thread, data: never) => void> = {
  'message.received': (thread, data: EventData<'message.received'>) => {
    addMessage(thread, data.message)
    // Who writes again has not done with it.
    thread.survey = undefined
  },
  'message.sent': (thread, data: EventData<'message.sent'>) => {
    addMessage(thread, data.message)
    // The stored reply stands in the place of its parts.
    thread.drafts.delete(data.message.turnId ?? '')
  },
  'turn.started': (thread, { turnId, attempt }: EventData<'turn.started'>) => {
    draftOf(thread, turnId, attempt)
  },
  'answer.streamed': (thread, data: EventData<'answer.streamed'>) => {
    const draft = draftOf(thread, data.turnId, data.attempt)
    draft?.parts.set(data.index, data.sentence)
    draft?.citations.push(...data.citations)
  },
  'turn.ended': (thread, data: EventData<'turn.ended'>) => {
    thread.drafts.delete(data.turnId)
  },
  'holder.changed': (thread, data: EventData<'holder.changed'>) => {
    thread.holder = data.holder
  },
  'conversation.resolved': (thread, { engagement }: EventData<'conversation.resolved'>) => {
    thread.survey = engagement
  },
  'answer.rated': (thread, data: EventData<'answer.rated'>) => {
    const index = thread.messages.findIndex(message => message.id === data.messageId)
    if (index >= 0) thread.messages[index] = { ...thread.messages[index]!, rating: data.rating }
  },
}

/** The draft of a turn, emptied by a newer attempt; undefined for what an older attempt still says. */
function draftOf(thread: Thread, turnId: string, attempt: number): Draft | undefined {
  const known = thread.drafts.get(turnId)
  if (known && known.attempt > attempt) return undefined
  if (known?.attempt === attempt) return known
  const draft: Draft = { turnId, attempt, parts: new Map(), citations: [] }
  thread.drafts.set(turnId, draft)
  return draft
}

/** The parts of a draft that may be shown: from the first on, up to the first that is still missing. */
export function shownParts(draft: Draft): AnswerSentence[] {
  const shown: AnswerSentence[] = []
  for (let part = draft.parts.get(0); part; part = draft.parts.get(shown.length)) shown.push(part)
  return shown
}

/** Puts a message in its place by number; the same id replaces, and the visitor's own takes its pending twin away. */
export function addMessage(thread: Thread, message: Message): void {
  thread.pending = thread.pending.filter(pending => pending.clientId !== message.clientId)
  const known = thread.messages.findIndex(other => other.id === message.id)
  if (known >= 0) {
    thread.messages[known] = message
    return
  }
  let at = thread.messages.length
  while (at > 0 && thread.messages[at - 1]!.seq > message.seq) at--
  thread.messages.splice(at, 0, message)
}

/** How many messages of others came after the last one the visitor has seen. */
export const unreadCount = (thread: Thread, seen: number): number =>
  thread.messages.filter(message => message.seq > seen && message.author !== 'visitor').length
