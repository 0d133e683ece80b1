import type { Message } from '../../src/contract/conversation.ts'
import type { Armed } from './child-messages.ts'
import { findViolations, type History, type Seen, type Sent } from './history.ts'
import { pause, type Server } from './process.ts'

/** One run: who talks how much, and what goes wrong meanwhile. */
export interface Run {
  seed: number
  sessions: number
  messagesPerSession: number
  /** Members who take conversations over, speak, and give them back. */
  operators: number
  faults: readonly Omit<Armed, 'id'>[]
}

const QUIET_MS = 60_000

/** A small seeded generator (mulberry32), so that a run can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Visitor {
  id: string
  token: string
}

/** Plays one run against the server and returns every broken promise its clients can see. */
export async function play(server: Server, run: Run): Promise<{ violations: string[]; history: History }> {
  const random = seeded(run.seed)
  const visitors: Visitor[] = []
  for (let index = 0; index < run.sessions; index++)
    visitors.push(await start(server, `${run.seed}-${index}`))
  const sent: Sent[] = []
  const takeovers: NonNullable<History['takeovers']> = []
  server.arm(run.faults)
  await Promise.all([
    ...visitors.map((visitor, index) => talk(server, visitor, run, index, sent, seeded(run.seed + index))),
    ...Array.from({ length: run.operators }, (_, member) =>
      operate(server, visitors, `m${member}`, takeovers, random),
    ),
  ])
  server.send({ type: 'disarm' })
  for (const { id } of visitors) await giveBack(server, id)
  const conversations: History['conversations'] = []
  for (const visitor of visitors) conversations.push(await readWhenQuiet(server, visitor))
  const history = { sent, conversations, takeovers }
  return { violations: findViolations(history), history }
}

async function start(server: Server, key: string): Promise<Visitor> {
  const answer = await persist(server, '/api/v1/conversations', {
    headers: { 'idempotency-key': `k${key}` },
    body: { botId: 'bot_faults' },
  })
  return { id: answer.conversation.id, token: answer.sessionToken }
}

/** Says one thing after another; what was not acknowledged is sent again, and now and then what was. */
async function talk(
  server: Server,
  visitor: Visitor,
  run: Run,
  index: number,
  sent: Sent[],
  random: () => number,
): Promise<void> {
  const say = async (entry: Sent) => {
    const answer = await persist(server, `/api/v1/conversations/${visitor.id}/messages`, {
      headers: bearer(visitor),
      body: { clientId: entry.clientId, text: entry.text },
    })
    entry.ack ??= { id: answer.message.id, seq: answer.message.seq }
  }
  for (let number = 0; number < run.messagesPerSession; number++) {
    const clientId = `c${run.seed}-${index}-${number}`
    const entry: Sent = { conversationId: visitor.id, clientId, text: `text ${clientId}` }
    sent.push(entry)
    // Impatient: the same message twice at once, as a client does whose first request hangs.
    await (random() < 0.3 ? Promise.all([say(entry), say(entry)]) : say(entry))
    if (random() < 0.3) await say(entry)
    await pause(random() * 60)
  }
}

async function operate(
  server: Server,
  visitors: readonly Visitor[],
  memberId: string,
  takeovers: NonNullable<History['takeovers']>,
  random: () => number,
): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const { id } = visitors[Math.floor(random() * visitors.length)]!
    const seen = await once(server, `/member/${id}`)
    if (!seen || seen.holder.startsWith('member:')) continue
    const from = { holder: seen.holder, epoch: seen.epoch }
    const taken = await once(server, `/member/${id}/holder`, { body: { from, to: `member:${memberId}` } })
    if (!taken) continue
    takeovers.push({ conversationId: id, epoch: taken.epoch, holder: taken.holder })
    const text = `member ${memberId} ${round}`
    if (random() < 0.5)
      await once(server, `/member/${id}/messages`, { body: { memberId, epoch: taken.epoch, text } })
    await pause(random() * 80)
    await once(server, `/member/${id}/holder`, {
      body: { from: { holder: taken.holder, epoch: taken.epoch }, to: 'bot' },
    })
  }
}

/** Members leave: what they still hold, after an answer that was lost, goes back to the bot. */
async function giveBack(server: Server, id: string): Promise<void> {
  const { holder, epoch } = await persist(server, `/member/${id}`)
  if (holder.startsWith('member:')) {
    await once(server, `/member/${id}/holder`, { body: { from: { holder, epoch }, to: 'bot' } })
  }
}

/** Reads a conversation until nothing is open in it, or until it is too late for that. */
async function readWhenQuiet(server: Server, visitor: Visitor): Promise<History['conversations'][number]> {
  const path = `/api/v1/conversations/${visitor.id}`
  const headers = bearer(visitor)
  for (const until = Date.now() + QUIET_MS; ; await pause(150)) {
    const { messages } = (await persist(server, `${path}/messages?after=0&limit=200`, { headers })) as {
      messages: Message[]
    }
    const { conversation } = await persist(server, path, { headers })
    const events = await readStream(server, `${path}/events?after=0`, headers)
    const read = { id: visitor.id, holder: conversation.holder as string, messages, events }
    const open = findViolations({ sent: [], conversations: [read] }).some(found =>
      /^(unended|events)/.test(found),
    )
    if (!open || Date.now() > until) return read
  }
}

/** The stream from its beginning until it has been silent for a moment. */
async function readStream(server: Server, path: string, headers: Record<string, string>): Promise<Seen[]> {
  const stop = new AbortController()
  const events: Seen[] = []
  let silence = setTimeout(() => stop.abort(), 3_000)
  try {
    const response = await fetch((await server.url()) + path, { headers, signal: stop.signal })
    let rest = ''
    for await (const bytes of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + bytes).split('\n\n')
      rest = blocks.pop() ?? ''
      events.push(...blocks.flatMap(parseEvent))
      clearTimeout(silence)
      silence = setTimeout(() => stop.abort(), 150)
    }
  } catch {
    // Silence, or a server that went away: what was read is judged, and read again if something is open.
  } finally {
    clearTimeout(silence)
  }
  return events
}

function parseEvent(block: string): Seen[] {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const data = field('data')
  return data ? [{ number: Number(field('id')), name: field('event') ?? '', data: JSON.parse(data) }] : []
}

interface Ask {
  headers?: Record<string, string>
  body?: unknown
}
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by their effect, not by their type.
type Answer = any

/** Asks until there is an answer: what a client does that must not lose what it has to say. */
async function persist(server: Server, path: string, ask: Ask = {}): Promise<Answer> {
  for (const until = Date.now() + QUIET_MS; Date.now() < until; await pause(100)) {
    const answer = await once(server, path, ask)
    if (answer) return answer
  }
  throw new Error(`no answer from ${path} within ${QUIET_MS} ms`)
}

/** Asks once; `undefined` when it was refused or nobody answered. */
async function once(
  server: Server,
  path: string,
  { headers = {}, body }: Ask = {},
): Promise<Answer | undefined> {
  try {
    const response = await fetch((await server.url()) + path, {
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(8_000),
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

const bearer = ({ token }: Visitor) => ({ authorization: `Bearer ${token}` })
