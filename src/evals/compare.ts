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

interface BeforeAndAfter<T> {
  before: T
  after: T
}

/** What a run holds of one question beside how it fared. */
interface Parts {
  firstPage: string | undefined
  /** `answered`, `clarify`, `refused: none-relevant` and the like; absent where the run does not tell. */
  decision: string | undefined
  cited: string[]
  answer: string
}

/** A question of which anything but the time differs between two runs. */
export type Change = BeforeAndAfter<Outcome> & {
  id: string
  kind: string
  question: string
  direction: 'better' | 'worse' | 'same'
} & { [Part in keyof Parts]: BeforeAndAfter<Parts[Part]> }

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
  const [rowsBefore, rowsAfter] = [rowsById(before), rowsById(after)]
  const changes = questions.flatMap((question, index): Change[] => {
    const [outcomeBefore, outcomeAfter] = [outcomeOf(was[index]), outcomeOf(is[index])]
    const parts = besides(partsOf(rowsBefore.get(question.id)), partsOf(rowsAfter.get(question.id)))
    if (outcomeBefore === outcomeAfter && !anyDiffers(parts)) return []
    const gain = worth[outcomeAfter] - worth[outcomeBefore] || pageGain(was[index], is[index])
    const direction = gain > 0 ? 'better' : gain < 0 ? 'worse' : 'same'
    const { id, kind } = question
    return [
      {
        id,
        kind,
        question: question.question,
        before: outcomeBefore,
        after: outcomeAfter,
        direction,
        ...parts,
      },
    ]
  })
  const order = { worse: 0, better: 1, same: 2 }
  changes.sort((a, b) => order[a.direction] - order[b.direction])
  return { before: figuresOf(was), after: figuresOf(is), changes }
}

function rowsById(run: readonly RunRow[]): Map<string, RunRow> {
  return new Map(run.map(row => [row.id, row]))
}

function partsOf(row: RunRow | undefined): Parts {
  return {
    firstPage: row?.retrieved_docs[0],
    decision: row?.decision,
    cited: row?.cited_docs ?? [],
    answer: row?.answer ?? '',
  }
}

type Besides = Pick<Change, keyof Parts>

function besides(before: Parts, after: Parts): Besides {
  return {
    firstPage: { before: before.firstPage, after: after.firstPage },
    decision: { before: before.decision, after: after.decision },
    cited: { before: before.cited, after: after.cited },
    answer: { before: before.answer, after: after.answer },
  }
}

/** A decision that one of the runs does not tell is no difference. */
function anyDiffers({ firstPage, decision, cited, answer }: Besides): boolean {
  const told = decision.before !== undefined && decision.after !== undefined
  return (
    (told && decision.before !== decision.after) ||
    firstPage.before !== firstPage.after ||
    answer.before !== answer.after ||
    cited.before.join('\n') !== cited.after.join('\n')
  )
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
  const told = changes.flatMap(changeLines)
  return [...figures, '', ...(told.length === 0 ? ['No question changed.'] : told)]
}

function changeLines(change: Change): string[] {
  const { firstPage, decision, cited, answer } = change
  const told: [string, string | undefined, string | undefined][] = [
    ['first page', firstPage.before, firstPage.after],
    ['decided', decision.before, decision.after],
    ['cites', cited.before.join(', '), cited.after.join(', ')],
    ['says', oneLine(answer.before), oneLine(answer.after)],
  ]
  // Two long answers may differ only behind what is shown of them.
  const differs = answer.before !== answer.after && oneLine(answer.before) === oneLine(answer.after)
  return [
    `${change.direction.padEnd(7)}${change.id}  ${change.before} -> ${change.after}`,
    `         ${oneLine(change.question)}`,
    ...told
      .filter(([, before, after]) => before !== after)
      .map(([what, before, after]) => `         ${what}: ${before || 'none'} -> ${after || 'none'}`),
    ...(differs ? ['         says something else further on or in its spaces'] : []),
  ]
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
