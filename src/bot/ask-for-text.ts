import { askInTurn, type ChatModel, type ModelCall, type ModelRequest } from '../models/index.ts'
import type { Trace } from './respond-types.ts'
import { modelRows } from './trace.ts'

/**
 * Asks language models in turn for a whole text. `read` makes of it what is wanted, or throws where it cannot be that, so
 * that the next model is asked. Never throws: without a usable text, or when it took too long, there is none, and what it
 * cost is told all the same.
 */
export async function askForText(
  models: readonly ChatModel[],
  request: ModelRequest,
  read: (said: string) => string,
): Promise<{ text?: string; models: Trace['models'] }> {
  const calls: ModelCall[] = []
  const asked = askInTurn(
    models,
    request,
    async deltas => {
      let said = ''
      for await (const delta of deltas) said += delta
      return read(said)
    },
    calls,
  )
  const text = await asked.then(
    ({ answer }) => answer,
    () => undefined,
  )
  return { ...(text === undefined ? {} : { text }), models: modelRows(request.task, calls) }
}
