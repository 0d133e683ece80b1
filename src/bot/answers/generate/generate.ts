import type { Candidate } from '../../../knowledge/index.ts'
import { askInTurn, type ChatMessage, type ChatModels, type ModelCall } from '../../../models/index.ts'
import type { Generated, GenerateInput } from '../../respond.ts'
import { botTexts } from '../../texts/index.ts'
import { modelRows, startTurnTime } from '../../turn-time.ts'
import { type AnswerSoFar, startAnswer } from './answer-so-far.ts'
import { answerPrompt, mendPrompt, noAnswer } from './prompt.ts'
import { readSentences } from './read-sentences.ts'

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
  const asked = {
    options,
    input,
    answer,
    calls: [] as ModelCall[],
    deadline: input.deadline ?? startTurnTime(input.turn).rest(),
  }
  const usable = await ask(asked, messages, sources)
  const dropped = answer.dropped()
  if (usable && dropped.length > 0) {
    noteLeftOut(answer, dropped.slice(mostMended))
    answer.mending()
    await ask(asked, mendPrompt(messages, dropped.slice(0, mostMended)), sources)
  }
  return {
    ...decisionOf(input, answer, usable),
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
  deadline: AbortSignal
}

/** Whether some model spoke to the end in a form that can be read. */
async function ask(asked: Asked, messages: ChatMessage[], sources: readonly Candidate[]): Promise<boolean> {
  const { options, input, answer, calls, deadline } = asked
  const request = {
    task: 'answer' as const,
    messages,
    maxTokens: input.turn.settings.maxTokens,
    allowance: input.turn.settings.maxTokens - (input.spentTokens ?? 0),
    signal: input.turn.signal ? AbortSignal.any([input.turn.signal, deadline]) : deadline,
  }
  let stopped: { error: unknown } | undefined
  const language = sources[0]?.passage.language.slice(0, 2) ?? input.language
  const read = async (deltas: AsyncIterable<string>): Promise<true> => {
    if (stopped) throw stopped.error
    await options.onModelRequest?.()
    let cited = 0
    let said = ''
    for await (const draft of readSentences(announced(deltas, options), language)) {
      said += draft.text
      if (draft.cited.length > 0) cited++
      try {
        await answer.offer(draft)
      } catch (error) {
        stopped = { error }
        throw error
      }
    }
    if (cited === 0 && !said.includes(noAnswer)) throw new Error('The model cited no source')
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

async function* announced(deltas: AsyncIterable<string>, options: GenerateOptions): AsyncIterable<string> {
  let first = true
  for await (const delta of deltas) {
    if (first) await options.onFirstToken?.()
    first = false
    yield delta
  }
}

/** What was let out is an answer, however the model ended; a model that failed with nothing said decides nothing. */
function decisionOf(input: GenerateInput, answer: AnswerSoFar, usable: boolean): Pick<Generated, 'decision'> {
  const decision = answer.decision()
  if (decision) return { decision }
  if (!usable) return {}
  const text = botTexts(input.language).notSupported
  return { decision: { kind: 'refused', reason: 'not-supported', text, offerPerson: true } }
}
