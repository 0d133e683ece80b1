import { emptyTrace, handoffText, type Response } from '../bot/index.ts'
import type { Message, MessageContent } from '../contract/conversation.ts'
import type { Decision } from '../contract/decision.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { newId } from '../kit/ids.ts'
import { crashPoint } from '../platform/crash-points.ts'
import type { Tx } from '../platform/database/database.ts'
import { apologyIn } from './apology.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { insertHandoff } from './handoff.ts'
import type { IntakeRecord } from './intake.ts'
import { wasSilenced } from './mode.ts'
import { replyRecord } from './reply-record.ts'
import { type ConversationRow, insertMessage, lockConversation } from './store.ts'
import { needsAddress, readWaiting, tellWaiting } from './told/waiting.ts'
import { findTraceOfTurn, insertTrace, ownerOf } from './traces.ts'
import { about, endTurn, maySpeak, type Outcome, type TurnRow } from './turn-rows.ts'

/**
 * Stores what the bot decided, with its events, its trace and the end of the turn, in one transaction; only if this
 * attempt may still speak. Otherwise nothing is stored: whoever overtook the turn has ended it.
 * @returns the message, or `undefined` when the turn was overtaken.
 */
export async function recordReply(
  deps: ConversationDeps,
  turn: TurnRow,
  { decision, trace }: Response,
): Promise<Message | undefined> {
  return await speak(deps, turn, {
    text: () => decision.text,
    content: contentOf(decision),
    outcome: decision.kind,
    trace: (tx, now) => insertTrace(tx, ownerOf(turn), { trace, decision }, now),
    also: (message, place) => decided(decision, turn, place, message),
    ...(decision.kind === 'handoff' ? { handoff: decision.reason, language: trace.language } : {}),
  })
}

/** Ends the turn with an honest apology in the conversation's language and a person, or the offer of one. */
export async function recordFailure(
  deps: ConversationDeps,
  turn: TurnRow,
  question: string,
  { handsOver }: { handsOver: boolean },
): Promise<Message | undefined> {
  const failure = 'no attempt came as far as the bot, or the process ended'
  return await speak(deps, turn, {
    text: language => (handsOver ? handoffText('model-failure', language) : apologyIn(language)),
    content: handsOver ? { decision: 'handoff', reason: 'failed' } : { reason: 'failed', offerPerson: true },
    outcome: 'failed',
    ...(handsOver ? { handoff: 'model-failure' as const } : {}),
    trace: async (tx, now) =>
      (await findTraceOfTurn(tx, turn)) ??
      (await insertTrace(tx, ownerOf(turn), { trace: emptyTrace(question, 'en'), failure }, now)),
    also: () => [],
  })
}

interface Speech {
  /** In the conversation's language, or that of the decision. */
  text(language: string | null): string
  content: MessageContent
  outcome: Outcome
  handoff?: Extract<Decision, { kind: 'handoff' }>['reason']
  /** What the decision is written in; absent: the conversation's. */
  language?: string
  /** Finds or stores the trace that tells how it came about. */
  trace(tx: Tx, now: Date): Promise<string>
  also(message: Message, place: ReturnType<typeof about>): NewEvent[]
}

async function speak(deps: ConversationDeps, turn: TurnRow, speech: Speech): Promise<Message | undefined> {
  const now = deps.clock.now()
  const stored = await deps.database.transaction(tx => storeReply(tx, turn, speech, now))
  await crashPoint('S14-answer-commit')
  if (!stored) deps.ring?.('job')
  for (const record of stored?.records ?? []) await accept(deps, record)
  return stored?.message
}

async function storeReply(tx: Tx, turn: TurnRow, speech: Speech, now: Date) {
  const conversation = await lockConversation(tx, turn.conversation_id)
  if (!(await maySpeak(tx, conversation, turn, now))) return undefined
  if (await wasSilenced(tx, conversation, turn, now)) return undefined
  const traceId = await speech.trace(tx, now)
  const message = await insertMessage(
    tx,
    conversation,
    {
      id: newId('msg', now.getTime()),
      author: 'bot',
      author_id: null,
      client_id: null,
      ...(await wordsOf(tx, conversation, speech, now)),
      turn_id: turn.id,
      trace_id: traceId,
    },
    now,
  )
  await crashPoint('S13-answer-row-written')
  const sent: NewEvent = { name: 'message.sent', data: { message }, ...about(conversation) }
  const also = speech.also(message, about(conversation))
  const ended = await endTurn(tx, conversation, turn.id, speech.outcome, now)
  const handoff = speech.handoff
    ? await insertHandoff(tx, conversation, { reason: speech.handoff }, now)
    : undefined
  const events = await appendEvents(tx, [sent, ...also, ended, ...(handoff?.events ?? [])], now)
  const event = events.at(-1)!.number
  const reply = replyRecord(message, event, { id: turn.id, uptoSeq: turn.upto_seq, outcome: speech.outcome })
  const records: IntakeRecord[] = handoff ? [reply, { ...handoff.record, event }] : [reply]
  return { message, records }
}

/** Who is handed over is told as well how long it may take, and asked for an address if nobody is there. */
async function wordsOf(
  tx: Tx,
  conversation: ConversationRow,
  speech: Speech,
  now: Date,
): Promise<{ text: string; content: MessageContent }> {
  const text = speech.text(conversation.language)
  if (!speech.handoff) return { text, content: speech.content }
  const waiting = await readWaiting(tx, conversation, now)
  return {
    text: `${text} ${tellWaiting(waiting, speech.language ?? conversation.language)}`,
    content: { ...speech.content, ...(needsAddress(waiting) ? { askAddress: true } : {}) },
  }
}

function decided(
  decision: Decision,
  turn: TurnRow,
  place: ReturnType<typeof about>,
  message: Message,
): NewEvent[] {
  const ids = { turnId: turn.id, messageId: message.id, traceId: message.traceId! }
  if (decision.kind === 'answered') {
    return [{ name: 'answer.given', data: { ...ids, mode: decision.mode }, ...place }]
  }
  if (decision.kind === 'refused') {
    return [{ name: 'answer.refused', data: { ...ids, reason: decision.reason }, ...place }]
  }
  return []
}

/** What a message carries beside its text that says this decision. */
export function contentOf(decision: Decision): MessageContent {
  switch (decision.kind) {
    case 'answered':
      return { decision: 'answered', sentences: decision.sentences, citations: decision.citations }
    case 'refused':
      return { decision: 'refused', reason: decision.reason, offerPerson: decision.offerPerson }
    case 'clarify':
      return { decision: 'clarify', options: decision.options }
    case 'smalltalk':
      return { decision: 'smalltalk' }
    case 'handoff':
      return { decision: 'handoff', reason: decision.reason }
  }
}
