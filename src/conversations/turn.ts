import { getBot } from '../accounts/index.ts'
import type { Response, Trace, Turn } from '../bot/index.ts'
import { appendEvents } from '../events/index.ts'
import { messageOf } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { botSettings } from './bot-settings.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { isDrafted, recordDraft, recordNoDraft } from './drafts/record.ts'
import { readExchange } from './exchange.ts'
import { callPerson } from './handoff.ts'
import type { IntakeRecord } from './intake.ts'
import { keepReplyAgain } from './keep-again.ts'
import { voiceOf, wasSilenced } from './mode.ts'
import { recordFailure, recordReply } from './reply.ts'
import { type ConversationRow, findUnanswered, lockConversation } from './store.ts'
import { insertTrace, ownerOf } from './traces.ts'
import { queueTurn, TurnJob } from './turn-job.ts'
import { about, isPaused, maySpeak, openTurn, type TurnRow } from './turn-rows.ts'

export type Respond = (turn: Turn) => Promise<Response>

/**
 * Answers what the visitor has said since the last answer: several quick messages are one turn over all of them, done
 * by the job of the last one; the jobs of the others find nothing to do. Safe to run again after any crash, and by two
 * at once: a newer attempt takes the right to speak from an older one.
 * @throws whatever `respond` throws; the job is then tried again, and at last ends in `giveUpTurn`.
 */
export async function runTurn(
  deps: ConversationDeps & { respond: Respond },
  job: TurnAttempt,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const begun = await beginTurn(deps, job)
  if (!begun) return
  const { conversation, turn } = begun
  const overtaken = new AbortController()
  const speak = async (parts: readonly Part[]) => {
    if (await streamParts(deps, turn, parts)) return
    overtaken.abort(new Error('the turn was overtaken'))
    throw overtaken.signal.reason
  }
  const asked = await gather(deps, conversation, begun.seqs)
  let trace: Trace | undefined
  try {
    const response = await deps.respond({
      ...asked,
      now: deps.clock.now(),
      // Not the time limit: the bot keeps it by leaving its models, and a late answer is better than an apology.
      signal: signal ? AbortSignal.any([overtaken.signal, signal]) : overtaken.signal,
      onTrace: started => {
        trace = started
      },
      ...(turn.drafts ? {} : { onSentence: inBatches(speak) }),
    })
    const record = turn.drafts ? recordDraft : recordReply
    if (!(await record(deps, turn, response))) await keepTrace(deps, turn, response.trace, 'overtaken')
  } catch (error) {
    await keepTrace(deps, turn, trace, overtaken.signal.aborted ? 'overtaken' : messageOf(error))
    // Who overtook the turn has ended it.
    if (!overtaken.signal.aborted) throw error
  }
}

/** Ends, with an apology and a way to a person, the turn of a job whose every attempt failed. */
export async function giveUpTurn(deps: ConversationDeps, job: TurnAttempt): Promise<void> {
  const begun = await beginTurn(deps, job)
  if (!begun) return
  const { question } = await readExchange(deps.database.sql, begun.conversation, begun.seqs)
  if (begun.turn.drafts) return await recordNoDraft(deps, begun.turn, question)
  await recordFailure(deps, begun.turn, question, {
    handsOver: await handsOverFailures(deps, begun.conversation),
  })
}

/** Settings that cannot be read may be why the turn failed: then a person is only offered. */
async function handsOverFailures(deps: ConversationDeps, { bot_id }: ConversationRow): Promise<boolean> {
  const bot = await getBot(deps.database.sql, bot_id).catch(() => undefined)
  return bot?.settings.handoff.modelFailure.on === true
}

/** An attempt that gave no reply leaves a trace as well, as long as it can: what went wrong matters more. */
async function keepTrace(
  deps: ConversationDeps,
  turn: TurnRow,
  trace: Trace | undefined,
  failure: string,
): Promise<void> {
  if (!trace) return
  const traced = { trace, failure }
  await deps.database
    .transaction(tx => insertTrace(tx, ownerOf(turn), traced, deps.clock.now()))
    .catch(() => undefined)
}

/** A job of a turn; `attempt` is 1 for the first try. */
type TurnAttempt = { payload: unknown; attempt: number }

type Begun = { conversation: ConversationRow; turn: TurnRow; seqs: number[] }
/** What was committed, and what the journal keeps of it. */
type Begin = { begun?: Begun; records: IntakeRecord[] }

