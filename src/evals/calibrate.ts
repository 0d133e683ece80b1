import { CarelineError } from '../kit/errors.ts'
import type { GoldQuestion } from './question.ts'
import { type EvalDeps, type EvalOptions, runEval } from './run.ts'
import type { RunRow } from './run-row.ts'
import { judge } from './score.ts'

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
}

/**
 * Finds the lowest gate threshold that keeps wrong answers to `risk` (0 to 1) of the answers given: unanswerable
 * questions answered, and answers that cite no right page. One wrong answer is added for the question not seen yet, as in
 * conformal risk control (Angelopoulos et al. 2022), so few questions give a careful threshold.
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
  const scores = new Map(rows.map(row => [row.id, row.score ?? 1]))
  const cases = judge(questions, rows)
    .filter(one => one.answerable !== null)
    .map(one => ({
      score: scores.get(one.id) ?? 0,
      answered: one.answered,
      answerable: one.answerable === true,
      wrong: one.answered && (one.answerable === false || one.marks.citationPrecision === 0),
    }))
  const answerable = cases.filter(one => one.answerable).length
  for (const threshold of thresholds(cases.map(one => one.score))) {
    const given = cases.filter(one => one.answered && one.score >= threshold)
    const wrong = given.filter(one => one.wrong).length
    if (given.length === 0 || (wrong + 1) / (given.length + 1) > risk) continue
    const kept = given.filter(one => one.answerable).length
    return {
      threshold,
      risk,
      wrongAnswers: wrong / given.length,
      falseRefusals: answerable === 0 ? 0 : 1 - kept / answerable,
      answered: given.length,
      questions: cases.length,
    }
  }
  throw new CarelineError(
    'invalid',
    `No threshold keeps wrong answers to ${(100 * risk).toFixed(1)} % on these ${cases.length} questions: add questions or allow more`,
  )
}

/** Zero, and a value just above each score: the only places where anything changes. */
function thresholds(scores: readonly number[]): number[] {
  const distinct = [...new Set(scores)].sort((a, b) => a - b)
  return [
    0,
    ...distinct.map((score, index) => (score + (distinct[index + 1] ?? 1)) / 2).filter(value => value > 0),
  ]
}

function checkRisk(risk: number): void {
  if (!(risk > 0 && risk < 1))
    throw new CarelineError('invalid', 'The risk is a share between 0 and 1, for instance 0.05 for 5 %')
}
