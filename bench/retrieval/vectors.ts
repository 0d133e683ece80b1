import { bestSlots } from '../../src/knowledge/index-memory/top.ts'
import { VectorMatrix } from '../../src/knowledge/index-memory/vector-matrix.ts'
import { unitVectors } from '../lib/corpus.ts'
import { ratioOf } from '../lib/measure.ts'
import { openSqlite, vectorBlob } from '../lib/peers.ts'
import { report } from '../lib/result.ts'
import { readThrough } from './bandwidth.ts'

/** Exact vector search of 100,000 vectors: against sqlite-vec, against reading the bytes once, and its recall@10. */
const COUNT = 100_000
const WIDTH = 384
const QUERIES = 10
const vectors = unitVectors(COUNT, WIDTH, 1)
const questions = unitVectors(QUERIES, WIDTH, 2)
const row = (all: Float32Array, at: number) => all.subarray(at * WIDTH, (at + 1) * WIDTH)

const matrix = new VectorMatrix(WIDTH)
for (let slot = 0; slot < COUNT; slot++) matrix.set(slot, row(vectors, slot))
const scores = new Float32Array(COUNT)
const ours = (query: Float32Array) => {
  matrix.scan(query, scores)
  return bestSlots(scores, COUNT, 50, () => true, -2)
    .map(slot => ({ slot, cosine: matrix.exact(slot, query) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, 10)
    .map(one => one.slot)
}

const sqlite = openSqlite()
sqlite.exec(`create virtual table v using vec0(e float[${WIDTH}] distance_metric=cosine)`)
const insert = sqlite.prepare('insert into v (rowid, e) values (?, ?)')
sqlite.transaction(() => {
  for (let at = 0; at < COUNT; at++) insert.run(BigInt(at), vectorBlob(vectors, at, WIDTH))
})()
const select = sqlite.prepare('select rowid from v where e match ? and k = 10')
const theirs = (at: number) => select.all(vectorBlob(questions, at, WIDTH)).map(one => Number(one.rowid))

const each = (work: (at: number) => unknown) => () => {
  for (let at = 0; at < QUERIES; at++) work(at)
}
const against = await ratioOf(
  7,
  each(at => ours(row(questions, at))),
  each(theirs),
)
report({
  name: 'exact vectors at 100k against sqlite-vec',
  value: against.ratio,
  unit: 'x',
  goal: { atLeast: 8 },
  ours: `${(against.ours / QUERIES).toFixed(2)} ms`,
  other: `${(against.theirs / QUERIES).toFixed(2)} ms`,
  detail: `CPU a question; pairs ${against.ratios.map(one => one.toFixed(1)).join(' ')}`,
})

// Bandwidth is read off the float vectors (154 MB), which no cache holds, and scaled to the bytes the scan reads.
const floats = readThrough(COUNT * WIDTH * 4)
const bandwidth = await ratioOf(
  7,
  each(() => floats()),
  each(at => ours(row(questions, at))),
)
const scanned = 4
report({
  name: 'exact vectors at 100k against reading the bytes once on one core',
  value: bandwidth.ratio * scanned,
  unit: 'x',
  goal: { atMost: 2 },
  ours: `${(bandwidth.theirs / QUERIES).toFixed(2)} ms`,
  other: `${(bandwidth.ours / scanned / QUERIES).toFixed(2)} ms`,
  detail: `38 MB from memory; pairs ${bandwidth.ratios.map(one => (one * scanned).toFixed(2)).join(' ')}`,
})
const cached = readThrough(COUNT * WIDTH)
const inCache = await ratioOf(
  5,
  each(() => cached()),
  each(at => ours(row(questions, at))),
)
report({
  name: 'the same against reading it over and over, partly from the cache',
  value: inCache.ratio,
  unit: 'x',
  ours: `${(inCache.theirs / QUERIES).toFixed(2)} ms`,
  other: `${(inCache.ours / QUERIES).toFixed(2)} ms`,
  detail: 'for comparison',
})

let found = 0
for (let at = 0; at < QUERIES; at++) {
  const truth = new Set(theirs(at))
  found += ours(row(questions, at)).filter(slot => truth.has(slot)).length
}
report({
  name: 'recall@10 of exact',
  value: found / (10 * QUERIES),
  unit: '',
  goal: { atLeast: 0.99 },
  ours: `${found} of ${10 * QUERIES}`,
  other: 'exact scan',
  detail: 'on random vectors, the hardest case',
})
