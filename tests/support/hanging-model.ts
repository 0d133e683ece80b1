import type { ChatModel } from '../../src/models/index.ts'

/** A language model that says nothing until it is told to stop. */
export const hangingModel: ChatModel = {
  id: 'hanging:1',
  async *stream({ signal }) {
    signal?.throwIfAborted()
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  },
}
