import { type NearWord, NearWords } from './near-words.ts'
import { eachTerm, queryWords } from './words.ts'

/** BM25 (Robertson & Zaragoza 2009) constants; `title` and `heading` say how often those words count. */
export interface LexicalWeights {
  k1: number
  b: number
  title: number
  heading: number
}

export const lexicalDefaults: LexicalWeights = { k1: 1.2, b: 0.75, title: 2, heading: 1 }

export interface LexicalText {
  title: string
  headingPath: readonly string[]
  text: string
  language: string
}

/** A word of the query against this index. */
export interface TermFound {
  term: string
  word: string
  idf: number
  known: boolean
}

/** Term frequencies are kept in quarters, 8 bits beside a 24-bit slot. */
const STEPS = 4
const MOST = 255
const SLOT_BITS = 24

/**
 * An inverted index over numbered slots: all postings lie in one array of 32-bit words, each term owning a stretch
 * that doubles when full. Removed slots stay in the postings until the owner rebuilds.
 */
export class LexicalIndex {
  readonly #weights: LexicalWeights
  readonly #ids = new Map<string, number>()
  #starts = new Uint32Array(1024)
  #counts = new Uint32Array(1024)
  #rooms = new Uint32Array(1024)
  #live = new Uint32Array(1024)
  #postings = new Uint32Array(8192)
  #used = 0
  #lengths = new Float32Array(256)
  #norms = new Float32Array(256)
  #normsAreOld = true
  #alive = 0
  #totalLength = 0
  #languages = new Map<string, number>()
  readonly #words = new NearWords()

  constructor(weights: LexicalWeights = lexicalDefaults) {
    this.#weights = weights
  }

  /** Number of slots that are not removed. */
  get size(): number {
    return this.#alive
  }

  /** Bytes held by the arrays, and an estimate of the dictionary's. */
  get bytes(): number {
    const arrays = [
      this.#starts,
      this.#counts,
      this.#rooms,
      this.#live,
      this.#postings,
      this.#lengths,
      this.#norms,
    ]
    return arrays.reduce((sum, array) => sum + array.byteLength, 0) + (this.#ids.size + this.#words.size) * 72
  }

  add(slot: number, text: LexicalText): void {
    const { frequencies, length, words } = this.#weigh(text)
    this.#words.count(words, 1)
    for (const [term, frequency] of frequencies) this.#post(this.#idOf(term), slot, frequency)
    this.#lengths = withRoom(this.#lengths, slot + 1)
    this.#lengths[slot] = length
    this.#alive++
    this.#totalLength += length
    this.#languages.set(text.language, (this.#languages.get(text.language) ?? 0) + 1)
    this.#normsAreOld = true
  }

  /** `text` must be what was added: its words no longer count towards document frequencies. */
  remove(slot: number, text: LexicalText): void {
    const { frequencies, words } = this.#weigh(text)
    this.#words.count(words, -1)
    for (const term of frequencies.keys()) {
      const id = this.#ids.get(term)
      if (id !== undefined) this.#live[id] = (this.#live[id] ?? 1) - 1
    }
    this.#alive--
    this.#totalLength -= this.#lengths[slot] ?? 0
    const left = (this.#languages.get(text.language) ?? 1) - 1
    if (left === 0) this.#languages.delete(text.language)
    else this.#languages.set(text.language, left)
    this.#normsAreOld = true
  }

  /**
   * Adds the BM25 score of every slot to `scores` (as long as the highest slot, zeroed by the caller).
   * @returns the words of the query, and the most any passage could score: what bounds a score to 0..1.
   */
  score(query: string, scores: Float32Array): { terms: TermFound[]; bound: number } {
    if (this.#normsAreOld) this.#renewNorms()
    const terms = this.#termsOf(query)
    let idfs = 0
    for (const found of terms) {
      idfs += found.idf
      if (found.known) this.#accumulate(this.#ids.get(found.term) ?? 0, found.idf, scores)
    }
    return { terms, bound: (this.#weights.k1 + 1) * idfs }
  }

  /** For each word of the query that no passage holds, the nearest word that one does. */
  nearWords(query: string): NearWord[] {
    return this.#termsOf(query)
      .filter(({ known }) => !known)
      .flatMap(({ word }) => {
        const near = this.#words.nearest(word.toLowerCase())
        return near === undefined ? [] : [{ word, near }]
      })
  }

  /** Stems the query in every language present, since a passage is indexed in its own. */
  #termsOf(query: string): TermFound[] {
    const most = this.#idf(0)
    const found = new Map<string, TermFound>()
    const missing = new Map<string, TermFound>()
    const knownWords = new Set<string>()
    const languages = this.#languages.size === 0 ? ['en'] : this.#mainLanguages()
    for (const language of languages) {
      for (const { word, term, optional } of queryWords(query, language)) {
        const id = this.#ids.get(term)
        const frequency = id === undefined ? 0 : (this.#live[id] ?? 0)
        if (frequency > 0) {
          found.set(term, { term, word, idf: this.#idf(frequency), known: true })
          knownWords.add(word)
        } else if (!optional) missing.set(word, { term, word, idf: most, known: false })
      }
    }
    for (const [word, term] of missing) if (!knownWords.has(word)) found.set(term.term, term)
    return [...found.values()]
  }

  /** At most six languages, the most frequent first: stray pages of a seventh are found by their vectors. */
  #mainLanguages(): string[] {
    return [...this.#languages]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 6)
      .map(([language]) => language)
  }

  #accumulate(id: number, idf: number, scores: Float32Array): void {
    const postings = this.#postings
    const norms = this.#norms
    const gain = idf * (this.#weights.k1 + 1)
    const start = this.#starts[id] ?? 0
    const end = start + (this.#counts[id] ?? 0)
    for (let i = start; i < end; i++) {
      const posting = postings[i] as number
      const slot = posting & 0xffffff
      const frequency = (posting >>> SLOT_BITS) / STEPS
      scores[slot] = (scores[slot] as number) + (gain * frequency) / (frequency + (norms[slot] as number))
    }
  }

  #weigh(text: LexicalText): { frequencies: Map<string, number>; length: number; words: Set<string> } {
    const frequencies = new Map<string, number>()
    const words = new Set<string>()
    let length = 0
    const count = (field: string, weight: number) => {
      if (weight === 0) return
      eachTerm(field, text.language, (term, word, optional) => {
        frequencies.set(term, (frequencies.get(term) ?? 0) + weight)
        if (optional) return
        length += weight
        words.add(word.toLowerCase())
      })
    }
    count(text.title, this.#weights.title)
    for (const heading of text.headingPath) count(heading, this.#weights.heading)
    count(text.text, 1)
    return { frequencies, length, words }
  }

  #idOf(term: string): number {
    const known = this.#ids.get(term)
    if (known !== undefined) return known
    const id = this.#ids.size
    this.#ids.set(term, id)
    this.#starts = withRoom(this.#starts, id + 1)
    this.#counts = withRoom(this.#counts, id + 1)
    this.#rooms = withRoom(this.#rooms, id + 1)
    this.#live = withRoom(this.#live, id + 1)
    return id
  }

  #post(id: number, slot: number, frequency: number): void {
    const count = this.#counts[id] ?? 0
    if (count === (this.#rooms[id] ?? 0)) this.#moveToRoom(id, count)
    const quarters = Math.max(1, Math.min(MOST, Math.round(frequency * STEPS)))
    this.#postings[(this.#starts[id] ?? 0) + count] = (quarters << SLOT_BITS) | slot
    this.#counts[id] = count + 1
    this.#live[id] = (this.#live[id] ?? 0) + 1
  }

  #moveToRoom(id: number, count: number): void {
    const room = count === 0 ? 1 : count < 4 ? count * 2 : Math.ceil(count * 1.5)
    this.#postings = withRoom(this.#postings, this.#used + room)
    this.#postings.copyWithin(this.#used, this.#starts[id] ?? 0, (this.#starts[id] ?? 0) + count)
    this.#starts[id] = this.#used
    this.#rooms[id] = room
    this.#used += room
  }

  /** Lays the stretches end to end, without room to grow: after a load, when little will be added. */
  compact(): void {
    const packed = new Uint32Array(
      [...this.#ids.values()].reduce((sum, id) => sum + (this.#counts[id] ?? 0), 0),
    )
    let at = 0
    for (let id = 0; id < this.#ids.size; id++) {
      const start = this.#starts[id] ?? 0
      const count = this.#counts[id] ?? 0
      packed.set(this.#postings.subarray(start, start + count), at)
      this.#starts[id] = at
      this.#rooms[id] = count
      at += count
    }
    this.#postings = packed
    this.#used = at
  }

  #renewNorms(): void {
    const { k1, b } = this.#weights
    const average = this.#alive === 0 ? 1 : Math.max(1, this.#totalLength / this.#alive)
    this.#norms = new Float32Array(this.#lengths.length)
    for (let slot = 0; slot < this.#norms.length; slot++)
      this.#norms[slot] = k1 * (1 - b + (b * (this.#lengths[slot] ?? 0)) / average)
    this.#normsAreOld = false
  }

  #idf(frequency: number): number {
    return Math.log(1 + (this.#alive - frequency + 0.5) / (frequency + 0.5))
  }
}

function withRoom<A extends Uint32Array | Float32Array>(array: A, length: number): A {
  if (array.length >= length) return array
  const larger = new (array.constructor as new (length: number) => A)(
    Math.max(length, Math.ceil(array.length * 1.5)),
  )
  larger.set(array)
  return larger
}
