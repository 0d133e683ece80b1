/** A number of a text with what it counts. Two quantities say the same when their keys are equal. */
export interface Quantity {
  key: string
  /** What kind of thing it is: two of one family in one place can be mistaken for each other. */
  family: 'money' | 'percent' | 'duration' | 'date' | 'clock' | 'measure' | 'plain' | 'code'
  /** The word that bounds it, if any, and which way it does. */
  bound: { side: 'lower' | 'upper'; word: string } | undefined
  /** Part of a range: its low or high end. */
  range: 'low' | 'high' | undefined
  /** How it can be read otherwise: `14:00` as a plain 14 of opening hours, a date without its year. */
  also: readonly string[]
  at: number
  end: number
}

const numberWords: Readonly<Record<string, number>> = {
  zero: 0, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  thirteen: 13, fourteen: 14, fifteen: 15, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10, zwölf: 12,
  deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10, dos: 2, tres: 3, cuatro: 4, cinco: 5, siete: 7, ocho: 8, nueve: 9, diez: 10, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20,
  thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
} // biome-ignore format: a table
const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000, million: 1_000_000 }
const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const monthPattern = months
  .map(month => `${month.slice(0, 3)}(?:${month.slice(3)})?`)
  .join('|')
  .replace('sep(?:tember)?', 'sept?(?:ember)?')

/** Units by name: family, canonical unit, and how many of those one of it is. */
const units: readonly [RegExp, Quantity['family'], string, number][] = [
  [/^(?:%|per ?cent\b)/i, 'percent', '%', 1],
  [/^(?:€|euros?\b|eur\b)/i, 'money', 'EUR', 1],
  [/^(?:£|pounds?\b|gbp\b)/i, 'money', 'GBP', 1],
  [/^(?:\$|(?:us )?dollars?\b|usd\b)/i, 'money', 'USD', 1],
  [/^cents?\b/i, 'money', 'EUR', 0.01],
  [/^(?:full |whole |more )?(?:workdays?|working days?|business days?)\b/i, 'duration', 'workday', 1],
  [/^calendar days?\b/i, 'duration', 'calendar-day', 1],
  [/^(?:seconds?|secs?|s|Sekunden?|secondes?|segundos?)\b/i, 'duration', 'minute', 1 / 60],
  [/^(?:minutes?|mins?|Minuten?|minutos?)\b/i, 'duration', 'minute', 1],
  [/^(?:hours?|hrs?|h|Stunden?|heures?|horas?)\b/i, 'duration', 'minute', 60],
  [/^(?:full |whole |more )?(?:days?|Tage?n?|jours?|días?)(?![\p{L}])/iu, 'duration', 'minute', 1440],
  [/^(?:full |whole |more )?(?:weeks?|Wochen?|semaines?|semanas?)\b/i, 'duration', 'minute', 10_080],
  [/^(?:full |whole |more )?(?:months?|Monate?n?|mois|mes(?:es)?)\b/i, 'duration', 'month', 1],
  [/^(?:full |whole |more )?(?:years?|yrs?|Jahre?n?|ans?|années?|años?)\b/i, 'duration', 'month', 12],
  [/^(?:kilograms?|kilos?|kg)\b/i, 'measure', 'g', 1000],
  [/^(?:grams?|g)\b/i, 'measure', 'g', 1],
  [/^(?:kilomet(?:er|re)s?|km)\b/i, 'measure', 'm', 1000],
  [/^(?:centimet(?:er|re)s?|cm)\b/i, 'measure', 'm', 0.01],
  [/^(?:millimet(?:er|re)s?|mm)\b/i, 'measure', 'm', 0.001],
  [/^(?:met(?:er|re)s?|m)\b/i, 'measure', 'm', 1],
  [/^(?:millilit(?:er|re)s?|ml)\b/i, 'measure', 'l', 0.001],
  [/^(?:lit(?:er|re)s?|l)\b/i, 'measure', 'l', 1],
  [/^(?:milliamp(?:ere)?[- ]?hours?|mAh)\b/, 'measure', 'mAh', 1],
  [/^(?:kilowatts?|kW)\b/, 'measure', 'W', 1000],
  [/^(?:watt[- ]?hours?|Wh)\b/, 'measure', 'Wh', 1],
  [/^(?:watts?|W)\b/, 'measure', 'W', 1],
  [/^(?:volts?|V)\b/, 'measure', 'V', 1],
  [/^(?:amp(?:ere)?s?|A)\b/, 'measure', 'A', 1],
  [/^(?:lumens?|lm)\b/i, 'measure', 'lm', 1],
  [/^(?:°\s?C|degrees?(?: celsius)?)/i, 'measure', '°C', 1],
  [/^°\s?F/i, 'measure', '°F', 1],
  [/^(?:kB|kilobytes?)\b/i, 'measure', 'B', 1e3],
  [/^(?:MB|megabytes?)\b/, 'measure', 'B', 1e6],
  [/^(?:GB|gigabytes?)\b/, 'measure', 'B', 1e9],
  [/^(?:TB|terabytes?)\b/, 'measure', 'B', 1e12],
]

