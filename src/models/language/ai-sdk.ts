import type { LanguageModel } from 'ai'
import type { ChatMessage, ChatModel, Price } from '../ports.ts'
import { failureOf, ModelFailure } from './failure.ts'
import { costOf } from './usage.ts'

/** Four characters a token is the usual estimate; twice that is where we stop reading a model that does not stop. */
const CHARACTERS_PER_TOKEN = 8

/** Our own instructions apart from what visitors and pages said, as the SDK wants it. */
function promptOf(messages: readonly ChatMessage[]) {
  const system = messages.filter(({ role }) => role === 'system').map(({ text }) => text)
  const said = messages.flatMap(({ role, text }) => (role === 'system' ? [] : [{ role, content: text }]))
  return { ...(system.length > 0 ? { system: system.join('\n\n') } : {}), messages: said }
}

/**
 * A chat model behind the AI SDK. Retries are switched off there: our own port decides about them, once.
 * The time limit holds between two pieces of the stream as well as for the first one.
 */
export function createAiSdkModel(options: {
  id: string
  model: LanguageModel
  timeoutMs: number
  price?: Price
}): ChatModel {
  return {
    id: options.id,
    ...(options.price ? { price: options.price } : {}),
    async *stream(request) {
      const stall = new AbortController()
      let timer = setTimeout(() => stall.abort(), options.timeoutMs)
      const signal = request.signal ? AbortSignal.any([request.signal, stall.signal]) : stall.signal
      let characters = 0
      try {
        // Not above: installations without a model of a provider never load it. Where there is one, it is there by now.
        const { streamText } = await import('ai')
        const result = streamText({
          model: options.model,
          ...promptOf(request.messages),
          maxOutputTokens: request.maxTokens,
          maxRetries: 0,
          temperature: 0,
          abortSignal: signal,
          onError: () => undefined,
        })
        let finished = false
        for await (const part of result.fullStream) {
          clearTimeout(timer)
          timer = setTimeout(() => stall.abort(), options.timeoutMs)
          if (part.type === 'error') throw part.error
          if (part.type === 'abort')
            throw new ModelFailure(options.id, stall.signal.aborted ? 'timeout' : 'cut-stream', 'aborted')
          if (part.type === 'text-delta' && part.text !== '') {
            characters += part.text.length
            yield { text: part.text }
            if (characters > request.maxTokens * CHARACTERS_PER_TOKEN) return
          }
          if (part.type === 'finish') {
            finished = true
            if (part.finishReason === 'content-filter')
              throw new ModelFailure(options.id, 'refused', 'content filter')
            if (part.finishReason === 'error')
              throw new ModelFailure(options.id, 'malformed', 'the stream ended in an error')
            const { inputTokens, outputTokens } = part.totalUsage
            // A provider that does not count is left to the estimate of `askInTurn`.
            if (inputTokens !== undefined && outputTokens !== undefined)
              yield {
                usage: { inputTokens, outputTokens, cost: costOf(inputTokens, outputTokens, options.price) },
              }
            // An answer is checked sentence by sentence; half a question or half a number would be taken for a whole.
            if (part.rawFinishReason === undefined && request.task !== 'answer')
              throw new ModelFailure(options.id, 'cut-stream', 'the stream ended without a reason')
          }
        }
        if (characters === 0) throw new ModelFailure(options.id, 'empty', 'no text')
        if (!finished) throw new ModelFailure(options.id, 'cut-stream', 'the stream ended early')
      } catch (error) {
        request.signal?.throwIfAborted()
        throw failureOf(options.id, error, stall.signal.aborted)
      } finally {
        clearTimeout(timer)
        stall.abort()
      }
    },
  }
}
