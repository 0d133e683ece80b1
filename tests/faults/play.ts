import type { Message } from '../../src/contract/conversation.ts'
import { messageOf } from '../../src/kit/errors.ts'
import type { CrashPoint } from '../../src/platform/crash-points.ts'
import { type Follower, follow, once, persist, readFromBeginning } from './client.ts'
import { findViolations, type History, type Sent } from './history.ts'
import { pause, type Server } from './process.ts'
import { childActions, type FaultName, inflict, type Rig } from './rig.ts'

/** One run: who talks how much, and what goes wrong meanwhile. */
export interface Run {
  seed: number
  sessions: number
  messagesPerSession: number
  /** Members who take conversations over, speak, and give them back. */
  operators: number
  faults: readonly { point: CrashPoint; occurrence: number; fault: FaultName; ms?: number }[]
  /** After how many acknowledgements the machine loses its power, with all that was not flushed. */
  powerCutAfter?: number
}

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
  live: Follower
}

/** What a run looks at and writes down while it lasts. */
interface Stage {
  rig: Rig
  server: Server
  run: Run
  visitors: Visitor[]
  sent: Sent[]
  takeovers: NonNullable<History['takeovers']>
}

/** Plays one run against the server and returns every broken promise its clients can see. */
export async function play(rig: Rig, run: Run): Promise<{ violations: string[]; history: History }> {
  const stage: Stage = { rig, server: rig.server, run, visitors: [], sent: [], takeovers: [] }
  const indices = Array.from({ length: run.sessions }, (_, index) => index)
  await inTens(indices, async index => {
    stage.visitors[index] = await start(stage, index)
  })
  arm(stage)
  const unheard: string[] = []
  await Promise.all([
    ...stage.visitors.map((visitor, index) =>
      talk(stage, visitor, index).catch(error => unheard.push(`unheard: ${messageOf(error)}`)),
    ),
    ...Array.from({ length: run.operators }, (_, member) => operate(stage, `m${member}`)),
  ])
  await rig.calm()
  await inTens(stage.visitors, ({ id }) => giveBack(stage, id))
  const conversations: History['conversations'] = []
  await inTens(stage.visitors, async visitor => void conversations.push(await readWhenQuiet(stage, visitor)))
  // Only now: the last turn may be at work after the last word of its visitor, and its points are to be met.
  rig.server.disarm()
  await rig.calm()
  const history = { sent: stage.sent, conversations, takeovers: stage.takeovers }
  return { violations: [...unheard, ...findViolations(history)], history }
}

async function inTens<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items]
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: 10 }, worker))
}

function arm(stage: Stage): void {
  const faults = stage.run.faults.map(({ point, occurrence, fault, ms = 100 }) => ({
    ...{ point, occurrence, ms, action: childActions[stage.rig.onThisDatabase(fault)] ?? ('delay' as const) },
  }))
  const ids = () => stage.visitors.map(({ id }) => id)
  stage.server.arm(faults, index => {
    const { fault } = stage.run.faults[index]!
    void inflict(stage.rig, fault, {
      race: () => race(stage, ids()),
      release: () => release(stage, ids()),
    })
  })
}

async function start({ server, run }: Stage, index: number): Promise<Visitor> {
  const answer = await persist(server, '/api/v1/conversations', {
    headers: { 'idempotency-key': `key-of-the-visitor-${run.seed}-${index}-${process.pid}` },
    body: { botId: 'bot_demo' },
  })
  const id: string = answer.conversation.id
  const token: string = answer.sessionToken
  return { id, token, live: follow(server, `/api/v1/conversations/${id}/events`, bearer({ token })) }
}

