import { z } from 'zod'
import { modelProviders, trialProblems } from './language-models.ts'
import { typed } from './typed.ts'

/** A model as it is named in settings: `provider:model`. */
export const ModelName = typed(200).regex(
  new RegExp(`^(${modelProviders.join('|')}):\\S+$`),
  `must be provider:model; providers: ${modelProviders.join(', ')}`,
)

/** Models of a task, best first; null: as the server has it; empty: none. */
const models = z.array(ModelName).max(5).nullable().default(null)

/** Which models a bot uses for each task. */
export const BotModels = z.strictObject({
  ...{ answer: models, rewrite: models, judge: models, summary: models, copilot: models },
})
export type BotModels = z.infer<typeof BotModels>

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .max(500)
  .refine(url => !/[?#@]/.test(url), 'must have no ?, # or @')
  .nullable()
  .default(null)

/** Where model servers of one's own are; null: where the server has them. */
export const ModelAddresses = z.strictObject({ ollama: address, compatible: address })
export type ModelAddresses = z.infer<typeof ModelAddresses>

export const TryModel = z.object({ model: ModelName }).meta({ id: 'TryModel' })

/** What came of one short call. `problem` is null where the model answered. */
export const ModelTrial = z
  .object({ works: z.boolean(), problem: z.enum(trialProblems).nullable(), ms: z.number().int() })
  .meta({ id: 'ModelTrial' })
export type ModelTrial = z.infer<typeof ModelTrial>
