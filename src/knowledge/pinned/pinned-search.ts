import type { Embedder } from '../../models/index.ts'
import type { Sql } from '../../platform/database/database.ts'
import type { PassageIndex } from '../index-memory/port.ts'
import { listPinnedAnswers } from './pinned-answers.ts'

/** A pinned answer and the one of its questions that is nearest to what was asked. */
export interface NearPinned {
  id: string
  question: string
  text: string
  pageId: string
  /** Cosine of the two questions, by the encoder of the workspace's index. */
  similarity: number
}

/** Looks pinned answers up: all whose page is there, by how near their nearest question is, best first. */
export type PinnedSearch = (workspaceId: string, question: string) => Promise<NearPinned[]>

/** Vectors of questions remembered; a bound, since workspaces come and go. */
const REMEMBERED = 5_000

/** A search of pinned answers with the encoder that made the vectors of the pages. Costs nothing where none is pinned. */
export function createPinnedSearch(deps: {
  sql: Sql
  index: Pick<PassageIndex, 'embedderOf'>
  embedderOf(id: string): Promise<Embedder>
}): PinnedSearch {
  const vectorsOf = createMemory()
  return async (workspaceId, asked) => {
    const pinned = (await listPinnedAnswers(deps.sql, workspaceId)).flatMap(
      ({ id, text, pageId, questions }) =>
        pageId === null ? [] : questions.map(question => ({ id, text, pageId, question })),
    )
    if (pinned.length === 0 || asked.trim() === '') return []
    const embedderId = await deps.index.embedderOf(workspaceId)
    if (embedderId === undefined) return []
    const embedder = await deps.embedderOf(embedderId)
    const [own] = (await embedder.embedQueries([asked])) as [Float32Array]
    const vectors = await vectorsOf(
      embedder,
      pinned.map(({ question }) => question),
    )
    return pinned
      .map((one, at) => ({ ...one, similarity: dot(own, vectors[at] as Float32Array) }))
      .sort((a, b) => b.similarity - a.similarity)
  }
}

function createMemory() {
  const known = new Map<string, Float32Array>()
  return async (embedder: Embedder, questions: readonly string[]): Promise<Float32Array[]> => {
    const keyOf = (question: string) => `${embedder.id}\n${question}`
    const fresh = [...new Set(questions.filter(question => !known.has(keyOf(question))))]
    const made = fresh.length > 0 ? await embedder.embedQueries(fresh) : []
    if (known.size + fresh.length > REMEMBERED) known.clear()
    const own = new Map(fresh.map((question, at) => [question, made[at] as Float32Array]))
    for (const [question, vector] of own) known.set(keyOf(question), vector)
    // Another turn may have emptied the memory while this one waited.
    const lost = questions.filter(question => !own.has(question) && !known.has(keyOf(question)))
    const again = lost.length > 0 ? await embedder.embedQueries(lost) : []
    lost.forEach((question, at) => void own.set(question, again[at] as Float32Array))
    return questions.map(question => (own.get(question) ?? known.get(keyOf(question))) as Float32Array)
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}
