import { pointForRisk } from '../contract/gate-risk.ts'
import { CarelineError } from '../kit/errors.ts'
import { curveOf, type GateCurve } from './curve.ts'
import type { GoldQuestion } from './question.ts'
import { type EvalDeps, type EvalOptions, runEval } from './run.ts'
import type { RunRow } from './run-row.ts'

/** A threshold for the gate and what to expect of it. All shares are 0 to 1. */
export interface Calibration {
  /** Put into the bot's `gateThreshold`. */
  threshold: number
  risk: number
  /** Wrong answers among the answers given at this threshold, on these questions. */
  wrongAnswers: number
  /** Answerable questions refused at this threshold, on these questions. */
  falseRefusals: number
  answered: number
  questions: number
  /** What comes of every other threshold. */
  curve: GateCurve
}

/**
 * Finds the lowest gate threshold that keeps wrong answers to `risk` (0 to 1) of the answers given: unanswerable
 * questions answered, and answers that cite no right page.
 * Throws `invalid` when the risk is not between 0 and 1, or when the questions are too few or too hard for it.
 */
export async function calibrate(
  dir: string,
  risk: number,
  deps: EvalDeps,
  options: EvalOptions = {},
): Promise<Calibration> {
  checkRisk(risk)
  const { questions, rows } = await runEval(dir, deps, {
    ...options,
    settings: { ...options.settings, gateThreshold: 0 },
  })
  return chooseThreshold(questions, rows, risk)
}

/** The same from a run made with the gate open (threshold 0), every row with its score. */
export function chooseThreshold(
  questions: readonly GoldQuestion[],
  rows: readonly RunRow[],
  risk: number,
): Calibration {
  checkRisk(risk)
  const curve = curveOf(questions, rows)
  const point = pointForRisk(curve.points, risk)
  if (!point)
    throw new CarelineError(
      'invalid',
      `No threshold keeps wrong answers to ${(100 * risk).toFixed(1)} % on these ${curve.questions} questions: add questions or allow more`,
    )
  const { threshold, answered, wrong, refused } = point
  return {
    ...{ threshold, risk, answered, questions: curve.questions, curve },
    wrongAnswers: wrong / answered,
    falseRefusals: curve.answerable === 0 ? 0 : refused / curve.answerable,
  }
}

function checkRisk(risk: number): void {
  if (!(risk > 0 && risk < 1))
    throw new CarelineError('invalid', 'The risk is a share between 0 and 1, for instance 0.05 for 5 %')
}
