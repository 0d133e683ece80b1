import { askInTurn, type ChatMessage, type ChatModels, type ModelCall } from '../../../models/index.ts'
import { policyOf } from '../../handoff/triggers.ts'
import type { Generated, GenerateInput } from '../../respond.ts'
import { botTexts } from '../../texts/index.ts'
import { modelRows } from '../../trace.ts'
import { startTurnTime } from '../../turn-time.ts'
import { type AnswerSoFar, startAnswer } from './answer-so-far.ts'
import { answerPrompt, leavesToPeople, mendPrompt, noAnswer, ownersWords } from './prompt.ts'
import { type Draft, readSentences } from './read-sentences.ts'

/** Passages shown to a model. */
const mostSources = 6
/** Sentences sent back to be said better. */
const mostMended = 4

export interface GenerateOptions {
  models: ChatModels
  /** Called when a model is asked, and at the first piece of what it says; for fault tests. */
  onModelRequest?: () => void | Promise<void>
  onFirstToken?: () => void | Promise<void>
}

/**
 * Writes answers with the language models of the task `answer`, and lets out each sentence that its sources support
 * as it arrives. `undefined` when none is configured. What it gives has no decision when no model gave anything
 * usable; it throws only what the turn was aborted with, or what `turn.onSentence` threw.
 */
export function createGenerate(
  options: GenerateOptions,
): ((input: GenerateInput) => Promise<Generated>) | undefined {
  if (options.models.for('answer').length === 0) return undefined
  return input => generate(options, input)
}

async function generate(options: GenerateOptions, input: GenerateInput): Promise<Generated> {
  const sources = input.result.candidates.slice(0, mostSources)
  const messages = answerPrompt(input.standalone, sources, input.turn.settings)
  const answer = startAnswer(input, sources)
  const asked: Asked = {
    ...{ options, input, answer, calls: input.calls ?? [], left: false },
    mayLeave: policyOf(input.turn).rule.on && ownersWords(input.turn.settings) !== '',
    language: sources[0]?.passage.language.slice(0, 2) ?? input.language,
    deadline: input.deadline ?? startTurnTime(input.turn).rest(),
  }
  const usable = await ask(asked, messages)
  const dropped = answer.dropped()
  if (usable && dropped.length > 0) {
    noteLeftOut(answer, dropped.slice(mostMended))
    answer.mending()
    asked.mayLeave = false
    await ask(asked, mendPrompt(messages, dropped.slice(0, mostMended)))
  }
  return {
    ...decisionOf(asked, usable),
    support: answer.support,
    models: modelRows('answer', asked.calls),
  }
}

/** Says in the trace which sentences nobody was asked to say better. */
function noteLeftOut({ support }: AnswerSoFar, leftOut: readonly { text: string }[]): void {
  for (const { text } of leftOut) {
    const row = support.find(one => one.verdict === 'dropped' && one.text === text)
    if (row) row.reason += `; not sent back, since ${mostMended} others were`
  }
}

interface Asked {
  options: GenerateOptions
  input: GenerateInput
  answer: AnswerSoFar
  calls: ModelCall[]
  /** Of the sources, in which sentences are told apart. */
  language: string
  deadline: AbortSignal
  /** Whether the owner said anything that a model could follow in leaving the question to people. */
  mayLeave: boolean
  left: boolean
}

/** Whether some model spoke to the end in a form that can be read. */
async function ask(asked: Asked, messages: ChatMessage[]): Promise<boolean> {
  const { options, input, calls, deadline } = asked
  const request = {
    task: 'answer' as const,
    messages,
    maxTokens: input.turn.settings.maxTokens,
    allowance: input.turn.settings.maxTokens - (input.spentTokens ?? 0),
    signal: input.turn.signal ? AbortSignal.any([input.turn.signal, deadline]) : deadline,
  }
  let stopped: { error: unknown } | undefined
  const offer = async (draft: Draft): Promise<void> => {
    try {
      await asked.answer.offer(draft)
    } catch (error) {
      stopped = { error }
      throw error
    }
  }
  const read = async (deltas: AsyncIterable<string>): Promise<true> => {
    if (stopped) throw stopped.error
    await options.onModelRequest?.()
    await readAnswer(asked, announced(deltas, options), offer)
    return true
  }
  try {
    const { answer: done } = await askInTurn(options.models.for('answer'), request, read, calls)
    if (stopped) throw (stopped as { error: unknown }).error
    return done === true
  } catch (error) {
    if (stopped || input.turn.signal?.aborted || !deadline.aborted) throw error
    return false
  }
}

/**
 * Offers each sentence as it arrives. A model that begins with the word for leaving the question to people is not
 * listened to any further; anywhere else the word counts for nothing.
 * @throws Error when nothing was cited, so that the next model is asked.
 */
async function readAnswer(
  asked: Asked,
  deltas: AsyncIterable<string>,
  offer: (draft: Draft) => Promise<void>,
): Promise<void> {
  let cited = 0
  let said = ''
  asked.left = false
  for await (const draft of readSentences(deltas, asked.language)) {
    if (asked.mayLeave && said === '') asked.left = leavesToPeople(draft.text)
    said += draft.text
    if (draft.cited.length > 0) cited++
    if (!asked.left) await offer(draft)
  }
  if (cited === 0 && !asked.left && !said.includes(noAnswer)) throw new Error('The model cited no source')
}

async function* announced(deltas: AsyncIterable<string>, options: GenerateOptions): AsyncIterable<string> {
  let first = true
  for await (const delta of deltas) {
    if (first) await options.onFirstToken?.()
    first = false
    yield delta
  }
}

/** What was let out is an answer, however the model ended; a model that failed with nothing said decides nothing. */
function decisionOf({ input, answer, left }: Asked, usable: boolean): Pick<Generated, 'decision'> {
  const decision = answer.decision()
  if (decision) return { decision }
  if (!usable) return {}
  if (left)
    return { decision: { kind: 'handoff', reason: 'rule', text: botTexts(input.language).handoffRule } }
  const text = botTexts(input.language).notSupported
  return { decision: { kind: 'refused', reason: 'not-supported', text, offerPerson: true } }
}
