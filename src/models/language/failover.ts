import { messageOf } from '../../kit/errors.ts'
import type { ChatMessage, ChatModel, ChatUsage, ModelTask } from '../ports.ts'
import { ModelFailure, worthRetrying } from './failure.ts'

/** One call of a model, for the trace. */
export interface ModelCall {
  model: string
  usage: ChatUsage
  ms: number
  failure?: string
}

/**
 * Asks the models in order, each at most twice (the second time only where that may help), and gives the first answer
 * that `read` accepts. `read` sees the deltas of one attempt; what it throws counts as that attempt's failure.
 * Returns `undefined` when every model failed: the caller goes on without one.
 * `calls` is added to as they are made, so that their cost is known even when the turn is aborted.
 * @throws whatever `signal` was aborted with; never for a model's own failure.
 */
export async function askInTurn<T>(
  models: readonly ChatModel[],
  request: { task: ModelTask; messages: readonly ChatMessage[]; maxTokens: number; signal?: AbortSignal },
  read: (deltas: AsyncIterable<string>, attempt: number) => Promise<T>,
  calls: ModelCall[] = [],
): Promise<{ answer: T | undefined; calls: ModelCall[] }> {
  for (const model of models) {
    for (let tries = 0; tries < 2; tries++) {
      const started = performance.now()
      const call: ModelCall = {
        model: model.id,
        usage: { inputTokens: 0, outputTokens: 0, cost: null },
        ms: 0,
      }
      calls.push(call)
      try {
        return { answer: await read(deltasOf(model, request, call), calls.length), calls }
      } catch (error) {
        request.signal?.throwIfAborted()
        call.failure = error instanceof ModelFailure ? error.reason : messageOf(error).slice(0, 200)
        if (error instanceof ModelFailure && !worthRetrying(error.reason)) break
      } finally {
        call.ms = performance.now() - started
      }
    }
  }
  return { answer: undefined, calls }
}

async function* deltasOf(
  model: ChatModel,
  request: Parameters<ChatModel['stream']>[0],
  call: ModelCall,
): AsyncIterable<string> {
  for await (const part of model.stream(request)) {
    if ('usage' in part) call.usage = part.usage
    else yield part.text
  }
}
