import { z } from 'zod'

const count = z.number().int().min(0).max(1_000_000)
const GatePoint = z.object({
  threshold: z.number().min(0).max(1),
  answered: count,
  wrong: count,
  refused: count,
})

const Curve = z.object({
  questions: count.min(1),
  answerable: count,
  /** By rising threshold. */
  points: z.array(GatePoint).min(1).max(500),
})

/** A curve that was measured elsewhere, and the threshold to set with it. */
export const KeepCalibration = z
  .strictObject({ ...Curve.shape, threshold: z.number().min(0).max(1) })
  .meta({ id: 'KeepCalibration' })
export type KeepCalibration = z.infer<typeof KeepCalibration>

export const GateCalibration = z
  .object({
    /** In force: the bot's own, else the gate's. */
    threshold: z.number(),
    /** The gate's own, for the embedder of the pages. */
    ownThreshold: z.number(),
    /** On the company's own questions; null: never measured. */
    measured: Curve.extend({
      asked: z.enum(['golden-questions', 'folder']),
      at: z.iso.datetime(),
    }).nullable(),
    /**
     * On public sets that the gate had not seen when it was fitted; null: there is none for this embedder. Only answers to
     * unanswerable questions count as wrong there.
     */
    leftOut: Curve.extend({ sets: z.array(z.string()) }).nullable(),
  })
  .meta({ id: 'GateCalibration' })
export type GateCalibration = z.infer<typeof GateCalibration>
