/** A text rewritten piece by piece that still knows where in the source each piece came from. */
export interface Rewriter {
  /** Takes over `source.slice(from, to)` as it stands. */
  keep(from: number, to: number): void
  /** Writes other text in place of what stands at `at`. */
  write(text: string, at: number): void
  readonly endsLine: boolean
  done(): Rewritten
}

export interface Rewritten {
  text: string
  /** The source offset of an offset in `text`. */
  sourceOffset(offset: number): number
}

export function createRewriter(source: string): Rewriter {
  const pieces: string[] = []
  const starts: { out: number; from: number; kept: boolean }[] = []
  let length = 0
  let last = '\n'
  const add = (text: string, from: number, kept: boolean) => {
    if (text === '') return
    starts.push({ out: length, from, kept })
    pieces.push(text)
    length += text.length
    last = text.at(-1) ?? last
  }
  return {
    keep: (from, to) => add(source.slice(from, to), from, true),
    write: (text, at) => add(text, at, false),
    get endsLine() {
      return last === '\n'
    },
    done: () => ({
      text: pieces.join(''),
      sourceOffset(offset) {
        let low = 0
        let high = starts.length - 1
        while (low < high) {
          const middle = (low + high + 1) >> 1
          if ((starts[middle]?.out ?? 0) <= offset) low = middle
          else high = middle - 1
        }
        const piece = starts[low]
        if (!piece) return 0
        return piece.kept ? piece.from + offset - piece.out : piece.from
      },
    }),
  }
}
