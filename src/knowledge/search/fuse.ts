import type { EmbedderManifest } from '../../models/index.ts'
import type { Finding } from '../index-memory/port.ts'
import type { Candidate } from '../search.ts'

export type Fusion = EmbedderManifest['fusion']

/** The constant of Reciprocal Rank Fusion (Cormack et al. 2009). */
const RRF_K = 60

/**
 * Orders what an index found, best first, by one of two measures. `score-sum`: BM25 over the best BM25 of this query,
 * plus the passage's and its best sentence's cosine spread from worst to best. `rrf`: the sum of 1 / (60 + rank), with
 * nothing from the list by words for a passage that holds none of them.
 * Both are weighed by the embedder's manifest; neither is fit to gate on.
 */
export function fuse(findings: readonly Finding[], fusion: Fusion): Candidate[] {
  const best = findings.map(bestOf)
  const fused = fusion.method === 'rrf' ? rankSums(findings, best, fusion) : scoreSums(findings, best, fusion)
  const candidates = findings.map(({ passage, lexical, lexicalBounded, dense, sentenceScores }, at) => ({
    passage,
    lexical,
    lexicalBounded,
    dense,
    sentenceScores,
    bestSentence: best[at] ?? dense,
    fused: fused[at] ?? 0,
  }))
  // Equal scores keep a stable order whatever order the index found them in.
  return candidates.sort((a, b) => b.fused - a.fused || (a.passage.id < b.passage.id ? -1 : 1))
}

/** A passage without sentence vectors is judged by its own. */
function bestOf(finding: Finding): number {
  return finding.sentenceScores.length === 0 ? finding.dense : Math.max(...finding.sentenceScores)
}

function scoreSums(candidates: readonly Finding[], best: readonly number[], fusion: Fusion): number[] {
  const most = Math.max(...candidates.map(candidate => candidate.lexical), 1e-9)
  const dense = spread(candidates.map(candidate => candidate.dense))
  const sentence = spread(best)
  return candidates.map(
    (candidate, index) =>
      (fusion.lexical * candidate.lexical) / most +
      fusion.passage * (dense[index] ?? 0) +
      fusion.sentence * (sentence[index] ?? 0),
  )
}

function rankSums(candidates: readonly Finding[], best: readonly number[], fusion: Fusion): number[] {
  const lists: [number, number[]][] = [
    [
      fusion.lexical,
      ranks(
        candidates.map(candidate => candidate.lexical),
        0,
      ),
    ],
    [fusion.passage, ranks(candidates.map(candidate => candidate.dense))],
    [fusion.sentence, ranks(best)],
  ]
  return candidates.map((_, index) =>
    lists.reduce((sum, [weight, rank]) => sum + weight / (RRF_K + (rank[index] as number)), 0),
  )
}

/** 1 for the highest; no rank (infinite) for those not above `least`. */
function ranks(values: readonly number[], least = Number.NEGATIVE_INFINITY): number[] {
  const rank = new Array<number>(values.length).fill(Number.POSITIVE_INFINITY)
  values
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => value > least)
    .sort((a, b) => b.value - a.value)
    .forEach(({ index }, position) => {
      rank[index] = position + 1
    })
  return rank
}

/** 0 for the lowest to 1 for the highest; 1 for all when they are equal. */
function spread(values: readonly number[]): number[] {
  const low = Math.min(...values)
  const range = Math.max(...values) - low
  return values.map(value => (range > 0 ? (value - low) / range : 1))
}
