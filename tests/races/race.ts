import { emptyTrace, type Turn } from '../../src/bot/index.ts'
import type { Message } from '../../src/contract/conversation.ts'
import {
  type ConversationDeps,
  createTurnHandler,
  listMessages,
  type Respond,
  readConversation,
  receiveMessage,
  release,
  releaseInactive,
  requestHandoff,
  sendMemberMessage,
  startConversation,
  takeOver,
  tellMemberActivity,
} from '../../src/conversations/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { CarelineError } from '../../src/kit/errors.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import type { Database } from '../../src/platform/database/index.ts'
import { createJobRunner } from '../../src/platform/jobs/index.ts'
import { findViolations, type History, type Seen } from '../faults/history.ts'
import { seeded } from '../faults/seeded.ts'

/** Where races are run: members of one workspace, and one of its bots. */
export interface Course {
  database: Database
  workspaceId: string
  botId: string
  members: readonly string[]
}

type Random = () => number
const among = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!
const upTo = (random: Random, most: number) => 1 + Math.floor(random() * most)

/** How many questions to the database pass at most before the next step. A turn takes a dozen, so people are slower. */
const paces = { bot: 5, person: 40 } as const

/** Gives way to the others for some questions to the database: who comes first is a matter of the seed and of it. */
async function giveWay(
  { database }: Pick<ConversationDeps, 'database'>,
  random: Random,
  pace: keyof typeof paces,
): Promise<void> {
  for (let times = Math.floor(random() * (paces[pace] + 1)); times > 0; times--) await database.ping()
}

/** A refusal is an answer: somebody else was quicker. */
async function orRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof CarelineError && (error.code === 'conflict' || error.code === 'invalid'))
      return undefined
    throw error
  }
}

/** What a race needs to be run again: who may take part, and the seed of all chance. */
export interface Race {
  course: Course
  deps: ConversationDeps
  random: Random
  history: Required<Pick<History, 'sent' | 'takeovers' | 'words'>>
  seed: number
  conversationId: string
}

export type Clock = ReturnType<typeof createFakeClock>

/**
 * Some races at once, a conversation each: a visitor writes while members take it over, type, answer and give it back, timers
 * run, and two processes work on the bot's turns. Then all leave, so that nothing may be left unanswered.
 * @returns for each race every promise that was broken, in words.
 */
export async function raceTogether(course: Course, seeds: readonly number[]): Promise<string[][]> {
  const clock = createFakeClock()
  const deps: ConversationDeps = { database: course.database, bus: createMemoryBus(), clock }
  const races = await Promise.all(seeds.map(seed => begin(course, deps, seed)))
  const chance = seeded(seeds[0]!)
  const processes = [1, 2].map(() => runnerOf(deps, chance))
  let isOver = false
  const racing = Promise.all(races.map(race => run(race, clock))).finally(() => {
    isOver = true
  })
  const working = processes.map(async runner => {
    while (!isOver) {
      await runner.runUntilIdle()
      await giveWay(deps, chance, 'bot')
    }
  })
  await Promise.all([racing, ...working])
  clock.advance(3 * 3_600_000)
  for (const race of races)
    await release(deps, { ...actOf(race, course.members[0]!), to: 'bot', override: true })
  await processes[0]!.runUntilIdle()
  return await Promise.all(races.map(judge))
}

async function begin(course: Course, deps: ConversationDeps, seed: number): Promise<Race> {
  const { conversation } = await startConversation(deps, { botId: course.botId })
  const history = { sent: [], takeovers: [], words: [] }
  return { course, deps, random: seeded(seed), history, seed, conversationId: conversation.id }
}

async function run(race: Race, clock: Clock): Promise<void> {
  const { members } = race.course
  await Promise.all([visitor(race), timers(race, clock), ...members.map(memberId => member(race, memberId))])
}

async function judge(race: Race): Promise<string[]> {
  return findViolations({ ...race.history, conversations: [await whatIsThere(race)] })
}

