import { languageWords } from './languages/index.ts'
import { alternatives } from './markers.ts'
import type { Quantity } from './quantity.ts'

type Bound = readonly [RegExp, 'lower' | 'upper']

/** "Cooler than", "aged under": what is less, and what is more, said with any adjective of size, age or heat. */
const less =
  'less|fewer|lighter|cheaper|smaller|shorter|lower|younger|cooler|colder|narrower|thinner|slower|earlier|nearer|closer|shallower|weaker'
const more =
  'more|longer|heavier|larger|bigger|dearer|later|older|higher|taller|wider|warmer|hotter|thicker|deeper|further|farther|greater|stronger|faster'

const before: readonly [RegExp, 'lower' | 'upper'][] = [
  [new RegExp(`((?:no|not|never) (?:\\w+ )?(?:${more}) than)$`, 'i'), 'upper'],
  [new RegExp(`((?:no|not|never) (?:\\w+ )?(?:${less}) than)$`, 'i'), 'lower'],
  [new RegExp(`((?:${less}) than)$`, 'i'), 'upper'],
  [new RegExp(`((?:${more}) than)$`, 'i'), 'lower'],
  [
    /(no later than|no more than|not more than|not longer than|not exceed(?:ing)?|no longer than|at most|up to|a maximum of|maximum(?: \w+)?(?: of| is)?|max\.?|within|less than|fewer than|lighter than|cheaper than|smaller than|shorter than|in under|under|below|before|until|till|by|limit of|jusqu'à|bis(?: zu)?|hasta|innerhalb von|im umkreis von|(?:with)?in a radius of|dans un rayon de|earlier than|höchstens|maximal|binnen|unter|weniger als|spätestens|nicht mehr als|(?:pas|jamais) plus de|(?:nie|niemals) mehr als|(?:no|nunca) más de|menores de|inférieure?s? à|inferior(?:es)? a|jünger als|kleiner als|kürzer als|leichter als|au plus|au maximum|maximum de|moins de|sous|au plus tard|como máximo|un máximo de|máximo de|máximo|menos de|en un plazo de|dentro de|antes de)$/i,
    'upper',
  ],
  [
    /(no less than|not less than|at least|a minimum of|minimum(?: \w+)?(?: of| is)?|from|more than|over|above|exceed(?:s|ing)?|longer than|heavier than|larger than|dearer than|later than|after|since|starting(?: at| from| on| in)?|start(?:s)? (?:at|from)|begin(?:s)? (?:at|from)|reach(?:es|ed)?|spen[dt]s?|à partir de|ab|desde|beyond|past|mindestens|wenigstens|über|mehr als|nach|seit|frühestens|älter als|größer als|länger als|schwerer als|höher als|später als|mayores de|supérieure?s? à|superior(?:es)? a|au moins|minimum de|plus de|au-delà de|après|dès|al menos|como mínimo|un mínimo de|mínimo de|mínimo|más de|a partir de|después de|tras)$/i,
    'lower',
  ],
]
const behind: readonly [RegExp, 'lower' | 'upper'][] = [
  [
    /^\W{0,2}(?:(?:an?|per|each|every) \w+ )?(or more|or longer|or later|or above|or over|and above|and over|and up|upwards|minimum|onwards?|at the earliest|\+)/i,
    'lower',
  ],
  [
    /^\W{0,2}(?:(?:an?|per|each|every) \w+ )?(or less|or fewer|or under|or below|at most|maximum|at the latest|or earlier|max\b)/i,
    'upper',
  ],
]

/** The word that bounds an amount in its text. */
export function boundOf(text: string, quantity: Quantity, language: string): Quantity['bound'] {
  const own = boundsOf(language)
  const head = text
    .slice(Math.max(0, quantity.at - 28), quantity.at)
    .replace(/[\s:(]+$/, '')
    .replace(/(?: the| about| around| usually|:)$/i, '')
  const tail = text.slice(quantity.end, quantity.end + 28)
  for (const [pattern, side] of own.behind) {
    const word = pattern.exec(tail)?.[1]
    if (word) return { side, word: word.toLowerCase() }
  }
  for (const [pattern, side] of own.before) {
    const match = pattern.exec(head)
    const word = match?.[1]
    if (word && !/[\p{L}]/u.test(head[(match?.index ?? 0) - 1] ?? ' '))
      return { side, word: word.toLowerCase() }
  }
  return undefined
}

const made = new Map<string, { before: readonly Bound[]; behind: readonly Bound[]; strict: RegExp }>()
const strict = new RegExp(
  `^(?:(?:${more}|${less}) than|over|above|exceed\\w*|below|under|beyond|mehr als|über|weniger als|unter|plus de|moins de|más de|menos de|menores de|mayores de|jünger als|älter als|größer als|kleiner als|länger als|kürzer als|schwerer als|leichter als|höher als|(?:inf|sup)érieure?s? à|(?:inf|sup)erior(?:es)? a)$`,
)
const nothing = /(?!)/

function boundsOf(language: string) {
  const known = made.get(language)
  if (known) return known
  const words = languageWords[language]
  const compiled = words
    ? {
        before: [
          [front(words.upper, language), 'upper'],
          [front(words.lower, language), 'lower'],
        ] as const,
        behind: [
          [back(words.lowerBehind, language), 'lower'],
          [back(words.upperBehind, language), 'upper'],
        ] as const,
        strict: new RegExp(`^(?:${alternatives(words.strict, language)})$`, 'iu'),
      }
    : { before, behind, strict }
  made.set(language, compiled)
  return compiled
}

function front(list: string, language: string): RegExp {
  return new RegExp(`((?:${alternatives(list, language)}))$`, 'iu')
}

function back(list: string | undefined, language: string): RegExp {
  return list === undefined
    ? nothing
    : new RegExp(`^[^\\p{L}\\p{N}.]{0,2}(?:'?\\p{L}{1,3}\\s)?(${alternatives(list, language)})`, 'iu')
}

/** `over 50` leaves 50 out, `at least 50` takes it in. */
export function isStrict({ bound }: Quantity, language: string): boolean {
  return bound !== undefined && boundsOf(language).strict.test(bound.word)
}
