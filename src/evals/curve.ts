import type { GatePoint } from '../contract/gate-risk.ts'
import type { GoldQuestion } from './question.ts'
import type { RunRow } from './run-row.ts'
import { judge } from './score.ts'

/** What would come of some questions at each threshold of the gate, by rising threshold. */
export interface GateCurve {
  questions: number
  answerable: number
  points: GatePoint[]
}

/** More points than this are not seen apart. */
const MOST_POINTS = 400

/** The curve of a run that was made with the gate open (threshold 0), every row with its score. */
export function curveOf(questions: readonly GoldQuestion[], rows: readonly RunRow[]): GateCurve {
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
  const points = thresholds(cases.map(one => one.score)).map(threshold => {
    const given = cases.filter(one => one.answered && one.score >= threshold)
    const kept = given.filter(one => one.answerable).length
    const wrong = given.filter(one => one.wrong).length
    return { threshold, answered: given.length, wrong, refused: answerable - kept }
  })
  return { questions: cases.length, answerable, points: thinned(points) }
}

/** Zero, and a value just above each score: the only places where anything changes. */
function thresholds(scores: readonly number[]): number[] {
  const distinct = [...new Set(scores)].sort((a, b) => a - b)
  return [
    0,
    ...distinct.map((score, index) => (score + (distinct[index + 1] ?? 1)) / 2).filter(value => value > 0),
  ]
}

function thinned(points: readonly GatePoint[]): GatePoint[] {
  const step = Math.ceil(points.length / MOST_POINTS)
  return points.filter((_, at) => at % step === 0 || at === points.length - 1)
}
