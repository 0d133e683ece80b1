/** CPU milliseconds (user + system) of this process that `work` took: wall time is meaningless on a shared machine. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const spent = process.cpuUsage(before)
  return (spent.user + spent.system) / 1000
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/**
 * Runs two pieces of work in turn, A B A B, and gives the median of the pairs' ratios B / A: what one noisy neighbour
 * slows down, it slows down for both. One unmeasured pair warms up.
 */
export async function ratioOf(
  pairs: number,
  ours: () => unknown,
  theirs: () => unknown,
): Promise<{ ratio: number; ours: number; theirs: number; ratios: number[] }> {
  await ours()
  await theirs()
  const rows: { ours: number; theirs: number }[] = []
  for (let pair = 0; pair < pairs; pair++) rows.push({ ours: await cpuMs(ours), theirs: await cpuMs(theirs) })
  const ratios = rows.map(row => row.theirs / Math.max(row.ours, 0.01))
  return {
    ratio: quantile(ratios, 0.5),
    ours: quantile(
      rows.map(row => row.ours),
      0.5,
    ),
    theirs: quantile(
      rows.map(row => row.theirs),
      0.5,
    ),
    ratios,
  }
}
