import { CarelineError } from '../../kit/errors.ts'
import type { IndexedPassage } from '../search.ts'
import { LexicalIndex, type LexicalWeights } from './lexical-index.ts'
import type { NearWord } from './near-words.ts'
import type { EmbeddedPassage, Finding, Findings, Probe } from './port.ts'
import { inverseLength } from './quantise.ts'
import { bestSlots } from './top.ts'
import { VectorMatrix } from './vector-matrix.ts'

/** Rebuilt when this many slots, and more than a quarter of all, belong to removed passages. */
const DEAD_SLOTS_ALLOWED = 512

/** Vectors read exactly beyond those wanted, since the int8 scan swaps neighbours at the edge. */
const SPARE = 24

/** The index of one workspace in memory. Every passage has a slot; removed ones leave a hole until the next rebuild. */
export class WorkspaceIndex {
  readonly embedderId: string
  readonly dimensions: number
  readonly #weights: LexicalWeights | undefined
  #lexical: LexicalIndex
  #vectors: VectorMatrix
  #passages: (IndexedPassage | undefined)[] = []
  #sentences: Int8Array[] = []
  #slotsOfPage = new Map<string, number[]>()
  #expiring = new Set<number>()
  #scores = new Float32Array(0)
  #cosines = new Float32Array(0)

  constructor(embedderId: string, dimensions: number, weights?: LexicalWeights) {
    this.embedderId = embedderId
    this.dimensions = dimensions
    this.#weights = weights
    this.#lexical = new LexicalIndex(weights)
    this.#vectors = new VectorMatrix(dimensions)
  }

  /** Number of passages. */
  get size(): number {
    return this.#lexical.size
  }

