/** Logistic regression by Newton's method, and the figures it is judged by. No randomness: the same rows give the same weights. */

export interface Row {
  /** Values of the features by name. */
  features: Record<string, number>
  answerable: boolean
  weight: number
}

export interface Fitted {
  features: { name: string; mean: number; deviation: number; weight: number }[]
  bias: number
}

/** Ridge of the standardised weights; the bias is free. */
const ridge = 0.01
const steps = 12

export function fitLogistic(rows: readonly Row[], names: readonly string[]): Fitted {
  const means = names.map(name => average(rows.map(row => row.features[name] ?? 0)))
  const deviations = names.map(
    (name, j) => Math.sqrt(average(rows.map(row => ((row.features[name] ?? 0) - (means[j] ?? 0)) ** 2))) || 1,
  )
  const inputs = rows.map(row => [
    ...names.map((name, j) => ((row.features[name] ?? 0) - (means[j] ?? 0)) / (deviations[j] ?? 1)),
    1,
  ])
  const whole = rows.reduce((sum, row) => sum + row.weight, 0)
  let weights = inputs[0]?.map(() => 0) ?? []
  for (let step = 0; step < steps; step++) {
    const change = solve(normalEquations(inputs, rows, weights, whole))
    weights = weights.map((weight, j) => weight - (change[j] ?? 0))
  }
  return {
    features: names.map((name, j) => ({
      name,
      mean: means[j] ?? 0,
      deviation: deviations[j] ?? 1,
      weight: weights[j] ?? 0,
    })),
    bias: weights.at(-1) ?? 0,
  }
}

/** Hessian and gradient of the penalised loss side by side: one row an unknown. */
function normalEquations(
  inputs: readonly number[][],
  rows: readonly Row[],
  weights: readonly number[],
  whole: number,
): number[][] {
  const size = weights.length
  const system = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0))
  for (const [i, input] of inputs.entries()) {
    const p = sigmoid(dot(input, weights))
    const share = (rows[i]?.weight ?? 0) / whole
    const error = (p - (rows[i]?.answerable ? 1 : 0)) * share
    const curve = Math.max(1e-6, p * (1 - p)) * share
    for (const [j, line] of system.entries()) {
      const x = input[j] ?? 0
      line[size] = (line[size] ?? 0) + error * x
      for (let k = 0; k < size; k++) line[k] = (line[k] ?? 0) + curve * x * (input[k] ?? 0)
    }
  }
  for (let j = 0; j < size - 1; j++) {
    const line = system[j] as number[]
    line[j] = (line[j] ?? 0) + ridge
    line[size] = (line[size] ?? 0) + ridge * (weights[j] ?? 0)
  }
  return system
}

/** Gauss-Jordan with pivots. */
function solve(system: number[][]): number[] {
  const size = system.length
  for (let column = 0; column < size; column++) {
    const pivot = system
      .slice(column)
      .reduce(
        (best, line, at) =>
          Math.abs(line[column] ?? 0) > Math.abs(system[best]?.[column] ?? 0) ? column + at : best,
        column,
      )
    ;[system[column], system[pivot]] = [system[pivot] as number[], system[column] as number[]]
    const lead = system[column] as number[]
    for (const line of system) {
      if (line === lead) continue
      const factor = (line[column] ?? 0) / (lead[column] ?? 1)
      for (let k = column; k <= size; k++) line[k] = (line[k] ?? 0) - factor * (lead[k] ?? 0)
    }
  }
  return system.map((line, j) => (line[size] ?? 0) / (line[j] ?? 1))
}

export function predict(model: Fitted, features: Record<string, number>): number {
  return sigmoid(
    model.features.reduce(
      (sum, { name, mean, deviation, weight }) => sum + (weight * ((features[name] ?? 0) - mean)) / deviation,
      model.bias,
    ),
  )
}

export interface Scored {
  answerable: boolean
  score: number
}

/** Chance that an answerable question scores above an unanswerable one. */
export function auroc(rows: readonly Scored[]): number {
  const [yes, no] = [rows.filter(row => row.answerable), rows.filter(row => !row.answerable)]
  let wins = 0
  for (const a of yes) for (const b of no) wins += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0
  return wins / Math.max(1, yes.length * no.length)
}

/** Refusal F1 and the share of answerable questions refused, at a threshold. */
export function refusals(rows: readonly Scored[], threshold: number): { f1: number; falseRefusal: number } {
  const refused = rows.filter(row => row.score < threshold)
  const right = refused.filter(row => !row.answerable).length
  const due = rows.filter(row => !row.answerable).length
  const answerable = rows.length - due
  const f1 = refused.length + due === 0 ? 0 : (2 * right) / (refused.length + due)
  return { f1, falseRefusal: answerable === 0 ? 0 : (refused.length - right) / answerable }
}

/**
 * The threshold with the best mean refusal F1 over several sets, each counting alike. The curve is smoothed over its
 * neighbours first: its single peaks hang on a question or two and do not travel.
 */
export function bestThreshold(sets: readonly (readonly Scored[])[]): number {
  const thresholds = Array.from({ length: 80 }, (_, at) => 0.1 + at / 100)
  const curve = thresholds.map(threshold => average(sets.map(rows => refusals(rows, threshold).f1)))
  const smooth = curve.map((_, at) => average(curve.slice(Math.max(0, at - reach), at + reach + 1)))
  return thresholds[smooth.indexOf(Math.max(...smooth))] ?? 0.5
}

/** Neighbours on each side that smooth the curve of a threshold, hundredths. */
const reach = 4

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, j) => sum + value * (b[j] ?? 0), 0)
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
