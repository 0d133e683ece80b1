/**
 * Light stemmers of our own for languages that Snowball has none for: common endings go, and what is left need be no
 * word, only the same for the forms of one. Words are lower case.
 */

/** Endings of Polish nouns, adjectives and verbs, the longer before the shorter. */
const polishEndings = [
  ...['owaniami', 'owaniach', 'owaniem', 'owania', 'owanie', 'owaniu', 'ościami', 'ościach'],
  ...['eniami', 'eniach', 'aniami', 'aniach', 'ujecie', 'ujemy', 'owała', 'owały', 'owali'],
  ...[
    'eniem',
    'aniem',
    'ością',
    'ościom',
    'ujesz',
    'ować',
    'ował',
    'enia',
    'enie',
    'eniu',
    'ania',
    'anie',
    'aniu',
  ],
  ...[
    'ości',
    'iego',
    'iemu',
    'iami',
    'iach',
    'acie',
    'icie',
    'ycie',
    'ają',
    'amy',
    'imy',
    'ymy',
    'asz',
    'isz',
    'ysz',
  ],
  ...[
    'ość',
    'uje',
    'uję',
    'ują',
    'ego',
    'emu',
    'ymi',
    'imi',
    'ami',
    'ach',
    'iom',
    'owi',
    'iej',
    'iem',
    'ień',
  ],
  ...['ych', 'ich', 'ała', 'ało', 'ały', 'ali', 'iła', 'iło', 'iły', 'ili', 'yła', 'yły', 'yli'],
  ...[
    'ać',
    'ić',
    'yć',
    'eć',
    'ąć',
    'ał',
    'ił',
    'ył',
    'ów',
    'om',
    'em',
    'ym',
    'im',
    'ej',
    'ie',
    'ią',
    'ię',
    'ia',
    'iu',
    'eń',
  ],
  ...['a', 'ą', 'e', 'ę', 'i', 'o', 'u', 'y', 'ć'],
].sort((a, b) => b.length - a.length)

/** Letters an ending of one letter, and a longer one, must leave. */
const LEFT_BY_ONE = 3
const LEFT_BY_MORE = 4

/**
 * The stem of a Polish word. Endings go until none is left, so that a word that happens to end like a case (`problem`)
 * meets its own plural (`problemy`); the fleeting vowel of `przesyłek` goes too.
 */
export function stemPolish(word: string): string {
  // The longest words of the language are shorter; a flood of one letter is none.
  if (!/^[a-ząćęłńóśźż]{1,40}$/.test(word)) return word
  const steady = word.length >= 6 ? word.replace(/(?<=[^aeiouyąęó])ek$/, 'k') : word
  const ending = polishEndings.find(
    one =>
      steady.endsWith(one) && steady.length - one.length >= (one.length === 1 ? LEFT_BY_ONE : LEFT_BY_MORE),
  )
  return ending === undefined ? steady : stemPolish(steady.slice(0, -ending.length))
}

/** Letters a Hebrew prefix or ending must leave; with fewer, roots that begin with a prefix letter would be cut. */
const LEFT_IN_HEBREW = 4
const finalForms: Readonly<Record<string, string>> = { ם: 'מ', ן: 'נ', ץ: 'צ', ף: 'פ', ך: 'כ' }

/**
 * The stem of a Hebrew word: plural and feminine endings go, then the letters for "and", "the", "in", "to", "from", "that"
 * and "as" that are written onto it, as long as enough is left.
 */
export function stemHebrew(word: string): string {
  const bare = word.replace(/[\u0591-\u05c7]/g, '')
  if (!/^[א-ת]+$/.test(bare)) return word
  const [first = bare] = [/(?:ים|ות)$/, /[הת]$/]
    .map(ending => bare.replace(ending, ''))
    .filter(stem => stem !== bare && stem.length >= LEFT_IN_HEBREW)
  const plain = first.replace(/[םןץףך]$/, letter => finalForms[letter] ?? letter)
  const prefix = /^[והבלמשכ]+/.exec(plain)?.[0].length ?? 0
  return plain.slice(Math.min(prefix, Math.max(0, plain.length - LEFT_IN_HEBREW)))
}
