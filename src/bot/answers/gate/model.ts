import type { Features } from './features.ts'
import weights from './weights.json' with { type: 'json' }

/** A logistic model over some of the features, each standardised first. */
export interface GateModel {
  features: { name: keyof Features; mean: number; deviation: number; weight: number }[]
  bias: number
  /** Probability below which a question counts as not answered by the pages. */
  threshold: number
}

const models: Readonly<Record<string, GateModel>> = weights.models as Record<string, GateModel>

/** Cosines of another encoder mean something else: without weights of its own, they are left out. */
const withoutCosines = 'any'

/** The model fitted to an embedder's cosines, or the one that reads none. */
export function modelFor(embedder: string | undefined): GateModel {
  const model = (embedder === undefined ? undefined : models[embedder]) ?? models[withoutCosines]
  if (model === undefined) throw new Error('weights.json holds no model for embedders it does not know')
  return model
}

/**
 * The probability (0 to 1) that the pages bear on the question, by logistic regression. It is fitted on as many
 * answerable as unanswerable questions and read for two answerable ones in three, as visitors are taken to ask.
 */
export function probabilityOf(model: GateModel, features: Features): number {
  const logit = model.features.reduce(
    (sum, { name, mean, deviation, weight }) => sum + (weight * (features[name] - mean)) / deviation,
    model.bias,
  )
  return 1 / (1 + Math.exp(-logit))
}
