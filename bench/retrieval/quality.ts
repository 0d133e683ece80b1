import { basename, join } from 'node:path'
import { createFakeClock } from '../../src/kit/clock.ts'
import { createMemoryIndex } from '../../src/knowledge/index-memory/memory-index.ts'
import type { Findings, PassageIndex } from '../../src/knowledge/index-memory/port.ts'
import type { Fusion } from '../../src/knowledge/search/fuse.ts'
import { createPassageSearch } from '../../src/knowledge/search/passage-search.ts'
import { type Embedder, openLocalEmbedder } from '../../src/models/index.ts'
import { packageRoot } from '../../src/platform/paths.ts'
import {
  cachedEmbedder,
  embeddedPages,
  type GoldQuestion,
  goldQuestions,
  type QuestionSet,
  questionSets,
} from '../lib/question-sets.ts'
import { report } from '../lib/result.ts'

/**
 * Whether score sum or reciprocal rank fusion orders passages better: hit@1 and hit@5 by page of retrieval alone (no
 * gate, no rewriting of follow-ups) with the manifest's weights, and with the weights that are best on the other sets
 * of the same encoder, so that no set is judged by weights chosen on it.
 */
interface Hits {
  one: number
  five: number
}

interface Measured {
  set: QuestionSet
  questions: number
  passages: number
  manifest: Fusion
  /** By `nameOf` of the fusion. */
  hits: Map<string, Hits>
}

const nameOf = ({ method, lexical, passage, sentence }: Fusion) =>
  `${method} ${lexical}/${passage}/${sentence}`

/** Weights in steps of 0.1 that sum to 1, and those of the carried manifests. */
function weights(): Omit<Fusion, 'method'>[] {
  const grid = [
    { lexical: 0.45, passage: 0.15, sentence: 0.4 },
    { lexical: 0.4, passage: 0.3, sentence: 0.3 },
  ]
  for (let lexical = 1; lexical <= 8; lexical++)
    for (let passage = 0; passage <= 9 - lexical; passage++)
      grid.push({
        ...{ lexical: lexical / 10, passage: passage / 10 },
        sentence: (10 - lexical - passage) / 10,
      })
  return grid
}

const fusions: Fusion[] = (['score-sum', 'rrf'] as const).flatMap(method =>
  weights().map(shares => ({ method, ...shares })),
)

/** What an index finds for a question does not depend on the fusion: it is looked for once. */
function remembering(index: PassageIndex): PassageIndex {
  const known = new Map<string, Promise<Findings>>()
  return {
    embedderOf: index.embedderOf,
    find(workspaceId, probe) {
      const found = known.get(probe.text) ?? index.find(workspaceId, probe)
      known.set(probe.text, found)
      return found
    },
  }
}

function rememberingQueries(embedder: Embedder): Embedder {
  const known = new Map<string, Promise<Float32Array[]>>()
  return {
    ...embedder,
    embedQueries(texts) {
      const key = texts.join('\n')
      const made = known.get(key) ?? embedder.embedQueries(texts)
      known.set(key, made)
      return made
    },
  }
}

async function measure(set: QuestionSet, opened: Embedder): Promise<Measured> {
  const embedder = rememberingQueries(opened)
  const rows = await embeddedPages(set, embedder)
  const index = remembering(
    createMemoryIndex({
      rows: {
        loadWorkspace: async () => ({ embedderId: embedder.id, dimensions: embedder.dimensions, rows }),
        loadPages: async () => undefined,
        version: async () => '1',
      },
    }),
  )
  const questions = goldQuestions(set.folder)
  const hits = new Map<string, Hits>()
  for (const fusion of fusions) {
    const clock = createFakeClock()
    const search = createPassageSearch({ index, embedderOf: async () => embedder, clock, fusion })
    const pagesOf = async (question: string) =>
      (await search.search('ws', question)).candidates.map(({ passage }) => basename(passage.path))
    hits.set(nameOf(fusion), await hitsOf(questions, pagesOf))
  }
  return {
    ...{ set, questions: questions.length, passages: rows.length },
    ...{ manifest: embedder.manifest.fusion, hits },
  }
}

async function hitsOf(
  questions: readonly GoldQuestion[],
  pagesOf: (question: string) => Promise<string[]>,
): Promise<Hits> {
  const sum = { one: 0, five: 0 }
  for (const { question, gold_docs: gold } of questions) {
    const right = new Set(gold.map(page => basename(page)))
    const pages = [...new Set(await pagesOf(question))]
    if (right.has(pages[0] ?? '')) sum.one++
    if (pages.slice(0, 5).some(page => right.has(page))) sum.five++
  }
  const share = (count: number) => (100 * count) / Math.max(1, questions.length)
  return { one: share(sum.one), five: share(sum.five) }
}

/** The fusion of a method that is best on the mean of some sets, by hit@1 and then hit@5. */
function bestOn(sets: readonly Measured[], method: Fusion['method']): Fusion {
  const score = (fusion: Fusion) =>
    sets.reduce((sum, { hits }) => {
      const { one = 0, five = 0 } = hits.get(nameOf(fusion)) ?? {}
      return sum + one + five / 1000
    }, 0)
  const candidates = fusions.filter(fusion => fusion.method === method)
  return candidates.reduce((best, fusion) => (score(fusion) > score(best) + 1e-9 ? fusion : best))
}

const shown = ({ one, five }: Hits) => `${one.toFixed(1)} / ${five.toFixed(1)}`

/** The hits of a set by `method`, with the manifest's weights and with those chosen without the set. */
function comparison(of: Measured, all: readonly Measured[], method: Fusion['method']) {
  const others = all.filter(({ set }) => set.model === of.set.model && set.name !== of.set.name)
  const chosen = bestOn(others, method)
  const hits = (fusion: Fusion) => of.hits.get(nameOf(fusion)) ?? { one: 0, five: 0 }
  return { given: hits({ ...of.manifest, method }), leftOut: hits(chosen), chosen: nameOf(chosen) }
}

const opened = new Map<string, Embedder>()
const measured: Measured[] = []
for (const set of questionSets()) {
  const embedder =
    opened.get(set.model) ?? cachedEmbedder(await openLocalEmbedder(join(packageRoot, 'models', set.model)))
  opened.set(set.model, embedder)
  measured.push(await measure(set, embedder))
}
for (const embedder of opened.values()) await embedder.close()

const gains = measured.map(one => {
  const sum = comparison(one, measured, 'score-sum')
  const rrf = comparison(one, measured, 'rrf')
  report({
    name: `hit@1 / hit@5, ${one.set.name}, score sum against RRF`,
    ours: shown(sum.given),
    other: shown(rrf.given),
    value: sum.given.one - rrf.given.one,
    unit: ' points',
    detail: `${one.questions} questions, ${one.passages} passages; left out: ${sum.chosen} ${shown(sum.leftOut)}, ${rrf.chosen} ${shown(rrf.leftOut)}`,
  })
  return { given: sum.given.one - rrf.given.one, leftOut: sum.leftOut.one - rrf.leftOut.one }
})
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
report({
  name: 'hit@1, mean of the sets, score sum over RRF',
  ours: `${mean(gains.map(gain => gain.given)).toFixed(2)} points`,
  other: 'RRF',
  value: mean(gains.map(gain => gain.given)),
  unit: ' points',
  goal: { atLeast: 0 },
  detail: `${mean(gains.map(gain => gain.leftOut)).toFixed(2)} points with the weights of each chosen without the set`,
})
