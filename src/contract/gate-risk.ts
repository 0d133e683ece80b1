/** What a threshold of the gate means for wrong answers and refusals. Without the library that checks, for browsers. */

/** What would come of the questions at one threshold, in counts. */
export interface GatePoint {
  threshold: number
  answered: number
  /** Answers to unanswerable questions, and answers that cite no right page. */
  wrong: number
  /** Answerable questions that were not answered. */
  refused: number
}

/** The fewest golden questions of which a curve says anything, and the fewest of either kind among them. */
export const FEWEST_QUESTIONS = 20
export const FEWEST_OF_A_KIND = 5

/**
 * The lowest threshold that keeps wrong answers to `risk` (0 to 1) of the answers given. One wrong answer is added for the
 * question not seen yet, as in conformal risk control (Angelopoulos et al. 2022), so few questions give a careful
 * threshold. `undefined` where there is none.
 */
export function pointForRisk(points: readonly GatePoint[], risk: number): GatePoint | undefined {
  return points.find(({ answered, wrong }) => answered > 0 && (wrong + 1) / (answered + 1) <= risk)
}

/** What is seen at a threshold: at the next point at or above it. */
export function pointAt(points: readonly GatePoint[], threshold: number): GatePoint | undefined {
  return points.find(point => point.threshold >= threshold) ?? points.at(-1)
}

/** Between which shares the true one lies, 95 times of 100 (Wilson 1927): wide where there are few. */
export function shareBounds(count: number, of: number): [low: number, high: number] {
  if (of === 0) return [0, 1]
  const z = 1.96
  const share = count / of
  const middle = share + z ** 2 / (2 * of)
  const reach = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  const over = 1 + z ** 2 / of
  return [Math.max(0, (middle - reach) / over), Math.min(1, (middle + reach) / over)]
}
