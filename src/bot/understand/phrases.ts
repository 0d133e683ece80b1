import { fold } from './words.ts'

/** Phrases that are taken off the front of a folded message one after another, longest first. */
export interface PhraseList<K extends string> {
  /** The kinds of the phrases `message` is made of, in order; `undefined` when anything else is left over. */
  consume(message: string): K[] | undefined
}

/** Builds a list from `|`-separated phrases a kind; spelling is compared folded (case, accents, punctuation off). */
export function createPhraseList<K extends string>(phrases: Readonly<Record<K, string>>): PhraseList<K> {
  const entries = (Object.entries(phrases) as [K, string][])
    .flatMap(([kind, line]) => line.split('|').map(phrase => ({ kind, phrase: bare(phrase) })))
    .filter(entry => entry.phrase !== '')
    .sort((one, other) => other.phrase.length - one.phrase.length)
  return {
    consume(message) {
      const kinds: K[] = []
      let rest = bare(message)
      while (rest !== '') {
        const found = entries.find(({ phrase }) => startsWithPhrase(rest, phrase))
        if (!found) return undefined
        kinds.push(found.kind)
        rest = rest.slice(found.phrase.length).trim()
      }
      return kinds.length > 0 ? kinds : undefined
    },
  }
}

function bare(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

/** Scripts that write no spaces (Japanese) need no boundary after a phrase. */
function startsWithPhrase(text: string, phrase: string): boolean {
  if (!text.startsWith(phrase)) return false
  const next = text[phrase.length]
  return (
    next === undefined ||
    next === ' ' ||
    /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(phrase)
  )
}
