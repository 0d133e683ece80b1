import type { Message } from '../../src/contract/conversation.ts'
import { findBrokenAnswers } from './answers.ts'

/** One attempt of a client to say something, until it was acknowledged. Texts are unique within a run. */
export interface Sent {
  conversationId: string
  clientId: string
  text: string
  /** What the server said; absent when no answer ever came. */
  ack?: { id: string; seq: number }
}

/** An event as the visitor's stream shows it. */
export interface Seen {
  number: number
  name: string
  data: unknown
}

export type CallKind = 'start' | 'message' | 'handoff' | 'rating' | 'member' | 'read'

/** A call that was answered with success, and the answer to the byte. */
export interface Call {
  kind: CallKind
  /** What was asked for: resends share it. */
  key: string
  /** Empty where no conversation was there yet. */
  conversationId: string
  status: number
  text: string
}

/** What the clients of one run saw, and what they read when all was quiet again. */
export interface History {
  /** In the order in which each client sent; a client waits for an acknowledgement before it goes on. */
  sent: Sent[]
  /** Per conversation: all messages and the whole stream from the beginning. */
  conversations: {
    id: string
    holder: string
    messages: Message[]
    events: Seen[]
    /** What the client saw live, through every reconnection; absent where the stream began anew. */
    live?: Seen[]
  }[]
  /** Takeovers that were acknowledged: at most one per conversation and epoch. */
  takeovers?: { conversationId: string; epoch: number; holder: string }[]
  /** Every call that was answered with success, in the order of the answers. */
  calls?: Call[]
  /** A member's words that were acknowledged, with the epoch their author spoke in. */
  words?: { messageId: string; epoch: number }[]
  /** All that was not flushed was lost once. */
  powerCut?: boolean
}

/** Every promise that the history breaks, in words; empty when none. Judges from the outside, by what clients saw. */
export function findViolations(history: History): string[] {
  return [
    ...history.conversations.flatMap(conversation => [
      ...lost(history.sent, conversation),
      ...doubled(conversation),
      ...numbering(history.sent, conversation),
      ...untold(conversation),
      ...ownership(conversation),
      ...spokenLate(history.words ?? [], conversation),
      ...unended(conversation),
      ...streamed(conversation),
    ]),
    ...twoOwners(history.takeovers ?? []),
    ...findBrokenAnswers(history),
  ]
}

type Conversation = History['conversations'][number]

function lost(sent: readonly Sent[], { id, messages }: Conversation): string[] {
  const kept = new Map(messages.map(message => [message.id, message]))
  return sent
    .filter(
      ({ conversationId, ack, text }) => conversationId === id && ack && kept.get(ack.id)?.text !== text,
    )
    .map(({ text }) => `lost: "${text}" was acknowledged and is not there`)
}

function doubled({ messages }: Conversation): string[] {
  const texts = messages.filter(message => message.author === 'visitor').map(message => message.text)
  const twice = texts.filter((text, index) => texts.indexOf(text) !== index)
  // A turn that was interrupted may be taken up again, and then says all of it.
  const whole = messages.filter(message => !message.content.interrupted)
  const turns = whole.flatMap(message => message.turnId ?? [])
  const spoken = turns.filter((turn, index) => turns.indexOf(turn) !== index)
  return [
    ...twice.map(text => `doubled: "${text}" is there twice`),
    ...spoken.map(turn => `doubled: turn ${turn} spoke twice`),
  ]
}

function numbering(sent: readonly Sent[], { id, messages }: Conversation): string[] {
  const gaps = messages.flatMap(({ seq }, index) =>
    seq === index + 1 ? [] : [`order: message ${index + 1} of ${id} has number ${seq}`],
  )
  const seqOf = new Map(messages.map(message => [message.text, message.seq]))
  const said = sent.filter(({ conversationId, ack }) => conversationId === id && ack)
  const swapped = said.flatMap(({ text }, index) => {
    const before = said[index - 1]
    return before && seqOf.get(before.text)! >= seqOf.get(text)!
      ? [`order: "${text}" is before "${before.text}"`]
      : []
  })
  const moved = said.flatMap(({ text, ack }) =>
    seqOf.has(text) && seqOf.get(text) !== ack!.seq ? [`order: "${text}" changed its number`] : [],
  )
  return [...gaps, ...swapped, ...moved]
}

