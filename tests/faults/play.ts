import type { Message } from '../../src/contract/conversation.ts'
import { messageOf } from '../../src/kit/errors.ts'
import type { CrashPoint } from '../../src/platform/crash-points.ts'
import { type Clients, persist, readFromBeginning } from './client.ts'
import { findViolations, type History, type Sent } from './history.ts'
import { type Desk, giveBack, operate, race, release } from './operator.ts'
import { pause } from './process.ts'
import { childActions, type FaultName, inflict, type Rig, usualMs } from './rig.ts'
import { bearer, startVisitor, talk, type Visitor } from './visitor.ts'
import { createWire } from './wire.ts'

/** One run: who talks how much, and what goes wrong meanwhile. */
export interface Run {
  seed: number
  sessions: number
  messagesPerSession: number
  /** Members who take conversations over, speak, and give them back. */
  operators: number
  /** `ms`: how long the fault lasts, if it lasts. */
  faults: readonly { point: CrashPoint; occurrence: number; fault: FaultName; ms?: number }[]
  /** After how many acknowledgements the machine loses its power, with all that was not flushed. */
  powerCutAfter?: number
}

/** How long a process is held at a point while something is done to it from outside, in ms. */
const HELD_MS = 100

/** What a run looks at and writes down while it lasts. */
interface Stage {
  rig: Rig
  run: Run
  clients: Clients
  visitors: Visitor[]
  sent: Sent[]
  desk: Desk
  /** What went wrong with a fault itself. */
  unmet: string[]
}

/** What the clients of a run wrote down, all of it. */
type Played = Required<History>

/** Plays one run against the server and returns every broken promise its clients can see. */
export async function play(rig: Rig, run: Run): Promise<{ violations: string[]; history: Played }> {
  const clients: Clients = { server: rig.server, wire: createWire(), calls: [] }
  const desk: Desk = { takeovers: [], words: [] }
  const stage: Stage = { rig, run, clients, visitors: [], sent: [], desk, unmet: [] }
  const indices = Array.from({ length: run.sessions }, (_, index) => index)
  await inTens(indices, async index => {
    stage.visitors[index] = await startVisitor(clients, run.seed, index)
  })
  arm(stage)
  const ids = stage.visitors.map(({ id }) => id)
  const unheard: string[] = []
  await Promise.all([
    ...stage.visitors.map((visitor, index) =>
      talk(clients, visitor, talkOf(stage, index)).catch(error =>
        unheard.push(`unheard: ${messageOf(error)}`),
      ),
    ),
    ...Array.from({ length: run.operators }, (_, member) =>
      operate(clients, desk, { seed: run.seed, member, ids }),
    ),
  ])
  await rig.calm()
  await inTens(ids, id => giveBack(clients, id))
  const conversations: History['conversations'] = []
  await inTens(stage.visitors, async visitor => void conversations.push(await readWhenQuiet(stage, visitor)))
  // Only now: the last turn may be at work after the last word of its visitor, and its points are to be met.
  rig.server.disarm()
  await rig.calm()
  clients.wire.close()
  const powerCut = run.powerCutAfter !== undefined
  const history = { sent: stage.sent, conversations, calls: clients.calls, powerCut, ...desk }
  return { violations: [...unheard, ...stage.unmet, ...findViolations(history)], history }
}

async function inTens<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items]
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: 10 }, worker))
}

function talkOf({ rig, run, sent }: Stage, index: number): Parameters<typeof talk>[2] {
  return {
    ...{ seed: run.seed, index, messages: run.messagesPerSession, sent },
    onAck() {
      if (sent.filter(({ ack }) => ack).length === run.powerCutAfter) rig.cutPower()
    },
  }
}

function arm({ rig, run, clients, desk, visitors, unmet }: Stage): void {
  const lasting = run.faults.map(({ fault, ms }) => ms ?? usualMs[fault] ?? 0)
  const faults = run.faults.map(({ point, occurrence, fault }, index) => {
    const action = childActions[fault]
    return { point, occurrence, action: action ?? ('delay' as const), ms: action ? lasting[index]! : HELD_MS }
  })
  const ids = () => visitors.map(({ id }) => id)
  rig.server.arm(faults, index => {
    const { fault, point } = run.faults[index]!
    const done = inflict(rig, fault, lasting[index]!, {
      race: () => race(clients, desk, ids()),
      release: () => release(clients, desk, ids()),
      leave: () => void clients.wire.cut(),
    })
    if (!done) unmet.push(`unmet: ${fault} at ${point} does nothing here`)
  })
}

/** Reads a conversation until nothing is open in it, or until it is too late for that. */
async function readWhenQuiet(
  { clients, run }: Stage,
  visitor: Visitor,
): Promise<History['conversations'][number]> {
  const path = `/api/v1/conversations/${visitor.id}`
  const headers = bearer(visitor)
  const own = { headers, conversationId: visitor.id }
  // Its time begins when the server is there again: how long a start takes is the machine's affair.
  await persist(clients, path, own)
  for (const until = Date.now() + clients.server.patienceMs; ; await pause(150)) {
    const { messages } = (await persist(clients, `${path}/messages?after=0&limit=200`, own)) as {
      messages: Message[]
    }
    const { conversation } = await persist(clients, path, own)
    const events = await readFromBeginning(clients, `${path}/events`, headers)
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
