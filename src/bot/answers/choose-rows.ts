import { roughStem, topicalWords } from '../understand/words.ts'
import type { QuestionView } from './score-units.ts'
import type { Unit } from './units.ts'

const mostRows = 4
/** How far the best row must be ahead of the next for it to answer alone. */
const clearlyBest = 0.08

/**
 * The rows of one table that a question about one thing is after: those that hold a word of it that most other rows
 * do not ("Germany"), else the one row far ahead of the rest. `undefined` when nothing tells the rows apart.
 */
export function chooseRows(rows: readonly Unit[], view: QuestionView): Unit[] | undefined {
  if (rows.length < 2) return undefined
  const held = rows.map(row => new Set(topicalWords(row.sentence.text).map(roughStem)))
  const telling = [...view.weights].filter(([stem]) => {
    const having = held.filter(words => words.has(stem)).length
    return having > 0 && having <= Math.max(1, rows.length / 2)
  })
  const worth = held.map(words =>
    telling.reduce((sum, [stem, weight]) => sum + (words.has(stem) ? weight : 0), 0),
  )
  const most = Math.max(...worth)
  if (most > 0) {
    const named = rows.filter((_, at) => (worth[at] ?? 0) >= 0.99 * most)
    return named.length <= mostRows ? named : undefined
  }
  const [first, second] = [...rows].sort((one, other) => other.score - one.score)
  return first && second && first.score - second.score >= clearlyBest ? [first] : undefined
}