  /** Bytes of the lexical part and of the vectors; the texts themselves come on top. */
  get bytes(): { lexical: number; vectors: number } {
    const sentences = this.#sentences.reduce((sum, rows) => sum + rows.byteLength, 0)
    return { lexical: this.#lexical.bytes, vectors: this.#vectors.bytes + sentences }
  }

  /** @throws CarelineError `conflict` for a vector of another length: vectors of two models are never mixed. */
  add(rows: Iterable<EmbeddedPassage>): void {
    for (const row of rows) {
      if (row.vector.length !== this.dimensions)
        throw new CarelineError(
          'conflict',
          `A vector of ${row.vector.length} dimensions does not belong in an index of ${this.embedderId} (${this.dimensions}).`,
        )
      const slot = this.#passages.length
      const { passage } = row
      this.#passages.push(passage)
      this.#sentences.push(row.sentenceVectors)
      this.#lexical.add(slot, passage)
      this.#vectors.set(slot, row.vector)
      if (passage.expiresOn !== null) this.#expiring.add(slot)
      const slots = this.#slotsOfPage.get(passage.pageId)
      if (slots) slots.push(slot)
      else this.#slotsOfPage.set(passage.pageId, [slot])
    }
  }

  removePages(pageIds: Iterable<string>): void {
    for (const pageId of pageIds) {
      for (const slot of this.#slotsOfPage.get(pageId) ?? []) {
        this.#lexical.remove(slot, this.#passages[slot] as IndexedPassage)
        this.#passages[slot] = undefined
        this.#sentences[slot] = new Int8Array(0)
        this.#expiring.delete(slot)
      }
      this.#slotsOfPage.delete(pageId)
    }
    const dead = this.#passages.length - this.size
    if (dead > DEAD_SLOTS_ALLOWED && dead * 4 > this.#passages.length) this.rebuild()
  }

  /** Closes the holes of removed passages and packs the postings. */
  rebuild(): void {
    const rows = [...this.rows()]
    this.#lexical = new LexicalIndex(this.#weights)
    this.#vectors = new VectorMatrix(this.dimensions)
    this.#passages = []
    this.#sentences = []
    this.#slotsOfPage = new Map()
    this.#expiring = new Set()
    this.add(rows)
    this.#lexical.compact()
  }

  /** Everything held, as rows: for a snapshot or a rebuild. Vectors come back to within 1e-5 of what was added. */
  *rows(): Generator<EmbeddedPassage> {
    for (const [slot, passage] of this.#passages.entries()) {
      if (!passage) continue
      yield { passage, vector: this.#vectors.read(slot), sentenceVectors: this.#sentences[slot] as Int8Array }
    }
  }

  /** @throws CarelineError `conflict` for a question of another embedder, also one with as many dimensions. */
  find(probe: Probe): Findings {
    this.#refuseOther(probe)
    const count = this.#passages.length
    const started = performance.now()
    this.#scores = zeroed(this.#scores, count)
    const { terms, bound } = this.#lexical.score(probe.text, this.#scores)
    const hidden = this.#hiddenOn(probe.today)
    const passages = this.#passages
    const live = (slot: number) => passages[slot] !== undefined && (hidden.size === 0 || !hidden.has(slot))
    const lexicalBest = bestSlots(this.#scores, count, probe.depth, live, 0)
    const scanned = performance.now()
    this.#cosines = zeroed(this.#cosines, count)
    this.#vectors.scan(probe.vector, this.#cosines)
    const spread = this.#spreadOfCosines(count)
    const cosines = this.#cosines
    // More than wanted are read exactly: int8 alone swaps neighbours (recall@10 0.97), rescored it is 0.99 and up.
    const close = bestSlots(this.#cosines, count, probe.depth + SPARE, live, -2)
    for (const slot of close) cosines[slot] = this.#vectors.exact(slot, probe.vector)
    const denseBest = close
      .sort((a, b) => (cosines[b] as number) - (cosines[a] as number))
      .slice(0, probe.depth)
    const closed = performance.now()
    const seen = new Set(close)
    const findings = [...new Set([...lexicalBest, ...denseBest])].map(slot => {
      if (!seen.has(slot)) this.#cosines[slot] = this.#vectors.exact(slot, probe.vector)
      return this.#finding(slot, bound, probe.vector)
    })
    const ended = performance.now()
    return {
      findings,
      terms,
      passageCount: this.size,
      ...spread,
      ms: { lexical: scanned - started, dense: closed - scanned, sentences: ended - closed },
    }
  }

  /** See `PassageIndex.nearWords`. */
  nearWords(text: string): NearWord[] {
    return this.#lexical.nearWords(text)
  }

  #refuseOther({ vector, embedderId }: Probe): void {
    if (embedderId === this.embedderId && vector.length === this.dimensions) return
    throw new CarelineError(
      'conflict',
      `The question was embedded with ${embedderId} (${vector.length} dimensions), the pages with ${this.embedderId} (${this.dimensions}).`,
    )
  }

  #finding(slot: number, bound: number, query: Float32Array): Finding {
    const lexical = this.#scores[slot] ?? 0
    return {
      passage: this.#passages[slot] as IndexedPassage,
      lexical,
      lexicalBounded: bound === 0 ? 0 : Math.min(1, lexical / bound),
      dense: this.#cosines[slot] ?? 0,
      sentenceScores: scoreSentences(this.#sentences[slot] as Int8Array, query),
    }
  }

  #hiddenOn(today: string): Set<number> {
    const hidden = new Set<number>()
    for (const slot of this.#expiring)
      if ((this.#passages[slot]?.expiresOn ?? today) < today) hidden.add(slot)
    return hidden
  }

  #spreadOfCosines(count: number): { denseMean: number; denseDeviation: number } {
    const cosines = this.#cosines
    const passages = this.#passages
    let sum = 0
    let squares = 0
    for (let slot = 0; slot < count; slot++) {
      if (passages[slot] === undefined) continue
      const cosine = cosines[slot] as number
      sum += cosine
      squares += cosine * cosine
    }
    const denseMean = this.size === 0 ? 0 : sum / this.size
    const variance = this.size === 0 ? 0 : squares / this.size - denseMean * denseMean
    return { denseMean, denseDeviation: Math.sqrt(Math.max(0, variance)) }
  }
}

/** Cosine of a unit vector and each int8 row. */
function scoreSentences(rows: Int8Array, query: Float32Array): number[] {
  const width = query.length
  return Array.from({ length: Math.floor(rows.length / width) }, (_, row) => {
    const vector = rows.subarray(row * width, (row + 1) * width)
    let sum = 0
    for (let i = 0; i < width; i++) sum += (query[i] as number) * (vector[i] as number)
    return sum * inverseLength(vector)
  })
}

function zeroed(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  if (array.length < length) return new Float32Array(Math.ceil(length * 1.25))
  array.fill(0)
  return array
}
