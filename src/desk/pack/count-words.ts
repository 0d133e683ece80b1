const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })
const unspaced = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Thai}]/u

/** The words of a text as they are counted: what stands between spaces, and where a script writes none, by dictionary. */
export function countWords(text: string): number {
  return piecesOf(text).filter(piece => /[\p{L}\p{N}]/u.test(piece)).length
}

/** The first `most` words, with a mark where something was left out. */
export function cutToWords(text: string, most: number): string {
  const pieces = piecesOf(text.replace(/\s+/g, ' ').trim())
  let words = 0
  let kept = ''
  for (const piece of pieces) {
    if (/[\p{L}\p{N}]/u.test(piece) && ++words > most)
      return `${kept.trim().replace(/[\s,;:.\p{Pd}]+$/u, '')} …`
    kept += piece
  }
  return kept.trim()
}

function piecesOf(text: string): string[] {
  if (!unspaced.test(text)) return text.split(/(?<=\s)(?=\S)/)
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}