const before: readonly [RegExp, 'lower' | 'upper'][] = [
  [
    /(no later than|no more than|not more than|not longer than|not exceed(?:ing)?|no longer than|at most|up to|a maximum of|maximum(?: of)?|max\.?|within|less than|fewer than|lighter than|cheaper than|smaller than|shorter than|in under|under|below|before|until|till|by|limit of|jusqu'à|bis(?: zu)?|hasta|innerhalb von|im umkreis von|(?:with)?in a radius of|dans un rayon de|earlier than)$/i,
    'upper',
  ],
  [
    /(no less than|not less than|at least|a minimum of|minimum(?: of)?|from|more than|over|above|exceed(?:s|ing)?|longer than|heavier than|larger than|dearer than|later than|after|since|starting(?: at| from| on| in)?|start(?:s)? (?:at|from)|begin(?:s)? (?:at|from)|reach(?:es|ed)?|spen[dt]s?|à partir de|ab|desde|beyond|past)$/i,
    'lower',
  ],
]
const behind: readonly [RegExp, 'lower' | 'upper'][] = [
  [
    /^\W{0,2}(or more|or longer|or later|or above|or over|and above|and over|and up|upwards|minimum|onwards?|at the earliest|\+)/i,
    'lower',
  ],
  [/^\W{0,2}(or less|or fewer|or under|or below|at most|maximum|at the latest|or earlier|max\b)/i, 'upper'],
]

/** The quantities of a plain text in order: numbers, prices, percentages, durations, measures, dates, times, codes. */
export function quantitiesIn(source: string): Quantity[] {
  const found: Quantity[] = []
  let text = digitsForWords(source)
  const take = (
    pattern: RegExp,
    read: (match: RegExpMatchArray) => Omit<Quantity, 'bound' | 'range' | 'at' | 'end'> | undefined,
  ): void => {
    text = text.replace(pattern, (...args) => {
      const groups = args as unknown as RegExpMatchArray
      const whole = args[0] as string
      const at = args.find(argument => typeof argument === 'number') as number
      const read_ = read(groups)
      if (!read_) return whole
      found.push({ ...read_, bound: undefined, range: undefined, at, end: at + whole.length })
      return '\u0001'.repeat(whole.length)
    })
  }
  takeDates(take)
  take(/\+\d[\d ()-]{6,}\d/g, ([whole]) => code(whole ?? ''))
  take(/\bv?\d+\.\d+\.\d+(?:[.\w-]*\w)?/g, ([whole]) => code((whole ?? '').replace(/^v/, '')))
  takeTimes(take)
  text = takeAmounts(text, found)
  found.sort((one, other) => one.at - other.at)
  joinMinutes(found, source)
  const original = digitsForWords(source)
  markRanges(found, original)
  for (const quantity of found) quantity.bound = boundOf(original, quantity)
  return found
}

/** `5 min 30 s` is one duration. */
function joinMinutes(found: Quantity[], text: string): void {
  for (let index = found.length - 2; index >= 0; index--) {
    const [one, other] = [found[index] as Quantity, found[index + 1] as Quantity]
    if (!one.key.startsWith('minute:') || !other.key.startsWith('minute:')) continue
    if (keyValue(other.key) >= keyValue(one.key) || !/^\s*(?:and\s)?\s*$/.test(text.slice(one.end, other.at)))
      continue
    found.splice(index, 2, {
      ...one,
      key: `minute:${rounded(keyValue(one.key) + keyValue(other.key))}`,
      end: other.end,
    })
  }
}

/** Two amounts of one family with only `to` between them are the ends of a range. */
function markRanges(found: readonly Quantity[], text: string): void {
  for (const [index, low] of found.entries()) {
    const high = found[index + 1]
    if (!high || high.family !== low.family || low.range !== undefined || high.range !== undefined) continue
    if (!/^\s*(?:to|–|-|and|until|till|bis|und|à|et|a|y)\s*$/.test(text.slice(low.end, high.at))) continue
    low.range = 'low'
    high.range = 'high'
  }
}

type Take = (
  pattern: RegExp,
  read: (match: RegExpMatchArray) => Omit<Quantity, 'bound' | 'range' | 'at' | 'end'> | undefined,
) => void

function code(text: string): Omit<Quantity, 'bound' | 'range' | 'at' | 'end'> {
  return { key: `code:${text.replace(/[ ()-]/g, '')}`, family: 'code', also: [] }
}

const dayMonth = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of)? (${monthPattern})\\b\\.?,?(?: (\\d{4})\\b)?`,
  'gi',
)
const monthDay = new RegExp(
  `\\b(${monthPattern})\\b\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (\\d{4})\\b)?`,
  'gi',
)
const monthYear = new RegExp(`\\b(${monthPattern}),? (\\d{4})\\b`, 'gi')

function takeDates(take: Take): void {
  const date = (day: string | undefined, month: number, year: string | undefined) => {
    const tail = `${String(month).padStart(2, '0')}-${day === undefined ? '??' : day.padStart(2, '0')}`
    const also = year === undefined ? [] : [`date:????-${tail}`]
    if (year !== undefined && day !== undefined) also.push(`date:${year}-${tail.slice(0, 3)}??`)
    return { key: `date:${year ?? '????'}-${tail}`, family: 'date' as const, also }
  }
  const named = (name: string | undefined): number =>
    months.findIndex(month => month.startsWith((name ?? '').slice(0, 3).toLowerCase())) + 1
  take(/\b(\d{4})-(\d{2})-(\d{2})\b/g, ([, year, month, day]) => date(day, Number(month), year))
  take(dayMonth, ([, day, month, year]) => date(day, named(month), year))
  take(monthDay, ([, month, day, year]) => date(day, named(month), year))
  take(monthYear, ([, month, year]) => date(undefined, named(month), year))
  take(/\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g, ([, day, month, year]) =>
    Number(month) <= 12 ? date(day, Number(month), year) : undefined,
  )
  take(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, ([, one, two, year]) => {
    if (Number(one) > 12) return date(one, Number(two), year)
    const american = date(two, Number(one), year)
    return Number(two) > 12
      ? american
      : { ...american, also: [...american.also, date(one, Number(two), year).key] }
  })
}

function takeTimes(take: Take): void {
  const clock = (hours: number, minutes: number) => ({
    key: `clock:${hours * 60 + minutes}`,
    family: 'clock' as const,
    also: minutes === 0 ? [`plain:${hours}`] : [],
  })
  take(/\b(\d{1,2})(?=\s*(?:and|to|till|until|-|–)\s*\d{1,2}(?::\d\d)? ?([ap])\.?m)/gi, ([, hours, half]) =>
    clock((Number(hours) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0), 0),
  )
  take(/\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\b\.?/gi, ([, hours, minutes, half]) =>
    clock((Number(hours) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0), Number(minutes ?? 0)),
  )
  take(/\b([01]?\d|2[0-4])(?: ?(?:h|Uhr))(?: ?([0-5]\d))?\b(?! ?(?:lang|pro))/g, ([, hours, minutes]) =>
    clock(Number(hours), Number(minutes ?? 0)),
  )
  take(/\b([01]?\d|2[0-4]):([0-5]\d)\b/g, ([, hours, minutes]) => clock(Number(hours), Number(minutes)))
  take(/\b(\d{1,2}) o'clock\b/gi, ([, hours]) => clock(Number(hours), 0))
  take(/\b(noon|midday|midnight)\b/gi, ([, word]) => clock(word?.toLowerCase() === 'midnight' ? 0 : 12, 0))
}

const amount =
  /(€|£|\$|\b(?:EUR|GBP|USD)\s)?\s?(?<![\p{L}\p{N}])([−-](?=\d))?(\d+(?:[.,]\d+)*|\d{1,3}(?: \d{3})+)(?![\p{L}\p{N}]*\p{L}*\d)(?=(?:[^\p{N}]|$))/gu

/** Plain amounts with their units; the low end of a range takes the unit of its high end. */
function takeAmounts(text: string, found: Quantity[]): string {
  const amounts: (Quantity & { value: number; unit: string | undefined })[] = []
  for (const match of text.matchAll(amount)) {
    const [whole, sign, minus, digits] = match
    const at = match.index + (whole.length - whole.trimStart().length)
    const end = match.index + whole.length
    const joined = /^[-\s]{0,16}/.exec(text.slice(end, end + 16))?.[0].length ?? 0
    if (/^[\p{L}]/u.test(text.slice(end)) && !startsUnit(text.slice(end))) continue
    const value = numberOf(digits ?? '') * (minus ? -1 : 1)
    const unit = sign ? unitOf(sign.trim()) : unitOf(text.slice(end + joined))
    amounts.push({
      key: unit ? `${unit[2]}:${rounded(value * unit[3])}` : `plain:${rounded(value)}`,
      family: unit ? unit[1] : 'plain',
      bound: undefined, range: undefined, also: /^[-\s]*years?[- ](?:old|of age)\b/i.test(text.slice(end)) ? [`plain:${value}`] : [], at,
      end: unit && !sign ? end + joined + (unit[0].exec(text.slice(end + joined))?.[0].length ?? 0) : end,
      value,
      unit: unit?.[2],
    }) // biome-ignore format: facts of one quantity
  }
  for (const [index, low] of amounts.entries()) {
    const high = amounts[index + 1]
    if (!high || !/^\s*(?:to|–|-|and|or|bis|à|a)\s*$/.test(text.slice(low.end, high.at))) continue
    if (low.family === 'plain' && high.unit !== undefined) {
      const unit =
        units.find(
          one =>
            one[2] === high.unit && text.slice(high.at, high.end + 12).match(one[0].source.slice(1)) !== null,
        ) ?? units.find(one => one[2] === high.unit)
      low.family = high.family
      const scale = high.value === 0 ? 1 : keyValue(high.key) / high.value
      low.key = `${unit?.[2] ?? high.unit}:${rounded(low.value * scale)}`
    }
    if (low.family === high.family) {
      low.range = 'low'
      high.range = 'high'
    }
  }
  for (const { value: _, unit: __, ...quantity } of amounts) found.push(quantity)
  return text
}

function keyValue(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
}

function unitOf(text: string): (typeof units)[number] | undefined {
  return units.find(([pattern]) => pattern.test(text))
}

function startsUnit(text: string): boolean {
  return unitOf(text) !== undefined
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/** `1,000` and `1 000` are a thousand; `3,90` is three and nine tenths. */
function numberOf(digits: string): number {
  const joined = digits.replaceAll(' ', '')
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(joined)) return Number(joined.replaceAll(',', ''))
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(joined)) return Number(joined.replaceAll('.', ''))
  return Number(joined.replace(',', '.'))
}

function boundOf(text: string, quantity: Quantity): Quantity['bound'] {
  const head = text
    .slice(Math.max(0, quantity.at - 28), quantity.at)
    .replace(/[\s:(]+$/, '')
    .replace(/(?: the| about| around| usually|:)$/i, '')
  const tail = text.slice(quantity.end, quantity.end + 18)
  for (const [pattern, side] of behind) {
    const word = pattern.exec(tail)?.[1]
    if (word) return { side, word: word.toLowerCase() }
  }
  for (const [pattern, side] of before) {
    const match = pattern.exec(head)
    const word = match?.[1]
    if (word && !/[\p{L}]/u.test(head[(match?.index ?? 0) - 1] ?? ' '))
      return { side, word: word.toLowerCase() }
  }
  return undefined
}

const spelledWord = Object.keys(numberWords).join('|')
const spelledScale = Object.keys(scales).join('|')
const spelled = new RegExp(
  `\\b(?:(?:${spelledWord}|one|a)[- ](?:${spelledScale})|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|${spelledWord})|${spelledWord})\\b`,
  'gi',
)

/** `two thousand` as `2000`, padded so that offsets stay put; a lone `one` counts only before a unit. */
function digitsForWords(text: string): string {
  return text
    .replace(/\b(?:a )?quarter of an hour\b|\beine Viertelstunde\b|\bun quart d'heure\b/gi, found =>
      spread('15', 'minutes', found),
    )
    .replace(
      /\b(?:une?|eine?[nrm]?|una)(?= (?:semaine|jour|mois|an|heure|Tag|Woche|Monat|Jahr|Stunde|semana|día|mes|año|hora)(?![\p{L}]))/giu,
      found => '1'.padEnd(found.length),
    )
    .replace(/\bhalf an hour\b|\b(?:einer?|eine) halben? Stunde\b/gi, found => spread('30', 'min', found))
    .replace(/\bhalf a year\b/gi, found => spread('6', 'months', found))
    .replace(/\ba fortnight\b/gi, found => spread('14', 'days', found))
    .replace(new RegExp(`\\b(${spelledWord}) and a half\\b`, 'gi'), (found, word: string) =>
      `${numberWords[word.toLowerCase()]}.5`.padEnd(found.length),
    )
    .replace(spelled, found => padded(String(spelledValue(found.toLowerCase().split(/[- ]/))), found.length))
    .replace(
      /\b(?:one)(?=[ -](?:working |business )?(?:workday|second|minute|hour|day|week|month|year|euro|litre|liter|percent|point)s?\b)/gi,
      '1  ',
    )
    .replace(
      /\b((?:within|after|for|takes?|in|than|to|least|under|over|about|lasts?|by) )an?(?= (?:workday|second|minute|hour|day|week|month|year)\b)/gi,
      (whole, lead: string) => lead + '1'.padEnd(whole.length - lead.length),
    )
}

function spelledValue(words: readonly string[]): number {
  let value = 0
  for (const word of words) {
    const scale = scales[word]
    value = scale === undefined ? value + (numberWords[word] ?? 1) : value * scale
  }
  return value
}

/** The number at the start and the unit at the end of the words they stand for. */
function spread(value: string, unit: string, instead: string): string {
  return value.padEnd(instead.length - unit.length) + unit
}

function padded(digits: string, length: number): string {
  return digits.padEnd(length)
}
