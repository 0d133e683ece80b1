import type { GoldQuestion } from './question.ts'
import { percent } from './report.ts'
import type { RunRow } from './run-row.ts'
import { type Figure, type Figures, figuresOf, type Judged, judge } from './score.ts'

/** How one question fares: from best to worst for an answerable one, then for an unanswerable one. */
export type Outcome =
  | 'right'
  | 'answered'
  | 'wrong page'
  | 'refused'
  | 'rightly refused'
  | 'wrongly answered'
  | 'not judged'

/** A question whose outcome or first page differs between two runs. */
export interface Change {
  id: string
  kind: string
  question: string
  before: Outcome
  after: Outcome
  direction: 'better' | 'worse' | 'same'
  firstPage: { before: string | undefined; after: string | undefined }
}

export interface Comparison {
  before: Figures
  after: Figures
  changes: Change[]
}

const worth: Readonly<Record<Outcome, number>> = {
  right: 3,
  answered: 2,
  'wrong page': 1,
  refused: 0,
  'rightly refused': 3,
  'wrongly answered': 0,
  'not judged': 0,
}

/** What changed from run `before` to run `after`, question by question, worse ones first. */
export function compareRuns(
  questions: readonly GoldQuestion[],
  before: readonly RunRow[],
  after: readonly RunRow[],
): Comparison {
  const [was, is] = [judge(questions, before), judge(questions, after)]
  const firstPages = [before, after].map(run => new Map(run.map(row => [row.id, row.retrieved_docs[0]])))
  const changes = questions.flatMap((question, index): Change[] => {
    const [outcomeBefore, outcomeAfter] = [outcomeOf(was[index]), outcomeOf(is[index])]
    const firstPage = { before: firstPages[0]?.get(question.id), after: firstPages[1]?.get(question.id) }
    const gain = worth[outcomeAfter] - worth[outcomeBefore] || pageGain(was[index], is[index])
    if (outcomeBefore === outcomeAfter && firstPage.before === firstPage.after) return []
    const direction = gain > 0 ? 'better' : gain < 0 ? 'worse' : 'same'
    return [
      {
        id: question.id,
        kind: question.kind,
        question: question.question,
        before: outcomeBefore,
        after: outcomeAfter,
        direction,
        firstPage,
      },
    ]
  })
  const order = { worse: 0, better: 1, same: 2 }
  changes.sort((a, b) => order[a.direction] - order[b.direction])
  return { before: figuresOf(was), after: figuresOf(is), changes }
}

function outcomeOf(judged: Judged | undefined): Outcome {
  if (judged === undefined || judged.answerable === null) return 'not judged'
  if (judged.answerable === false) return judged.answered ? 'wrongly answered' : 'rightly refused'
  if (!judged.answered) return 'refused'
  if (judged.marks.answeredCorrectly === 1) return 'right'
  return judged.marks.citationPrecision === 0 ? 'wrong page' : 'answered'
}

function pageGain(was: Judged | undefined, is: Judged | undefined): number {
  return (is?.marks.hit1 ?? 0) - (was?.marks.hit1 ?? 0)
}

/** The comparison as lines for a terminal. */
export function comparisonLines(comparison: Comparison): string[] {
  const { before, after, changes } = comparison
  const figures = (Object.keys(after) as Figure[]).map(
    figure =>
      `${figure.padEnd(20)}${percent(before[figure])} ->${percent(after[figure])}  ${signed(before[figure], after[figure])}`,
  )
  const told = changes.map(change => {
    const page =
      change.firstPage.before === change.firstPage.after
        ? ''
        : `  first page ${change.firstPage.before ?? 'none'} -> ${change.firstPage.after ?? 'none'}`
    return `${change.direction.padEnd(7)}${change.id}  ${change.before} -> ${change.after}${page}\n         ${oneLine(change.question)}`
  })
  return [...figures, '', ...(told.length === 0 ? ['No question changed.'] : told)]
}

function signed(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined) return ''
  const points = 100 * (after - before)
  return `${points >= 0 ? '+' : ''}${points.toFixed(1)}`
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/gu, ' ')
  return flat.length > 100 ? `${flat.slice(0, 99)}…` : flat
}