/** Says one thing after another; what was not acknowledged is sent again, and now and then what was. */
async function talk(stage: Stage, visitor: Visitor, index: number): Promise<void> {
  const { server, run, sent } = stage
  const random = seeded(run.seed + index)
  const say = async (entry: Sent) => {
    const answer = await persist(server, `/api/v1/conversations/${visitor.id}/messages`, {
      headers: bearer(visitor),
      body: { clientId: entry.clientId, text: entry.text },
    })
    if (entry.ack) return
    entry.ack = { id: answer.message.id, seq: answer.message.seq }
    if (sent.filter(({ ack }) => ack).length === run.powerCutAfter) stage.rig.cutPower()
  }
  for (let number = 0; number < run.messagesPerSession; number++) {
    const clientId = `c${run.seed}-${index}-${number}`
    const text = `${questions[number % questions.length]} (${clientId})`
    const entry: Sent = { conversationId: visitor.id, clientId, text }
    sent.push(entry)
    // Impatient: the same message twice at once, as a client does whose first request hangs.
    await (random() < 0.3 ? Promise.all([say(entry), say(entry)]) : say(entry))
    if (random() < 0.3) await say(entry)
    await pause(random() * 120)
  }
}

const questions = [
  'Within how many days may I return a kettle?',
  'How fast does a parcel arrive?',
  'Is the return of a kettle free of charge?',
]

async function operate({ server, run, visitors, takeovers }: Stage, memberId: string): Promise<void> {
  const random = seeded(run.seed + 7_000 + Number(memberId.slice(1)))
  for (let round = 0; round < 3; round++) {
    await pause(random() * 120)
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

/** Two members take the same conversation at the same moment: exactly one may have it. */
async function race({ server, takeovers }: Stage, ids: readonly string[]): Promise<void> {
  for (const id of ids.slice(0, 3)) {
    const seen = await once(server, `/member/${id}`)
    if (!seen || seen.holder.startsWith('member:')) continue
    const from = { holder: seen.holder, epoch: seen.epoch }
    const take = async (to: string) => {
      const taken = await once(server, `/member/${id}/holder`, { body: { from, to } })
      if (taken) takeovers.push({ conversationId: id, epoch: taken.epoch, holder: taken.holder })
    }
    await Promise.all([take('member:left'), take('member:right')])
  }
}

/** A member who holds gives back while the bot may be answering elsewhere; nobody holds: one takes and gives back. */
async function release(stage: Stage, ids: readonly string[]): Promise<void> {
  await race(stage, ids)
  for (const id of ids.slice(0, 3)) await giveBack(stage, id)
}

/** Members leave: what they still hold, after an answer that was lost, goes back to the bot. */
async function giveBack({ server }: Stage, id: string): Promise<void> {
  for (const until = Date.now() + server.patienceMs; Date.now() < until; ) {
    const { holder, epoch } = await persist(server, `/member/${id}`)
    if (!holder.startsWith('member:')) return
    await once(server, `/member/${id}/holder`, { body: { from: { holder, epoch }, to: 'bot' } })
  }
}

/** Reads a conversation until nothing is open in it, or until it is too late for that. */
async function readWhenQuiet(
  { server, run }: Stage,
  visitor: Visitor,
): Promise<History['conversations'][number]> {
  const path = `/api/v1/conversations/${visitor.id}`
  const headers = bearer(visitor)
  for (const until = Date.now() + server.patienceMs; ; await pause(150)) {
    const { messages } = (await persist(server, `${path}/messages?after=0&limit=200`, { headers })) as {
      messages: Message[]
    }
    const { conversation } = await persist(server, path, { headers })
    const events = await readFromBeginning(server, `${path}/events`, headers)
    // After a power cut the restored events have new numbers, and a client may see them a second time.
    const live = run.powerCutAfter === undefined ? { live: [...visitor.live.events] } : {}
    const read = { id: visitor.id, holder: conversation.holder as string, messages, events, ...live }
    const open = findViolations({ sent: [], conversations: [read] }).some(found =>
      /^(unended|events|stream)/.test(found),
    )
    if (open && Date.now() < until) continue
    await visitor.live.stop()
    return read
  }
}

const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })
