/** How names of documents and words of answers are compared with the golden ones. */

/** A document's name for comparison: last part of its path or URL, lower case, without query, fragment and extension. */
export function baseName(path: string): string {
  const whole = decode(path)
    .trim()
    .toLowerCase()
    .replace(/[?#].*$/su, '')
    .replace(/\/+$/u, '')
  return whole.slice(whole.lastIndexOf('/') + 1).replace(/\.(?:mdx?|html?|txt|pdf|docx)$/u, '')
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.replace(/%(?![0-9a-f]{2})/giu, '%25'))
  } catch {
    return path
  }
}

const leastWordsRead = 120
const grammar = new Set(
  'a an the of to in on for and or is are was were be been it its this that with as at by from you your can will if not do does has have i my we our so then than but'.split(
    ' ',
  ),
)

/**
 * The share (0 to 1) of the golden answer's distinct content words that the answer holds. Only the first words of the
 * answer are read, 120 or twice the golden answer's length, so that pasting whole pages buys nothing.
 */
export function goldRecall(answer: string, gold: string): number {
  const read = Math.max(leastWordsRead, 2 * words(gold).length)
  const said = new Set(contentWords(words(answer).slice(0, read).join(' ')))
  const wanted = [...new Set(contentWords(gold))]
  return wanted.length === 0 ? 0 : wanted.filter(word => said.has(word)).length / wanted.length
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter(Boolean)
}

function contentWords(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(word => !grammar.has(word))
}
