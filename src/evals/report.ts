import { type Intervals, intervalsOf } from './intervals.ts'
import type { GoldQuestion } from './question.ts'
import type { RunRow } from './run-row.ts'
import { type Figure, type Figures, figuresOf, judge, quantile } from './score.ts'

/** A run in figures (0 to 1), times in milliseconds. */
export interface EvalReport {
  questions: number
  answerable: number
  unanswerable: number
  neutral: number
  figures: Figures
  intervals: Intervals
  answerWordsP50?: number | undefined
  ms: { p50: number | undefined; p95: number | undefined }
  byKind: Record<string, { questions: number; figures: Figures }>
}

/** Judges a run and sums it up. */
export function reportOf(questions: readonly GoldQuestion[], run: readonly RunRow[]): EvalReport {
  const judged = judge(questions, run)
  const count = (answerable: boolean | null) => judged.filter(one => one.answerable === answerable).length
  const times = judged.flatMap(one => one.ms ?? [])
  const kinds = [...new Set(judged.map(one => one.kind))]
  return {
    questions: judged.length,
    answerable: count(true),
    unanswerable: count(false),
    neutral: count(null),
    figures: figuresOf(judged),
    intervals: intervalsOf(judged),
    answerWordsP50: quantile(
      judged.flatMap(one => (one.answerable === true ? (one.words ?? []) : [])),
      0.5,
    ),
    ms: { p50: quantile(times, 0.5), p95: quantile(times, 0.95) },
    byKind: Object.fromEntries(
      kinds.map(kind => {
        const own = judged.filter(one => one.kind === kind)
        return [kind, { questions: own.length, figures: figuresOf(own) }]
      }),
    ),
  }
}

const labels: Readonly<Record<Figure, string>> = {
  hit1: 'right page first (hit@1)',
  hit5: 'right page in five (hit@5)',
  citationPrecision: 'citation precision',
  answeredCorrectly: 'answered correctly',
  refusalPrecision: 'refusal precision',
  refusalRecall: 'refusal recall',
  refusalF1: 'refusal F1',
  falseRefusal: 'false refusals',
  wronglyAnswered: 'wrongly answered',
  clarifyNeither: 'asked back, of neither',
  clarifyAnswerable: 'asked back, of answerable',
}

/** The report as lines for a terminal. */
export function reportLines(report: EvalReport): string[] {
  const { figures, intervals, ms } = report
  const lines = [
    `${report.questions} questions: ${report.answerable} answerable, ${report.unanswerable} not, ${report.neutral} neither`,
    '',
  ]
  for (const [figure, label] of Object.entries(labels) as [Figure, string][]) {
    const bounds = intervals[figure]
    const within =
      bounds === undefined ? '' : `  (${percent(bounds[0]).trim()} to ${percent(bounds[1]).trim()})`
    if (figures[figure] !== undefined) lines.push(`${label.padEnd(28)}${percent(figures[figure])}${within}`)
  }
  if (report.answerWordsP50 !== undefined)
    lines.push(
      `${'words an answer, median'.padEnd(28)}${String(Math.round(report.answerWordsP50)).padStart(6)}`,
    )
  lines.push(
    `${'ms a turn, p50 / p95'.padEnd(28)}${milliseconds(ms.p50).padStart(6)} / ${milliseconds(ms.p95)}`,
    '',
  )
  return [...lines, ...kindLines(report)]
}

function kindLines(report: EvalReport): string[] {
  return Object.entries(report.byKind).map(([kind, { questions, figures }]) => {
    const told = (
      ['hit1', 'hit5', 'answeredCorrectly', 'falseRefusal', 'wronglyAnswered', 'clarifyNeither'] as const
    )
      .filter(figure => figures[figure] !== undefined)
      .map(figure => `${labels[figure].replace(/.*\((.*)\)/u, '$1')} ${percent(figures[figure]).trim()}`)
    return `  ${kind.padEnd(24)}${String(questions).padStart(4)}  ${told.join('  ')}`
  })
}

/** 0 to 1 as percent with one decimal, six wide. */
export function percent(value: number | undefined): string {
  return (value === undefined ? '-' : (100 * value).toFixed(1)).padStart(6)
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(value < 10 ? 1 : 0)
}
