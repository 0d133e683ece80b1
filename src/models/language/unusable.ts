import type { ChatModel } from '../ports.ts'
import { type Missing, ModelFailure } from './failure.ts'

/** A model that is named and cannot be asked for want of something: the next one is, and the trace says why. */
export function createUnusableModel(id: string, missing: Missing): ChatModel {
  return {
    id,
    // biome-ignore lint/correctness/useYield: it fails before it says anything
    async *stream() {
      throw new ModelFailure(id, 'configuration', missing, { missing })
    },
  }
}
