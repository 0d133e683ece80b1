/**
 * One vector per row out of a model's output.
 * `mean` averages the token vectors under the mask, `cls` takes the first token, `model` means the output is already
 * [rows, dimensions].
 * @param output row-major [rows, width, dimensions], or [rows, dimensions] for `model`.
 */
export function poolRows(
  output: Float32Array,
  shape: { rows: number; width: number; dimensions: number },
  lengths: readonly number[],
  pooling: 'mean' | 'cls' | 'model',
): Float32Array[] {
  const { rows, width, dimensions } = shape
  return Array.from({ length: rows }, (_, row) => {
    if (pooling === 'model') return output.slice(row * dimensions, (row + 1) * dimensions)
    const start = row * width * dimensions
    if (pooling === 'cls') return output.slice(start, start + dimensions)
    return meanOf(output, start, lengths[row] ?? width, dimensions)
  })
}

/** Scales to unit length in place; the zero vector stays as it is. */
export function normalise(vector: Float32Array): Float32Array {
  let square = 0
  for (const component of vector) square += component * component
  if (square === 0) return vector
  const factor = 1 / Math.sqrt(square)
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * factor
  return vector
}

function meanOf(output: Float32Array, start: number, tokens: number, dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions)
  for (let token = 0; token < tokens; token++) {
    const from = start + token * dimensions
    for (let i = 0; i < dimensions; i++) mean[i] = (mean[i] ?? 0) + (output[from + i] ?? 0)
  }
  for (let i = 0; i < dimensions; i++) mean[i] = (mean[i] ?? 0) / tokens
  return mean
}
