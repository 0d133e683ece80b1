import { BLOCK, createDotKernel, type DotKernel } from './dot-kernel.ts'
import { inverseLength, quantiseTwice } from './quantise.ts'

const PAGE = 65_536
/** The query as int16 lies at the start of the memory: room for 8,192 dimensions. */
const QUERY_ROOM = 16_384
/** Rows of the low plane are allocated in pieces, so that growth copies nothing. */
const PIECE_ROWS = 2048
/** Rows scanned at once: their sums stay in the cache while they are read back. */
const SCAN_ROWS = 4096

/**
 * Vectors of one workspace by slot: an int8 plane in WebAssembly memory that is scanned whole, and the rest of their
 * precision beside it, read only for the best.
 */
export class VectorMatrix {
  readonly dimensions: number
  readonly #width: number
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 })
  readonly #kernel: DotKernel
  readonly #rowsStart: number
  /** The whole memory as bytes; made anew when it grows. A view per row would cost more than its dot product. */
  #high: Int8Array
  readonly #low: Int8Array[] = []
  #scale = new Float32Array(256)
  #fineScale = new Float32Array(256)
  #rows = 0

  constructor(dimensions: number) {
    this.dimensions = dimensions
    this.#width = Math.ceil(dimensions / BLOCK) * BLOCK
    this.#rowsStart = QUERY_ROOM + SCAN_ROWS * 4
    this.#kernel = createDotKernel(this.#memory)
    this.#high = new Int8Array(this.#memory.buffer)
  }

  get bytes(): number {
    const low = this.#low.reduce((sum, piece) => sum + piece.byteLength, 0)
    return this.#memory.buffer.byteLength + low + this.#scale.byteLength + this.#fineScale.byteLength
  }

  /** Sets the row of `slot`, which is at most one beyond the last. */
  set(slot: number, vector: ArrayLike<number>): void {
    this.#rows = Math.max(this.#rows, slot + 1)
    this.#makeRoom()
    const high = this.#highRow(slot)
    const low = this.#lowRow(slot)
    quantiseTwice(vector, high, low)
    this.#scale[slot] = inverseLength(high)
    const fine = new Float64Array(this.dimensions)
    for (let i = 0; i < fine.length; i++) fine[i] = (high[i] ?? 0) * 256 + (low[i] ?? 0)
    this.#fineScale[slot] = inverseLength(fine)
  }

  /** Approximate cosine of `query` and every row, into `scores`. */
  scan(query: Float32Array, scores: Float32Array): void {
    const [lengthOfQuery, small] = toInt16(query, this.#width)
    new Int16Array(this.#memory.buffer, 0, this.#width).set(small)
    const sums = new Float32Array(this.#memory.buffer, QUERY_ROOM, SCAN_ROWS)
    const scale = this.#scale
    for (let from = 0; from < this.#rows; from += SCAN_ROWS) {
      const count = Math.min(SCAN_ROWS, this.#rows - from)
      this.#kernel.scan(this.#rowsStart + from * this.#width, 0, QUERY_ROOM, count, this.#width)
      for (let i = 0; i < count; i++)
        scores[from + i] = (sums[i] as number) * (scale[from + i] as number) * lengthOfQuery
    }
  }

  /** Cosine of `query` (a unit vector) and one row, to within 0.0001. */
  exact(slot: number, query: Float32Array): number {
    const high = this.#high
    const low = this.#low[Math.floor(slot / PIECE_ROWS)] as Int8Array
    const inHigh = this.#rowsStart + slot * this.#width
    const inLow = (slot % PIECE_ROWS) * this.dimensions
    let sum = 0
    for (let i = 0; i < this.dimensions; i++)
      sum += (query[i] as number) * ((high[inHigh + i] as number) * 256 + (low[inLow + i] as number))
    return sum * (this.#fineScale[slot] as number)
  }

  /** The unit vector of one row, as `exact` sees it. */
  read(slot: number): Float32Array {
    const high = this.#highRow(slot)
    const low = this.#lowRow(slot)
    const scale = this.#fineScale[slot] as number
    return Float32Array.from(
      { length: this.dimensions },
      (_, i) => ((high[i] ?? 0) * 256 + (low[i] ?? 0)) * scale,
    )
  }

  #makeRoom(): void {
    const need = this.#rowsStart + this.#rows * this.#width
    const have = this.#memory.buffer.byteLength
    if (need > have) {
      this.#memory.grow(Math.ceil((need - have) / PAGE) + Math.ceil(have / PAGE / 16))
      this.#high = new Int8Array(this.#memory.buffer)
    }
    while (this.#low.length * PIECE_ROWS < this.#rows)
      this.#low.push(new Int8Array(PIECE_ROWS * this.dimensions))
    if (this.#scale.length >= this.#rows) return
    const length = Math.ceil(this.#rows * 1.25)
    for (const [old, keep] of [
      [this.#scale, (larger: Float32Array<ArrayBuffer>) => (this.#scale = larger)],
      [this.#fineScale, (larger: Float32Array<ArrayBuffer>) => (this.#fineScale = larger)],
    ] as const) {
      const larger = new Float32Array(length)
      larger.set(old)
      keep(larger)
    }
  }

  #highRow(slot: number): Int8Array {
    return new Int8Array(this.#memory.buffer, this.#rowsStart + slot * this.#width, this.dimensions)
  }

  #lowRow(slot: number): Int8Array {
    const at = (slot % PIECE_ROWS) * this.dimensions
    return (this.#low[Math.floor(slot / PIECE_ROWS)] as Int8Array).subarray(at, at + this.dimensions)
  }
}

/** The query stretched to 12 bits, so that 8,192 products stay below 2^31, and what undoes that. */
function toInt16(query: Float32Array, width: number): [scale: number, small: Int16Array] {
  let most = 1e-12
  for (const component of query) most = Math.max(most, Math.abs(component))
  const factor = 2047 / most
  const small = new Int16Array(width)
  for (let i = 0; i < query.length; i++) small[i] = Math.round((query[i] ?? 0) * factor)
  return [inverseLength(small), small]
}
