import { WorkspaceIndex } from '../../src/knowledge/index-memory/workspace-index.ts'
import { fuse } from '../../src/knowledge/search/fuse.ts'
import { makeCorpus, unitVectors } from '../lib/corpus.ts'
import { ratioOf } from '../lib/measure.ts'
import { ftsQuery, openSqlite, vectorBlob } from '../lib/peers.ts'
import { report } from '../lib/result.ts'

/**
 * Hybrid search of 10,000 passages, 50 + 50 candidates, ours joined as the product does by default, against
 * SQLite FTS5 + sqlite-vec joined by reciprocal rank.
 */
const COUNT = 10_000
const WIDTH = 384
const QUERIES = 20
const { passages, queries } = makeCorpus(COUNT, QUERIES)
const vectors = unitVectors(COUNT, WIDTH, 1)
const questions = unitVectors(QUERIES, WIDTH, 2)

const index = new WorkspaceIndex('bench', WIDTH)
index.add(
  passages.map(({ id, title, text }) => ({
    passage: {
      id: String(id).padStart(6, '0'),
      pageId: String(id),
      sourceId: '',
      path: '',
      url: '',
      title,
      headingPath: [],
      anchor: '',
      kind: 'text',
      ordinal: 0,
      text,
      language: 'en',
      effectiveOn: null,
      expiresOn: null,
      sentences: [],
    },
    vector: vectors.subarray(id * WIDTH, (id + 1) * WIDTH),
    sentenceVectors: new Int8Array(0),
  })),
)
const fusion = { method: 'score-sum', lexical: 0.4, passage: 0.3, sentence: 0.3 } as const
const ours = (at: number) => {
  const vector = questions.subarray(at * WIDTH, (at + 1) * WIDTH)
  const found = index.find({
    text: queries[at] ?? '',
    vector,
    embedderId: 'bench',
    depth: 50,
    today: '2026-01-01',
  })
  return fuse(found.findings, fusion).slice(0, 10)
}

const sqlite = openSqlite()
sqlite.exec(
  `create virtual table t using fts5(title, text, tokenize="porter unicode61"); create virtual table v using vec0(e float[${WIDTH}] distance_metric=cosine)`,
)
const insertText = sqlite.prepare('insert into t (rowid, title, text) values (?, ?, ?)')
const insertVector = sqlite.prepare('insert into v (rowid, e) values (?, ?)')
sqlite.transaction(() => {
  for (const { id, title, text } of passages) {
    insertText.run(id, title, text)
    insertVector.run(BigInt(id), vectorBlob(vectors, id, WIDTH))
  }
})()
const byWords = sqlite.prepare('select rowid from t where t match ? order by bm25(t) limit 50')
const byVector = sqlite.prepare('select rowid from v where e match ? and k = 50')
const theirs = (at: number) => {
  const sums = new Map<number, number>()
  const lists = [byWords.all(ftsQuery(queries[at] ?? '')), byVector.all(vectorBlob(questions, at, WIDTH))]
  for (const list of lists)
    list.forEach(({ rowid }, rank) => {
      sums.set(Number(rowid), (sums.get(Number(rowid)) ?? 0) + 1 / (61 + rank))
    })
  return [...sums].sort((a, b) => b[1] - a[1]).slice(0, 10)
}

const ROUNDS = 5
const result = await ratioOf(
  7,
  () => {
    for (let round = 0; round < ROUNDS; round++) for (let at = 0; at < QUERIES; at++) ours(at)
  },
  () => {
    for (let at = 0; at < QUERIES; at++) theirs(at)
  },
)
report({
  name: 'hybrid at 10k against SQLite FTS5 + sqlite-vec',
  value: result.ratio * ROUNDS,
  unit: 'x',
  goal: { atLeast: 10 },
  ours: `${(result.ours / ROUNDS / QUERIES).toFixed(2)} ms`,
  other: `${(result.theirs / QUERIES).toFixed(2)} ms`,
  detail: `CPU a question; pairs ${result.ratios.map(one => (one * ROUNDS).toFixed(1)).join(' ')}`,
})
