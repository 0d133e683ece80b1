import type { Message } from '../../src/contract/conversation.ts'
import { type Ask, breakOff, type Clients, type Follower, follow, persist } from './client.ts'
import type { Sent } from './history.ts'
import { pause } from './process.ts'
import { seeded } from './seeded.ts'

/** A visitor of a run, with what they see live. */
export interface Visitor {
  id: string
  token: string
  live: Follower
}

export const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })

const questions = [
  'Within how many days may I return a kettle?',
  'How fast does a parcel arrive?',
  'Is the return of a kettle free of charge?',
]
/** How long somebody looks for an answer before they go on, in ms. */
const LOOKS_MS = 1_500

/** Begins a conversation, always twice: before anything is said, the second answer is the first, to the byte. */
export async function startVisitor(clients: Clients, seed: number, index: number): Promise<Visitor> {
  const key = `key-of-the-visitor-${seed}-${index}-${process.pid}`
  const ask: Ask = {
    ...{ kind: 'start', key, headers: { 'idempotency-key': key } },
    body: { botId: 'bot_demo' },
  }
  const answer = await persist(clients, '/api/v1/conversations', ask)
  await persist(clients, '/api/v1/conversations', ask)
  const id: string = answer.conversation.id
  const token: string = answer.sessionToken
  return { id, token, live: follow(clients, `/api/v1/conversations/${id}/events`, bearer({ token })) }
}

/**
 * Says one thing after another, rates the last answer, and may ask for a person. What was not acknowledged is sent
 * again, and now and then what was; some of it is broken off in the middle, and so is the live stream.
 */
export async function talk(
  clients: Clients,
  visitor: Visitor,
  { seed, index, messages, sent, onAck }: Talk,
): Promise<void> {
  const random = seeded(seed + index)
  const path = `/api/v1/conversations/${visitor.id}`
  const own = { conversationId: visitor.id, headers: bearer(visitor) }
  const insist = async (where: string, ask: Ask) => {
    const how = random()
    if (how < 0.15) await breakOff(clients, where, ask, 'in the request')
    else if (how < 0.3) await breakOff(clients, where, ask, 'before the answer')
    const answer = await persist(clients, where, ask)
    if (random() < 0.3) await persist(clients, where, ask)
    return answer
  }
  for (let number = 0; number < messages; number++) {
    const clientId = `c${seed}-${index}-${number}`
    const text = `${questions[number % questions.length]} (${clientId})`
    const entry: Sent = { conversationId: visitor.id, clientId, text }
    sent.push(entry)
    const say = async () => {
      const ask: Ask = { ...own, kind: 'message', key: clientId, body: { clientId, text } }
      const { message } = await insist(`${path}/messages`, ask)
      if (entry.ack) return
      entry.ack = { id: message.id, seq: message.seq }
      onAck()
    }
    if (random() < 0.2) visitor.live.breakOff()
    // Impatient: the same message twice at once, as a client does whose first request hangs.
    await (random() < 0.3 ? Promise.all([say(), say()]) : say())
    await pause(random() * 120)
  }
  await rate(visitor, random, insist)
  if (random() > 0.25) return
  const key = `h${seed}-${index}`
  await insist(`${path}/handoff`, {
    ...{ kind: 'handoff', key, conversationId: visitor.id },
    headers: { ...own.headers, 'idempotency-key': key },
    body: { email: 'visitor@example.com', note: `note ${key}` },
  })
}

interface Talk {
  seed: number
  index: number
  messages: number
  sent: Sent[]
  /** Called at the first acknowledgement of each message. */
  onAck(): void
}

/** Thumbs on an answer, if one came; some change their mind. */
async function rate(
  visitor: Visitor,
  random: () => number,
  insist: (where: string, ask: Ask) => Promise<unknown>,
): Promise<void> {
  const answer = await seenAnswer(visitor)
  if (!answer) return
  const where = `/api/v1/conversations/${visitor.id}/messages/${answer.id}/rating`
  for (const rating of random() < 0.3 ? ['up', 'down'] : ['up']) {
    await insist(where, {
      ...{ method: 'PUT', kind: 'rating', key: `${answer.id} ${rating}`, conversationId: visitor.id },
      ...{ headers: bearer(visitor), body: { rating } },
    })
  }
}

async function seenAnswer({ live }: Visitor): Promise<Message | undefined> {
  for (const until = Date.now() + LOOKS_MS; ; await pause(50)) {
    const answers = live.events
      .filter(({ name }) => name === 'message.sent')
      .map(({ data }) => (data as { message: Message }).message)
    const answer = answers.findLast(({ author }) => author === 'bot')
    if (answer || Date.now() > until) return answer
  }
}
