import { messageOf } from '../../kit/errors.ts'
import type { ChatMessage, ChatModel, ChatUsage, ModelTask } from '../ports.ts'
import { ModelFailure, worthRetrying } from './failure.ts'
import { estimateUsage } from './usage.ts'

/** One call of a model, for the trace. */
export interface ModelCall {
  model: string
  usage: ChatUsage
  ms: number
  failure?: string
}

/** What is asked of models in turn; `maxTokens` is for one call, `allowance` for all of them together. */
export interface ModelRequest {
  task: ModelTask
  messages: readonly ChatMessage[]
  maxTokens: number
  allowance?: number
  signal?: AbortSignal
}

/** With fewer tokens than this nothing useful can be said. */
const FEWEST_TOKENS = 16

/**
 * Asks the models in order, each at most twice (the second time only where that may help), and gives the first answer
 * that `read` accepts. `read` sees the deltas of one attempt; what it throws counts as that attempt's failure.
 * Returns `undefined` when every model failed: the caller goes on without one.
 * `calls` is added to as they are made, so that their cost is known even when the turn is aborted. All of them together
 * write at most `request.allowance` tokens: when it is used up, no further call is made.
 * @throws whatever `signal` was aborted with; never for a model's own failure.
 */
export async function askInTurn<T>(
  models: readonly ChatModel[],
  request: ModelRequest,
  read: (deltas: AsyncIterable<string>, attempt: number) => Promise<T>,
  calls: ModelCall[] = [],
): Promise<{ answer: T | undefined; calls: ModelCall[] }> {
  for (const model of models) {
    for (let tries = 0; tries < 2; tries++) {
      const maxTokens = Math.min(request.maxTokens, tokensLeft(request.allowance, calls))
      if (maxTokens < Math.min(FEWEST_TOKENS, request.maxTokens)) return { answer: undefined, calls }
      const started = performance.now()
      const call: ModelCall = { model: model.id, usage: nothing, ms: 0 }
      const heard: Heard = { characters: 0, usage: undefined }
      calls.push(call)
      try {
        return { answer: await read(deltasOf(model, { ...request, maxTokens }, heard), calls.length), calls }
      } catch (error) {
        call.failure = nameOf(error, request.signal)
        request.signal?.throwIfAborted()
        if (error instanceof ModelFailure && !worthRetrying(error.reason)) break
      } finally {
        call.ms = performance.now() - started
        call.usage = usageOf(model, request, heard, call.failure)
      }
    }
  }
  return { answer: undefined, calls }
}

function tokensLeft(allowance = Number.POSITIVE_INFINITY, calls: readonly ModelCall[]): number {
  return allowance - calls.reduce((sum, { usage }) => sum + usage.outputTokens, 0)
}

const nothing: ChatUsage = { inputTokens: 0, outputTokens: 0, cost: null }
/** Failures before anything was worked on: nobody charges for them. */
const free: readonly string[] = ['unreachable', 'configuration', 'rate-limited', 'server-error']

/** What came of one call so far. */
interface Heard {
  characters: number
  usage: ChatUsage | undefined
}

async function* deltasOf(model: ChatModel, request: ModelRequest, heard: Heard): AsyncIterable<string> {
  for await (const part of model.stream(request)) {
    if ('usage' in part) heard.usage = part.usage
    else {
      heard.characters += part.text.length
      yield part.text
    }
  }
}

/** A named cause; `timeout` or `aborted` when not the model but the one who asked ended the call. */
function nameOf(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted) return signal.reason?.name === 'TimeoutError' ? 'timeout' : 'aborted'
  return error instanceof ModelFailure ? error.reason : messageOf(error).slice(0, 200)
}

function usageOf(
  model: ChatModel,
  { messages }: ModelRequest,
  { usage, characters }: Heard,
  failure: string | undefined,
): ChatUsage {
  if (usage) return usage
  if (characters === 0 && free.includes(failure ?? '')) return nothing
  return estimateUsage(messages, characters, model.price)
}
