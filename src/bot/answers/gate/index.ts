export { createGate, type GateOptions } from './gate.ts'
export { createModelJudge, type Judge } from './judge.ts'
export { carriedGate } from './left-out.ts'
