import type { Conversation, Message } from '../../src/contract/conversation.ts'
import type { Call, CallKind, History } from './history.ts'

/**
 * Every promise that answers break among each other or against what is there in the end: an answer with success is
 * an acknowledgement, whatever was asked.
 */
export function findBrokenAnswers({ calls = [], conversations, powerCut = false }: History): string[] {
  return [
    ...madeTwice(calls),
    ...answeredOtherwise(calls),
    ...conversations.flatMap(conversation => {
      const own = calls.filter(({ conversationId }) => conversationId === conversation.id)
      return [
        ...notKept(own, conversation),
        ...ratingsLost(own, conversation),
        ...handoffsLost(own, conversation),
        // What was read and not acknowledged may be lost with the power.
        ...(powerCut ? [] : unread(own, conversation)),
      ]
    }),
  ]
}

type Ended = History['conversations'][number]

const of = (calls: readonly Call[], ...kinds: CallKind[]) => calls.filter(({ kind }) => kinds.includes(kind))
const messageIn = ({ text }: Call) => (JSON.parse(text) as { message: Message }).message
/** To the byte but for the rating, which has its own judge. */
const bytesOf = (message: Message) => JSON.stringify({ ...message, rating: null })

/** Asked again and again, a thing is made once: 201 is said one time, and then 200. */
function madeTwice(calls: readonly Call[]): string[] {
  const made = of(calls, 'start', 'message', 'handoff').filter(({ status }) => status === 201)
  const keys = made.map(({ kind, key }) => `${kind} ${key}`)
  return keys.filter((key, index) => keys.indexOf(key) !== index).map(key => `doubled: ${key} was made twice`)
}

/**
 * A resend has the first answer, to the byte: messages and ratings always, starts too, since here they are repeated
 * before anything is said. Whoever asks again for a person hears of the conversation as it is by then, and only which
 * one it is must be the same.
 */
function answeredOtherwise(calls: readonly Call[]): string[] {
  const firsts = new Map<string, string>()
  return of(calls, 'start', 'message', 'rating', 'handoff').flatMap(call => {
    const key = `${call.kind} ${call.key}`
    const said = call.kind === 'handoff' ? conversationIn(call).id : call.text
    const first = firsts.get(key) ?? said
    firsts.set(key, first)
    return first === said ? [] : [`changed: ${key} was answered with ${said} after ${first}`]
  })
}

const conversationIn = ({ text }: Call) =>
  (JSON.parse(text) as { conversation: Pick<Conversation, 'id'> }).conversation

/** An acknowledged message that is there otherwise, or not. */
function notKept(calls: readonly Call[], { messages }: Ended): string[] {
  const kept = new Map(messages.map(message => [message.id, bytesOf(message)]))
  return of(calls, 'message', 'rating', 'member').flatMap(call => {
    const message = messageIn(call)
    const there = kept.get(message.id)
    if (there === undefined) return [`lost: ${call.kind} ${call.key} was acknowledged and is not there`]
    return there === bytesOf(message) ? [] : [`changed: ${there} was acknowledged as ${bytesOf(message)}`]
  })
}

/** The last rating that was acknowledged is the rating; a visitor rates one answer after another. */
function ratingsLost(calls: readonly Call[], { messages }: Ended): string[] {
  const last = new Map(of(calls, 'rating').map(call => [messageIn(call).id, messageIn(call).rating]))
  return messages
    .filter(({ id, rating }) => last.has(id) && last.get(id) !== rating)
    .map(({ id, rating }) => `lost: ${id} was rated ${last.get(id)} and has ${rating}`)
}

/** Who asked for a person is waited for: told once, however often it was asked. */
function handoffsLost(calls: readonly Call[], { id, events }: Ended): string[] {
  const keys = new Set(of(calls, 'handoff').map(({ key }) => key))
  if (keys.size === 0) return []
  const told = events.filter(
    ({ name, data }) => name === 'handoff.requested' && (data as { reason: string }).reason === 'asked-for',
  )
  if (told.length < keys.size) return [`lost: a person was asked for in ${id} and nobody was told`]
  return told.length > keys.size ? [`doubled: a person was asked for in ${id} once and told of again`] : []
}

/** What was once read stays as it was read. */
function unread(calls: readonly Call[], { messages }: Ended): string[] {
  const kept = new Map(messages.map(message => [message.id, bytesOf(message)]))
  const read = of(calls, 'read').flatMap(
    ({ text }) => (JSON.parse(text) as { messages?: Message[] }).messages ?? [],
  )
  const gone = read.filter(message => kept.get(message.id) !== bytesOf(message))
  return [...new Set(gone.map(({ id }) => id))].map(id => `lost: ${id} was read and is not there as it was`)
}
