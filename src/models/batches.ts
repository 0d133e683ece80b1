/** One run of the model: positions in the caller's list, all of about the same length. */
export interface Batch {
  positions: number[]
  /** Tokens of the longest text: what the others are padded to. */
  width: number
}

/**
 * Groups texts of like length so that little padding is computed, with at most `budget` padded tokens a batch:
 * a session's memory grows with its largest batch and never shrinks.
 */
export function planBatches(lengths: readonly number[], budget: number): Batch[] {
  const order = lengths.map((_, position) => position).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0))
  const batches: Batch[] = []
  for (const position of order) {
    const width = lengths[position] ?? 0
    const last = batches.at(-1)
    // Sorted ascending, so the newcomer sets the width of the batch it joins.
    if (last && (last.positions.length + 1) * width <= budget) {
      last.positions.push(position)
      last.width = width
    } else batches.push({ positions: [position], width })
  }
  return batches
}

/**
 * Cuts a token sequence to `limit`, keeping its last token (the end-of-sequence mark the model expects).
 */
export function truncate(tokens: readonly number[], limit: number): readonly number[] {
  if (tokens.length <= limit) return tokens
  return [...tokens.slice(0, limit - 1), tokens[tokens.length - 1] ?? 0]
}

/** Row-major [rows, width] int64 ids and mask, padded on the right with `padId`. */
export function padRows(
  rows: readonly (readonly number[])[],
  width: number,
  padId: number,
): { ids: BigInt64Array; mask: BigInt64Array } {
  const ids = new BigInt64Array(rows.length * width).fill(BigInt(padId))
  const mask = new BigInt64Array(rows.length * width)
  rows.forEach((row, index) => {
    row.forEach((token, column) => {
      ids[index * width + column] = BigInt(token)
      mask[index * width + column] = 1n
    })
  })
  return { ids, mask }
}
