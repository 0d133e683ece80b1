import { expect, test } from 'vitest'
import { bestSlots } from './top.ts'
import { VectorMatrix } from './vector-matrix.ts'

/** Seeded unit vectors (mulberry32), so that a failure can be repeated. */
function unitVectors(count: number, dimensions: number, seed: number): Float32Array[] {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5)
    const length = Math.hypot(...vector)
    return vector.map(component => component / length)
  })
}

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, component, i) => sum + component * (b[i] ?? 0), 0)

test.each([384, 100, 8])(
  'scans cosines in %i dimensions, and reads single ones to within 0.0001',
  dimensions => {
    const rows = unitVectors(5000, dimensions, 1)
    const matrix = new VectorMatrix(dimensions)
    rows.forEach((row, slot) => {
      matrix.set(slot, row)
    })
    const [query] = unitVectors(1, dimensions, 2) as [Float32Array]
    const scores = new Float32Array(rows.length)
    matrix.scan(query, scores)
    for (const slot of [0, 1, 4095, 4096, 4999]) {
      expect(Math.abs((scores[slot] ?? 9) - dot(rows[slot] as Float32Array, query))).toBeLessThan(0.01)
      expect(Math.abs(matrix.exact(slot, query) - dot(rows[slot] as Float32Array, query))).toBeLessThan(
        0.0001,
      )
    }
  },
)

test('the best of the scan, read exactly, are the true best: recall@10 of 0.99 on random vectors', () => {
  const rows = unitVectors(8000, 384, 3)
  const matrix = new VectorMatrix(384)
  rows.forEach((row, slot) => {
    matrix.set(slot, row)
  })
  const scores = new Float32Array(rows.length)
  let found = 0
  const queries = unitVectors(20, 384, 4)
  for (const query of queries) {
    matrix.scan(query, scores)
    const close = bestSlots(scores, rows.length, 50, () => true, -2)
    const best = close.sort((a, b) => matrix.exact(b, query) - matrix.exact(a, query)).slice(0, 10)
    const truth = Float32Array.from(rows, row => dot(row, query))
    const exact = new Set(bestSlots(truth, rows.length, 10, () => true, -2))
    found += best.filter(slot => exact.has(slot)).length
  }
  expect(found / (10 * queries.length)).toBeGreaterThanOrEqual(0.99)
})
