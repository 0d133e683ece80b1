import type { Response, Trace, Turn } from '../bot/index.ts'
import type { Decision } from '../contract/decision.ts'
import type { Clock } from '../kit/clock.ts'
import { messageOf } from '../kit/errors.ts'
import type { Database } from '../platform/database/database.ts'
import { insertTrace, type Traced } from './traces.ts'

/** What answers a question outside of a turn. */
export interface AskDeps {
  database: Database
  clock: Clock
  respond: (turn: Turn) => Promise<Response>
}

/**
 * Asks the bot a question that no visitor sees, and keeps how its decision came about, also when it failed; what its
 * models used is counted as in any turn.
 * @throws whatever `respond` throws.
 */
export async function askBot(
  { database, clock, respond }: AskDeps,
  { conversationId, ...turn }: Omit<Turn, 'now' | 'onTrace'> & { conversationId?: string },
): Promise<{ decision: Decision; traceId: string }> {
  const { workspaceId, botId } = turn
  const owner = { workspaceId, botId, ...(conversationId === undefined ? {} : { conversationId }) }
  const store = (traced: Traced) => database.transaction(tx => insertTrace(tx, owner, traced, clock.now()))
  let trace: Trace | undefined
  try {
    const response = await respond({
      ...turn,
      now: clock.now(),
      onTrace: started => {
        trace = started
      },
    })
    return { decision: response.decision, traceId: await store(response) }
  } catch (error) {
    if (trace) await store({ trace, failure: messageOf(error) }).catch(() => undefined)
    throw error
  }
}
