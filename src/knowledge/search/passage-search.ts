import type { Clock } from '../../kit/clock.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { Embedder, EmbedderManifest } from '../../models/index.ts'
import type { Findings, PassageIndex } from '../index-memory/port.ts'
import type { Candidate, PassageSearch, SearchResult } from '../search.ts'
import { fuse } from './fuse.ts'
import { readMisspelt } from './spelling.ts'
import { tellingParts } from './telling-parts.ts'

export interface PassageSearchOptions {
  index: PassageIndex
  /** The embedder of an id, as `Embedders.byId`: questions are embedded with the one that made the vectors. */
  embedderOf(id: string): Promise<Embedder>
  clock: Clock
  /** Best by words and best by vector that become candidates. */
  depth?: number
  /** In place of the one in the embedder's manifest. */
  fusion?: EmbedderManifest['fusion']
}

/** Candidates returned unless told otherwise. */
const LIMIT = 50
const DEPTH = 30

/** Times a question is put again when the index went over to another embedder meanwhile. */
const ATTEMPTS = 3

/** Hybrid search over one workspace: BM25 and vectors each propose, sentences refine, a weighted sum orders. */
export function createPassageSearch(options: PassageSearchOptions): PassageSearch {
  const { clock } = options
  return {
    async search(workspaceId, query, { limit = LIMIT, now = clock.now() } = {}) {
      if (query.trim() === '') return nothing(query)
      const today = now.toISOString().slice(0, 10)
      for (let attempt = 1; ; attempt++) {
        try {
          const best = bestPart(await searchParts(options, workspaceId, query, { limit, today }))
          best.candidates = best.candidates.slice(0, limit).map(candidate => marked(candidate, today))
          return best
        } catch (error) {
          const switched = error instanceof CarelineError && error.code === 'conflict'
          if (!switched || attempt === ATTEMPTS) throw error
        }
      }
    },
  }
}

/** The result of each part of the question, the whole first. @throws CarelineError `conflict` as `PassageIndex.find`. */
async function searchParts(
  { index, embedderOf, fusion, depth: configured = DEPTH }: PassageSearchOptions,
  workspaceId: string,
  query: string,
  { limit, today }: { limit: number; today: string },
): Promise<SearchResult[]> {
  const embedderId = await index.embedderOf(workspaceId)
  if (embedderId === undefined) return [nothing(query)]
  const embedder = await embedderOf(embedderId)
  const read = await readMisspelt(index, embedder, workspaceId, query)
  const parts = tellingParts(read.text)
  const started = performance.now()
  const vectors = await embedder.embedQueries(parts)
  const embed = performance.now() - started
  const depth = Math.max(configured, Math.min(limit, 200))
  const results: SearchResult[] = []
  for (const [at, text] of parts.entries()) {
    const vector = vectors[at] as Float32Array
    const found = await index.find(workspaceId, { text, vector, embedderId, depth, today })
    const candidates = fuse(found.findings, fusion ?? embedder.manifest.fusion)
    const result = resultOf(text, vector, found, candidates, embed, embedderId)
    if (read.corrections.length > 0) result.query.corrections = read.corrections
    results.push(result)
  }
  return results
}

/**
 * The part whose best candidate is surest, with what the others found behind it. The measure is absolute (a bounded
 * BM25 and cosines): fused scores of different questions cannot be compared.
 */
function bestPart(results: readonly SearchResult[]): SearchResult {
  const [whole, ...rest] = results as [SearchResult, ...SearchResult[]]
  if (rest.length === 0) return whole
  const best = results.reduce((a, b) => (sureness(b) > sureness(a) ? b : a))
  const seen = new Set(best.candidates.map(candidate => candidate.passage.id))
  const others = results
    .flatMap(result => result.candidates)
    .filter(({ passage }) => !seen.has(passage.id) && seen.add(passage.id))
  const ms = {
    embed: whole.ms.embed,
    lexical: total(results, 'lexical'),
    dense: total(results, 'dense'),
    sentences: total(results, 'sentences'),
  }
  return { ...best, ms, candidates: [...best.candidates, ...others.map(one => ({ ...one, fused: 0 }))] }
}

function sureness(result: SearchResult): number {
  const top = result.candidates[0]
  return top ? 0.4 * top.lexicalBounded + 0.3 * top.dense + 0.3 * top.bestSentence : -1
}

function total(results: readonly SearchResult[], stage: 'lexical' | 'dense' | 'sentences'): number {
  return results.reduce((sum, result) => sum + result.ms[stage], 0)
}

function marked(candidate: Candidate, today: string): Candidate {
  const from = candidate.passage.effectiveOn
  return from !== null && from > today ? { ...candidate, upcoming: true } : candidate
}

function resultOf(
  text: string,
  vector: Float32Array,
  found: Findings,
  candidates: Candidate[],
  embed: number,
  embedder: string,
): SearchResult {
  const { terms, denseMean, denseDeviation, passageCount, ms } = found
  return {
    candidates,
    query: { text, terms, denseMean, denseDeviation, passageCount, embedder, vector },
    ms: { embed, ...ms },
  }
}

function nothing(text: string): SearchResult {
  return {
    candidates: [],
    query: { text, terms: [], denseMean: 0, denseDeviation: 0, vector: new Float32Array(0) },
    ms: { embed: 0, lexical: 0, dense: 0, sentences: 0 },
  }
}
