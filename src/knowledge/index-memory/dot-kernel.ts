/**
 * The inner loop of the vector scan as a WebAssembly SIMD module of about 250 bytes, encoded here by hand so that no
 * assembler is needed to build or to check it. In the text format:
 *
 *   (func (export "scan") (param $row i32) (param $query i32) (param $out i32) (param $n i32) (param $width i32)
 *     (loop $rows
 *       a, b, c, d = 0;  q = $query;  end = $row + $width
 *       (loop $block                                    ;; 32 components of int8 against 32 of int16
 *         a += dot_i16x8(extend_low(row[0..16]),  q[0..8]);    b += dot_i16x8(extend_high(row[0..16]),  q[8..16])
 *         c += dot_i16x8(extend_low(row[16..32]), q[16..24]);  d += dot_i16x8(extend_high(row[16..32]), q[24..32])
 *         row += 32;  q += 64;  (br_if $block (i32.lt_u row end)))
 *       (f32.store $out (f32.convert_i32_s (sum of the lanes of a + b + c + d)))
 *       out += 4;  n -= 1;  (br_if $rows n)))
 *
 * The query comes as int16 so that it is widened once and not once per row. `$width` must be a multiple of 32, `$n` at
 * least 1. The query is stretched to 12 bits, so sums cannot overflow: 127 * 2047 * 8192 < 2^31.
 */
export interface DotKernel {
  /** Writes `count` float sums to `out`; all positions are byte offsets into the memory. */
  scan(row: number, query: number, out: number, count: number, width: number): void
}

/** Components per step; rows are padded with zeros to a multiple of it. */
export const BLOCK = 32

const I32 = 0x7f
const V128 = 0x7b
const [ROW, QUERY, OUT, COUNT, WIDTH, AT, END] = [0, 1, 2, 3, 4, 5, 6]
const SUMS = [7, 8, 9, 10]
const PIECE = 11

const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const tee = (local: number) => [0x22, local]
const constant = (value: number) => [0x41, ...signed(value)]
const add = [0x6a]
const simd = (code: number) => [0xfd, ...unsigned(code)]
const load = (offset: number) => [...simd(0x00), 4, ...unsigned(offset)]
const EXTEND_LOW = simd(0x87)
const EXTEND_HIGH = simd(0x88)
const ADD_LANES = simd(0xae)
const DOT = simd(0xba)
const lane = (index: number) => [...simd(0x1b), index]
const zero = [...simd(0x0c), ...new Array<number>(16).fill(0)]

let compiled: WebAssembly.Module | undefined

/** A kernel over `memory`. Compiled once per process. */
export function createDotKernel(memory: WebAssembly.Memory): DotKernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(moduleBytes()))
  const instance = new WebAssembly.Instance(compiled, { e: { m: memory } })
  return instance.exports as unknown as DotKernel
}

/** The encoded module: header, then type, import, function, export and code sections. */
export function moduleBytes(): number[] {
  const type = [0x60, 5, I32, I32, I32, I32, I32, 0]
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, ...type]),
    ...section(2, [1, ...name('e'), ...name('m'), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('scan'), 0x00, 0]),
    ...section(10, [1, ...sized([2, 2, I32, 5, V128, ...scanBody(), 0x0b])]),
  ]
}

function scanBody(): number[] {
  return [
    ...[0x03, 0x40],
    ...SUMS.flatMap(sum => [...zero, ...set(sum)]),
    ...[...get(QUERY), ...set(AT)],
    ...[...get(ROW), ...get(WIDTH), ...add, ...set(END)],
    ...[0x03, 0x40],
    ...half(0, SUMS[0] as number, SUMS[1] as number),
    ...half(1, SUMS[2] as number, SUMS[3] as number),
    ...advance(AT, 2 * BLOCK),
    ...[...get(ROW), ...constant(BLOCK), ...add, ...tee(ROW)],
    ...[...get(END), 0x49, 0x0d, 0, 0x0b],
    ...get(OUT),
    ...storeSum(),
    ...advance(OUT, 4),
    ...[...get(COUNT), ...constant(-1), ...add, ...tee(COUNT), 0x0d, 0, 0x0b],
  ]
}

/** Sixteen components: the low eight into one sum, the high eight into another. */
function half(index: number, low: number, high: number): number[] {
  const from = 32 * index
  return [
    ...[...get(ROW), ...load(16 * index), ...set(PIECE)],
    ...[
      ...get(low),
      ...get(PIECE),
      ...EXTEND_LOW,
      ...get(AT),
      ...load(from),
      ...DOT,
      ...ADD_LANES,
      ...set(low),
    ],
    ...[
      ...get(high),
      ...get(PIECE),
      ...EXTEND_HIGH,
      ...get(AT),
      ...load(from + 16),
      ...DOT,
      ...ADD_LANES,
      ...set(high),
    ],
  ]
}

function storeSum(): number[] {
  const [a, b, c, d] = SUMS as [number, number, number, number]
  const all = [
    ...get(a),
    ...get(b),
    ...ADD_LANES,
    ...get(c),
    ...get(d),
    ...ADD_LANES,
    ...ADD_LANES,
    ...set(a),
  ]
  const lanes = [0, 1, 2, 3].flatMap(index => [...get(a), ...lane(index), ...(index === 0 ? [] : add)])
  return [...all, ...lanes, 0xb2, 0x38, 2, 0]
}

function advance(local: number, by: number): number[] {
  return [...get(local), ...constant(by), ...add, ...set(local)]
}

function section(id: number, body: readonly number[]): number[] {
  return [id, ...sized(body)]
}

function sized(body: readonly number[]): number[] {
  return [...unsigned(body.length), ...body]
}

function name(text: string): number[] {
  return sized([...text].map(character => character.charCodeAt(0)))
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  if (value >= -64 && value < 64) return [value & 0x7f]
  return [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}