/**
 * `undefined` when this job has nothing to do: answered, left to a later message's job, or not the bot's. The mode of the
 * bot is asked here, on the locked row: it may leave the conversation to people, with or without a draft.
 */
async function beginTurn(deps: ConversationDeps, job: TurnAttempt): Promise<Begun | undefined> {
  const { conversationId, seq } = TurnJob.parse(job.payload)
  const now = deps.clock.now()
  const { begun, records } = await deps.database.transaction(async (tx): Promise<Begin> => {
    const nothing = { records: [] }
    const conversation = await lockConversation(tx, conversationId)
    const voice = await voiceOf(tx, conversation, now)
    if (conversation.holder !== 'bot' && voice !== 'drafts') return nothing
    const seqs = await findUnanswered(tx, conversationId)
    if (seqs.at(-1) !== seq) return nothing
    if (voice === 'silent') return await callPerson(tx, conversation, { reason: 'mode' }, now)
    if (voice === 'drafts') return await beginDraft(tx, conversation, seqs, now)
    if (isPaused(conversation, now)) {
      await queueTurn(tx, conversation, seq, now, conversation.bot_paused_until!)
      return nothing
    }
    const { turn, events } = await openTurn(tx, conversation, seq, now)
    await appendEvents(tx, events, now)
    return { begun: { conversation, turn, seqs }, records: [] }
  })
  for (const record of records) await accept(deps, record)
  if (begun) deps.ring?.()
  else if (job.attempt > 1) await keepReplyAgain(deps, { conversationId, seq })
  return begun
}

/** The conversation goes to people without a word to the visitor, and the bot writes them a draft, once a message. */
async function beginDraft(tx: Tx, held: ConversationRow, seqs: number[], now: Date): Promise<Begin> {
  const { conversation, records } =
    held.holder === 'bot'
      ? await callPerson(tx, held, { reason: 'mode', silent: true }, now)
      : { conversation: held, records: [] }
  const uptoSeq = seqs.at(-1)!
  if (await isDrafted(tx, held.id, uptoSeq)) return { records }
  const { turn, events } = await openTurn(tx, conversation, uptoSeq, now, { drafts: true })
  await appendEvents(tx, events, now)
  return { begun: { conversation, turn, seqs }, records }
}

type Part = Parameters<NonNullable<Turn['onSentence']>>[0]

/** What is said at once, or while the words before are still being stored, is stored together and in order. */
function inBatches(store: (parts: readonly Part[]) => Promise<void>): (part: Part) => Promise<void> {
  let waiting: Part[] = []
  let next: Promise<void> | undefined
  let last: Promise<void> = Promise.resolve()
  return part => {
    waiting.push(part)
    next ??= last.then(() => {
      const parts = waiting
      waiting = []
      next = undefined
      last = store(parts)
      return last
    })
    return next
  }
}

/** `false`: the bot may not speak any more. The row's lock makes a takeover come wholly before or after the words. */
async function streamParts(deps: ConversationDeps, turn: TurnRow, parts: readonly Part[]): Promise<boolean> {
  const now = deps.clock.now()
  const said = await deps.database.transaction(async tx => {
    const conversation = await lockConversation(tx, turn.conversation_id)
    if (!(await maySpeak(tx, conversation, turn, now))) return false
    if (await wasSilenced(tx, conversation, turn, now)) return false
    const events = parts.map(part => ({
      name: 'answer.streamed' as const,
      data: { turnId: turn.id, attempt: turn.attempt, ...part },
      ...about(conversation),
    }))
    await appendEvents(tx, events, now)
    return true
  })
  deps.ring?.(said ? undefined : 'job')
  return said
}

async function gather(deps: ConversationDeps, conversation: ConversationRow, seqs: readonly number[]) {
  const exchange = await readExchange(deps.database.sql, conversation, seqs)
  const { settings } = await getBot(deps.database.sql, conversation.bot_id)
  return {
    workspaceId: conversation.workspace_id,
    botId: conversation.bot_id,
    ...exchange,
    ...(conversation.language ? { language: conversation.language } : {}),
    settings: botSettings(settings),
  }
}

/** The handler of turn jobs, in the shape the job runner takes. */
export function createTurnHandler(deps: ConversationDeps & { respond: Respond }) {
  return {
    run: (job: TurnAttempt, context: { signal: AbortSignal }) => runTurn(deps, job, context),
    giveUp: (job: TurnAttempt) => giveUpTurn(deps, job),
  }
}