/** A message without exactly one event, or an event without its message. */
function untold({ messages, events }: Conversation): string[] {
  const told = events
    .filter(({ name }) => name === 'message.received' || name === 'message.sent')
    .map(({ data }) => (data as { message: Message }).message.id)
  const kept = new Set(messages.map(message => message.id))
  return [
    ...[...kept].filter(id => !told.includes(id)).map(id => `events: message ${id} has none`),
    ...told.filter(id => !kept.has(id)).map(id => `events: ${id} is told of and is not there`),
    ...told.filter((id, index) => told.indexOf(id) !== index).map(id => `events: ${id} is told of twice`),
  ]
}

function ownership({ id, events }: Conversation): string[] {
  const found: string[] = []
  let holder = 'bot'
  let epoch = 0
  for (const { name, data } of events) {
    if (name === 'holder.changed') {
      const changed = data as { holder: string; epoch: number }
      if (changed.epoch !== epoch + 1)
        found.push(`ownership: epoch ${changed.epoch} of ${id} follows ${epoch}`)
      holder = changed.holder
      epoch = changed.epoch
    }
    const author = name === 'message.sent' ? (data as { message: Message }).message.author : undefined
    const isBot = name === 'answer.streamed' || author === 'bot'
    if (isBot && holder !== 'bot') found.push(`ownership: the bot spoke in ${id} while ${holder} held it`)
    if (author === 'member' && !holder.startsWith('member:')) {
      found.push(`ownership: a member spoke in ${id} while ${holder} held it`)
    }
  }
  return found
}

/** Words of an epoch that was over when they were taken: their author did not see what was said since. */
function spokenLate(words: NonNullable<History['words']>, { id, events }: Conversation): string[] {
  let epoch = 0
  return events.flatMap(({ name, data }) => {
    if (name === 'holder.changed') epoch = (data as { epoch: number }).epoch
    if (name !== 'message.sent') return []
    const { message } = data as { message: Message }
    const said = words.find(({ messageId }) => messageId === message.id)
    if (!said || said.epoch === epoch) return []
    return [`epoch: words of epoch ${said.epoch} were taken in epoch ${epoch} of ${id}`]
  })
}

/** A turn that began and did not end, or a message nobody dealt with while the bot holds the conversation. */
function unended({ id, holder, messages, events }: Conversation): string[] {
  const open = new Set<string>()
  let answered = 0
  const upto = new Map<string, number>()
  for (const { name, data } of events) {
    const turn = data as { turnId: string; uptoSeq: number; outcome: string }
    if (name === 'turn.started') {
      open.add(turn.turnId)
      upto.set(turn.turnId, turn.uptoSeq)
    }
    if (name !== 'turn.ended') continue
    open.delete(turn.turnId)
    if (turn.outcome !== 'superseded') answered = Math.max(answered, upto.get(turn.turnId) ?? 0)
  }
  const member = messages.findLast(message => message.author === 'member')?.seq ?? 0
  const waiting = messages.filter(
    ({ author, seq }) => author === 'visitor' && seq > Math.max(answered, member) && holder === 'bot',
  )
  return [
    ...[...open].map(turn => `unended: turn ${turn} of ${id}`),
    ...waiting.map(({ text }) => `unended: nobody answered "${text}"`),
  ]
}

/** The live stream, resumed after each fall, is the log: nothing missing, nothing again, in order. */
function streamed({ id, events, live }: Conversation): string[] {
  if (!live) return []
  const numbers = live.map(({ number }) => number)
  const again = numbers.filter((number, index) => index > 0 && number <= numbers[index - 1]!)
  const missing = events.filter(({ number }) => !numbers.includes(number))
  return [
    ...again.map(number => `stream: event ${number} of ${id} came again or late`),
    ...missing.map(({ number, name }) => `stream: ${name} ${number} of ${id} never came`),
  ]
}

function twoOwners(takeovers: NonNullable<History['takeovers']>): string[] {
  const keys = takeovers.map(({ conversationId, epoch }) => `${conversationId} in epoch ${epoch}`)
  return keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .map(key => `ownership: two owners of ${key}`)
}
