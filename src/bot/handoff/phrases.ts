import { fold } from '../understand/words.ts'

/**
 * Phrases by language, told in plain words instead of patterns, so that a long message costs no more than its length.
 * `*` ends a word that may go on ("lawyer*"), and `…` stands for up to four words that may come between. Japanese is
 * looked for as it stands.
 */
export type Phrases = Readonly<Record<string, readonly string[]>>

/** Phrases made ready to be looked for; `undefined` when a message holds none, else its words. */
export type PhraseFinder = (message: string) => string | undefined

/** How many words `…` may stand for. */
const GAP = 4
/** Longer messages are read up to here: what matters is said before. */
const LONGEST = 8_000

interface Word {
  text: string
  isPrefix: boolean
  /** Up to `GAP` words may come before it. */
  afterGap: boolean
}

/** Little words that Arabic and Hebrew write at the front of the next one. */
const clitics = /^(?:[وف]?(?:ال|لل|[بلك])?|[והשכבלמ]{0,2})/u

export function createPhraseFinder(phrases: Phrases): PhraseFinder {
  const inJapanese = (phrases['ja'] ?? []).map(composed)
  const byFirst = new Map<string, Word[][]>()
  const startingOpen: Word[][] = []
  for (const [language, list] of Object.entries(phrases))
    if (language !== 'ja')
      for (const phrase of list) {
        const words = wordsOfPhrase(phrase)
        if (words[0]!.isPrefix) startingOpen.push(words)
        else byFirst.set(words[0]!.text, [...(byFirst.get(words[0]!.text) ?? []), words])
      }
  return message => {
    const read = message.slice(0, LONGEST)
    const text = composed(read)
    const japanese = inJapanese.find(phrase => text.includes(phrase))
    if (japanese !== undefined) return japanese
    const words = fold(read).match(/[\p{L}\p{N}]+/gu) ?? []
    for (let at = 0; at < words.length; at++) {
      const starting = readingsOf(words[at]!).flatMap(reading => byFirst.get(reading) ?? [])
      for (const phrase of [...starting, ...startingOpen]) {
        const end = endOf(phrase, words, at)
        if (end !== undefined) return words.slice(at, end).join(' ')
      }
    }
    return undefined
  }
}

function wordsOfPhrase(phrase: string): Word[] {
  let afterGap = false
  return fold(phrase.replaceAll('…', ' __ '))
    .match(/__|[\p{L}\p{N}]+\*?/gu)!
    .flatMap(text => {
      const isGap = text === '__'
      const word = { text: text.replace('*', ''), isPrefix: text.endsWith('*'), afterGap }
      afterGap = isGap
      return isGap ? [] : [word]
    })
}

/** Where the phrase that begins at `from` ends; `undefined` when it is another. */
function endOf(phrase: readonly Word[], words: readonly string[], from: number): number | undefined {
  let at = from
  for (const [index, word] of phrase.entries()) {
    const latest = word.afterGap && index > 0 ? at + GAP : at
    while (at <= latest && !(at < words.length && isWord(words[at]!, word))) at++
    if (at > latest) return undefined
    at++
  }
  return at
}

function isWord(text: string, { text: wanted, isPrefix }: Word): boolean {
  return readingsOf(text).some(reading => (isPrefix ? reading.startsWith(wanted) : reading === wanted))
}

/** A word as it stands, and without what Arabic or Hebrew put before it. */
function readingsOf(word: string): string[] {
  if (!/^[\u0590-\u06ff]/u.test(word)) return [word]
  const front = clitics.exec(word)?.[0].length ?? 0
  return Array.from({ length: front + 1 }, (_, cut) => word.slice(cut)).filter(rest => rest.length > 1)
}

const composed = (text: string) => text.toLowerCase().normalize('NFKC')
