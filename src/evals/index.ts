/**
 * The measure we live by: golden questions, kept by a workspace or in a file, asked through `bot/respond` on a throw-away
 * workspace, and their figures.
 * Never touches a workspace that people use, and never changes a bot: what it finds is handed to the caller.
 */
export { type Calibration, calibrate, chooseThreshold } from './calibrate.ts'
export { keepCalibration, readCalibration } from './calibrations.ts'
export { type Change, type Comparison, compareRuns, comparisonLines, type Outcome } from './compare.ts'
export { curveOf } from './curve.ts'
export {
  goldQuestionOf,
  keepGoldenQuestion,
  listGoldenQuestions,
  removeGoldenQuestion,
} from './golden.ts'
export type { Intervals } from './intervals.ts'
export { type GoldQuestion, parseQuestions, readQuestions } from './question.ts'
export { type EvalReport, percent, reportLines, reportOf } from './report.ts'
export {
  type EvalBench,
  type EvalDeps,
  type EvalOptions,
  type EvalProgress,
  type EvalRun,
  runEval,
} from './run.ts'
export { type RunRow, readRun, toRunRow, writeRun } from './run-row.ts'
export type { Figure, Figures, Judged } from './score.ts'
