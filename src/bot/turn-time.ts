import type { Turn } from './respond-types.ts'

/** Kept for answering without a model, whatever the models took, as a share of the turn's time. */
const RESERVE = 0.15

/** How a turn's time is shared out, so that a model that hangs leaves some to answer without it. */
export interface TurnTime {
  /** Aborted when the turn is, or when this share of its whole time has passed from now on. */
  share(part: number): AbortSignal
  /** Aborted when the turn is, or when only the reserve is left. */
  rest(): AbortSignal
}

/** Starts to share out `settings.timeoutMs`. Time that is over gives signals that abort at once: no model is waited for. */
export function startTurnTime(turn: Pick<Turn, 'signal' | 'settings'>): TurnTime {
  const started = performance.now()
  const { timeoutMs } = turn.settings
  const within = (ms: number) => {
    const limit = AbortSignal.timeout(Math.max(1, Math.round(ms)))
    return turn.signal ? AbortSignal.any([turn.signal, limit]) : limit
  }
  return {
    share: part => within(timeoutMs * part),
    rest: () => within(timeoutMs * (1 - RESERVE) - (performance.now() - started)),
  }
}