const actOf = ({ course: { workspaceId }, conversationId }: Race, memberId: string) => ({
  ...{ workspaceId, conversationId, memberId },
})

async function visitor({ deps, random, history, conversationId, seed }: Race): Promise<void> {
  for (let n = upTo(random, 4); n > 0; n--) {
    await giveWay(deps, random, 'person')
    if (random() < 0.1) await requestHandoff(deps, { conversationId, note: `race ${seed}` })
    const clientId = `c${n}`
    const text = `message ${n}`
    const [first] = await Promise.all(
      Array.from({ length: upTo(random, 2) }, () => receiveMessage(deps, { conversationId, clientId, text })),
    )
    const { id, seq } = first!.message
    history.sent.push({ conversationId, clientId, text, ack: { id, seq } })
  }
}

async function member(race: Race, memberId: string): Promise<void> {
  const { deps, random, history, conversationId } = race
  const act = actOf(race, memberId)
  let epoch = 0
  for (let n = upTo(random, 6); n > 0; n--) {
    await giveWay(deps, random, 'person')
    const chance = random()
    if (chance < 0.35) {
      const taken = await orRefused(takeOver(deps, { ...act, override: random() < 0.2 }))
      if (!taken) continue
      const { conversation, changed } = taken
      epoch = conversation.epoch
      if (changed) history.takeovers.push({ conversationId, epoch, holder: conversation.holder })
    } else if (chance < 0.65) {
      const text = `word ${memberId} ${n}`
      const said = await orRefused(sendMemberMessage(deps, { ...act, epoch, clientId: `w${n}`, text }))
      if (said) history.words.push({ messageId: said.id, epoch })
    } else if (chance < 0.85)
      await tellMemberActivity(deps, { ...act, doing: among(random, ['typing', 'nothing', 'viewing']) })
    else {
      const to = among(random, ['bot', 'queue'] as const)
      await orRefused(release(deps, { ...act, to, override: random() < 0.2 }))
    }
  }
}

async function timers({ deps, random }: Race, clock: Clock): Promise<void> {
  for (let n = upTo(random, 4); n > 0; n--) {
    await giveWay(deps, random, 'person')
    clock.advance(random() * 10_000)
    await releaseInactive(deps, random() * 10_000)
  }
}

function runnerOf(deps: ConversationDeps, random: Random) {
  return createJobRunner({
    ...{ database: deps.database, bus: deps.bus, clock: deps.clock, backoff: () => 0 },
    handlers: { turn: createTurnHandler({ ...deps, respond: slowly(deps, random) }) },
  })
}

/** A bot that says some sentences, giving way between them. */
function slowly(deps: ConversationDeps, random: Random): Respond {
  return async (turn: Turn) => {
    const sentences = Array.from({ length: upTo(random, 3) }, (_, at) => ({
      ...{ text: `Sentence ${at}.`, citations: [], kind: 'sentence' as const },
    }))
    for (const [index, sentence] of sentences.entries()) {
      await giveWay(deps, random, 'bot')
      await turn.onSentence?.({ index, sentence, citations: [] })
    }
    const text = sentences.map(sentence => sentence.text).join(' ')
    const decision = {
      kind: 'answered' as const,
      text,
      sentences,
      citations: [],
      mode: 'extractive' as const,
    }
    return { decision, trace: emptyTrace(turn.question, 'en') }
  }
}

async function whatIsThere({ deps, conversationId }: Race): Promise<History['conversations'][number]> {
  const { holder } = await readConversation(deps, conversationId)
  const { messages } = await listMessages(deps, conversationId, { after: 0, limit: 500 })
  const events: Seen[] = await deps.database.sql
    .selectFrom('events')
    .select(['number', 'name', 'data'])
    .where('conversation_id', '=', conversationId)
    .orderBy('number')
    .execute()
  return { id: conversationId, holder, messages: messages satisfies Message[], events }
}
