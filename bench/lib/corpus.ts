/** mulberry32: the same texts and vectors for every engine and every run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface CorpusPassage {
  id: number
  title: string
  text: string
}

const SYLLABLES =
  'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru ste tra pli'.split(' ')

/** A made-up vocabulary whose words are used as Zipf's law says: the k-th most common 1/k as often as the first. */
function vocabulary(size: number, random: () => number): { word(): string } {
  const words = new Set<string>()
  while (words.size < size) {
    const length = 1 + Math.floor(random() * 4)
    words.add(Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''))
  }
  const list = [...words]
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) {
    sum += 1 / (rank + 2.7)
    sums[rank] = sum
  }
  return {
    word() {
      const target = random() * sum
      let [low, high] = [0, size - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((sums[middle] as number) < target) low = middle + 1
        else high = middle
      }
      return list[low] as string
    },
  }
}

/** `count` passages of 40 to 100 words (about 400 characters), and questions of 4 to 9 words lifted from one of them. */
export function makeCorpus(
  count: number,
  questions: number,
): { passages: CorpusPassage[]; queries: string[] } {
  const random = randomFrom(7)
  const { word } = vocabulary(Math.max(20_000, count * 2), random)
  const words = (least: number, most: number) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, word)
  const passages = Array.from({ length: count }, (_, id) => ({
    id,
    title: words(2, 6).join(' '),
    text: `${words(40, 100).join(' ')}.`,
  }))
  const queries = Array.from({ length: questions }, () => {
    const source = (passages[Math.floor(random() * count)] as CorpusPassage).text.split(' ')
    const length = 4 + Math.floor(random() * 6)
    const start = Math.floor(random() * (source.length - length))
    return source.slice(start, start + length).join(' ')
  })
  return { passages, queries }
}

/** Unit vectors in one array, near random: the worst case for anything but an exact scan. */
export function unitVectors(count: number, dimensions: number, seed: number): Float32Array {
  const random = randomFrom(seed)
  const all = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) {
    let square = 0
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) {
      const component = random() + random() + random() - 1.5
      all[i] = component
      square += component * component
    }
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) all[i] = (all[i] ?? 0) / Math.sqrt(square)
  }
  return all
}
