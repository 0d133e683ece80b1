import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { embeddedPages, goldQuestions } from '../../bench/lib/question-sets.ts'
import { WorkspaceIndex } from '../../src/knowledge/index-memory/workspace-index.ts'
import { openLocalEmbedder } from '../../src/models/index.ts'
import { packageRoot } from '../../src/platform/paths.ts'

const shop = { folder: join(packageRoot, 'examples/shop'), language: 'en' }
const opening = openLocalEmbedder(join(packageRoot, 'models/all-minilm-l6-v2'))
afterAll(async () => (await opening).close())

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, component, at) => sum + component * (b[at] ?? 0), 0)

test('the index finds the ten nearest passages of the example shop as an exact comparison does: recall@10 of 0.99', async () => {
  const embedder = await opening
  const rows = await embeddedPages(shop, embedder)
  // More passages than are read exactly, else the scan would have nothing to miss.
  expect(rows.length).toBeGreaterThan(100)
  const index = new WorkspaceIndex(embedder.id, embedder.dimensions)
  index.add(rows)
  const questions = goldQuestions(shop.folder).map(({ question }) => question)
  const vectors = await embedder.embedQueries(questions)
  let found = 0
  for (const vector of vectors) {
    // No words: what is found is found by its vector alone.
    const probe = { text: '', vector, embedderId: embedder.id, depth: 10, today: '2026-03-01' }
    const ids = new Set(index.find(probe).findings.map(({ passage }) => passage.id))
    const nearest = [...rows].sort((a, b) => dot(b.vector, vector) - dot(a.vector, vector)).slice(0, 10)
    found += nearest.filter(({ passage }) => ids.has(passage.id)).length
    expect(ids.size).toBe(10)
  }
  expect(found / (10 * questions.length)).toBeGreaterThanOrEqual(0.99)
})
