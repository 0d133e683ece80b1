/** Words from which on a message is searched by its parts: about 64 tokens. */
const LONG = 48
/** Parts tried; each costs one embedding of a sentence. */
const MOST_PARTS = 8
const LEAST_WORDS = 4

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
/** By dictionary where a script has no spaces: a Japanese line is many words. */
const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/**
 * What of a message is put to the index: short ones as they are; a story or a pasted log as a whole and sentence by
 * sentence, those with most distinct words first, since a whole page of log drowns the one line that tells.
 */
export function tellingParts(message: string): string[] {
  const text = message.trim()
  if (wordsOf(text).length <= LONG) return [text]
  const found = text
    .split(/\n+/)
    .flatMap(line => [...sentences.segment(line)].map(part => part.segment.trim()))
    .filter(sentence => wordsOf(sentence).length >= LEAST_WORDS)
  const weighed = [...new Set(found)].map((sentence, index) => ({
    sentence,
    index,
    weight:
      (/[?？؟]/.test(sentence) ? 1000 : 0) + Math.min(40, new Set(wordsOf(sentence.toLowerCase())).size),
  }))
  const parts = weighed
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .slice(0, MOST_PARTS)
    .map(part => part.sentence)
  return [text, ...parts]
}

function wordsOf(text: string): string[] {
  return [...words.segment(text)].filter(part => part.isWordLike).map(part => part.segment)
}
