import type { Candidate, PassageSearch, SearchResult } from '../../knowledge/index.ts'
import type { Turn } from '../respond-types.ts'
import type { Leaning } from './pointing.ts'
import type { Standalone } from './standalone.ts'

/**
 * How much the reading with context counts against the bare question. Neither alone is right: a follow-up that points
 * back needs its topic, and words of the turns before lead astray after a silent change of topic.
 */
const contextShare: Readonly<Record<Leaning, number>> = { none: 0, short: 0.4, pointing: 0.5 }

/**
 * Searches the question; for a follow-up also with its context, and joins the two by their fused scores (score sum).
 * A passage found by both keeps the figures of the reading that counts more, so that they stay those of one query.
 */
export async function searchInContext(
  search: PassageSearch,
  turn: Pick<Turn, 'workspaceId' | 'question' | 'now'>,
  standalone: Standalone,
): Promise<SearchResult> {
  const share = standalone.text === turn.question ? 0 : contextShare[standalone.leaning]
  const bare = share === 0 ? standalone.text : turn.question
  const plain = await search.search(turn.workspaceId, bare, { now: turn.now })
  if (share === 0) return plain
  const inContext = await search.search(turn.workspaceId, standalone.text, { now: turn.now })
  return share >= 0.5 ? join(inContext, plain, share) : join(plain, inContext, 1 - share)
}

/** `leading` counts `share` and gives the facts of the query; the other counts the rest. */
function join(leading: SearchResult, other: SearchResult, share: number): SearchResult {
  const joined = new Map<string, Candidate>()
  for (const candidate of leading.candidates)
    joined.set(candidate.passage.id, { ...candidate, fused: share * candidate.fused })
  for (const candidate of other.candidates) {
    const known = joined.get(candidate.passage.id)
    const rest = (1 - share) * candidate.fused
    joined.set(
      candidate.passage.id,
      known ? { ...known, fused: known.fused + rest } : { ...candidate, fused: rest },
    )
  }
  const limit = Math.max(leading.candidates.length, other.candidates.length)
  return {
    query: leading.query,
    candidates: [...joined.values()].sort((one, two) => two.fused - one.fused).slice(0, limit),
    ms: addTimes(leading.ms, other.ms),
  }
}

function addTimes(one: SearchResult['ms'], other: SearchResult['ms']): SearchResult['ms'] {
  return {
    embed: one.embed + other.embed,
    lexical: one.lexical + other.lexical,
    dense: one.dense + other.dense,
    sentences: one.sentences + other.sentences,
  }
}
