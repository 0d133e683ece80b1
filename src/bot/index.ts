/**
 * Decides what to do with one turn and never acts: it looks things up and returns a decision for others to carry out,
 * so it runs without a database, can be replayed and run in the shadow.
 */

export {
  carriedGate,
  createGate,
  createModelJudge,
  type GateOptions,
  type Judge,
} from './answers/gate/index.ts'
export * from './answers/gate-port.ts'
export { createGenerate } from './answers/generate/index.ts'
export { findWishForPerson } from './handoff/asked-for.ts'
export { handoffText } from './handoff/triggers.ts'
export { readBudget } from './model-budget.ts'
export * from './respond.ts'
export * from './respond-types.ts'
export { createReword, newNumbers, type Reword } from './reword.ts'
export { createSummarise, type Summarise } from './summarise.ts'
export { botTexts } from './texts/index.ts'
export { emptyTrace } from './trace.ts'
export { createRewrite } from './understand/rewrite.ts'
export { findSmalltalk } from './understand/smalltalk.ts'
export { roughStem, topicalWords } from './understand/words.ts'
