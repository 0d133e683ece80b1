import { LexicalIndex } from '../../src/knowledge/index-memory/lexical-index.ts'
import { bestSlots } from '../../src/knowledge/index-memory/top.ts'
import { makeCorpus } from '../lib/corpus.ts'
import { ratioOf } from '../lib/measure.ts'
import { openMiniSearch } from '../lib/peers.ts'
import { report } from '../lib/result.ts'

/** Lexical search of 10,000 passages against minisearch, and the memory of our index per passage. */
const COUNT = 10_000
const QUERIES = 40
const { passages, queries } = makeCorpus(COUNT, QUERIES)

const index = new LexicalIndex()
/** Bytes held. Array buffers are given back in the background after a collection, so one alone counts what is gone. */
const heap = async () => {
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
const before = await heap()
for (const { id, title, text } of passages) index.add(id, { title, headingPath: [], text, language: 'en' })
index.compact()
const perPassage = ((await heap()) - before) / COUNT

const scores = new Float32Array(COUNT)
const ours = (query: string) => {
  scores.fill(0)
  index.score(query, scores)
  return bestSlots(scores, COUNT, 10, () => true, 0)
}
const mini = openMiniSearch()
mini.addAll(passages)
const theirs = (query: string) => mini.search(query).slice(0, 10)

// Our side runs many rounds, since one is below what CPU time can resolve.
const ROUNDS = 20
const result = await ratioOf(
  7,
  () => {
    for (let round = 0; round < ROUNDS; round++) for (const query of queries) ours(query)
  },
  () => {
    for (const query of queries) theirs(query)
  },
)
const ratio = result.ratio * ROUNDS
report({
  name: 'lexical at 10k against minisearch',
  value: ratio,
  unit: 'x',
  goal: { atLeast: 20 },
  ours: `${(result.ours / ROUNDS / QUERIES).toFixed(3)} ms`,
  other: `${(result.theirs / QUERIES).toFixed(2)} ms`,
  detail: `CPU a question; pairs ${result.ratios.map(one => (one * ROUNDS).toFixed(0)).join(' ')}`,
})
if (globalThis.gc)
  report({
    name: 'memory of the text index per passage',
    value: perPassage / 1000,
    unit: ' kB',
    goal: { atMost: 1.2 },
    ours: `${perPassage.toFixed(0)} bytes`,
    other: 'limit',
    detail: `${(index.bytes / COUNT / 1000).toFixed(2)} kB by its own account; texts and vectors apart`,
  })
else process.stderr.write('memory of the text index: not measured, run with --expose-gc\n')
