import type { ChatMessage, ChatModel, ModelTask } from '../ports.ts'
import { ModelFailure } from './failure.ts'

/** What a scripted model says: text (cut into deltas of a few characters), or a named failure after some text. */
export type Script = (request: {
  task: ModelTask
  messages: readonly ChatMessage[]
}) => string | { text: string; failure: ModelFailure['reason'] }

/** A chat model that says what a script says: for demos without a key, for replays, and for tests. */
export function createScriptedModel(script: Script, id = 'scripted:1'): ChatModel {
  return {
    id,
    async *stream(request) {
      const said = script(request)
      const { text, failure } = typeof said === 'string' ? { text: said, failure: undefined } : said
      for (let at = 0; at < text.length; at += 7) {
        request.signal?.throwIfAborted()
        yield { text: text.slice(at, at + 7) }
      }
      if (failure) throw new ModelFailure(id, failure, 'as scripted')
      const inputTokens = Math.ceil(
        request.messages.reduce((sum, message) => sum + message.text.length, 0) / 4,
      )
      yield { usage: { inputTokens, outputTokens: Math.ceil(text.length / 4), cost: 0 } }
    },
  }
}
