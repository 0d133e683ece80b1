/** One figure of the bench. */
export interface Result {
  name: string
  /** What we did and what it is held against, each with its unit, such as "0.08 ms". */
  ours: string
  other: string
  /** The figure that the goal is about: a ratio, or the measured value itself. */
  value: number
  unit: string
  /** Absent: told, with no goal set. */
  goal?: { atLeast: number } | { atMost: number }
  /** How it was taken, and how far the repeats lay apart. */
  detail: string
}

/** Whether the goal is met; `undefined` when there is none. */
export function isMet({ value, goal }: Result): boolean | undefined {
  if (!goal) return undefined
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}

/** The goal as people write it. */
export function goalText({ goal, unit }: Result): string {
  if (!goal) return '-'
  return 'atLeast' in goal ? `>= ${goal.atLeast}${unit}` : `<= ${goal.atMost}${unit}`
}

/** Tells one figure: a line for people, or with `--json` a line for `bench/run.ts`. */
export function report(result: Result): void {
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
    return
  }
  const met = isMet(result)
  const mark = met === undefined ? '      ' : met ? 'met   ' : 'MISSED'
  process.stdout.write(
    `${mark} ${result.name}: ${result.value.toFixed(2)}${result.unit} (goal ${goalText(result)}), ` +
      `${result.ours} against ${result.other}; ${result.detail}\n`,
  )
}
