import type { GatePoint } from '../../../contract/gate-risk.ts'
import curves from './left-out.json' with { type: 'json' }
import { modelFor } from './model.ts'

/** What public sets that the gate had not seen would see at each threshold: written by the training. */
export interface LeftOutCurve {
  sets: string[]
  questions: number
  answerable: number
  points: GatePoint[]
}

const known: Readonly<Record<string, LeftOutCurve>> = curves

/** The curve of the model that judges an embedder's pages, and its threshold. */
export function carriedGate(embedder: string | undefined): {
  threshold: number
  leftOut: LeftOutCurve | undefined
} {
  const own = embedder === undefined ? undefined : known[embedder]
  return { threshold: modelFor(embedder).threshold, leftOut: own ?? known['any'] }
}
