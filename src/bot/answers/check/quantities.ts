import { boundOf } from './bounds.ts'
import { digitsForWords } from './number-words.ts'
import type { Quantity } from './quantity.ts'
import { unitOf, units } from './units.ts'

const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const monthPattern = months
  .map(month => `${month.slice(0, 3)}(?:${month.slice(3)})?`)
  .join('|')
  .replace('sep(?:tember)?', 'sept?(?:ember)?')

/** The quantities of a plain text in order: numbers, prices, percentages, durations, measures, dates, times, codes. */
export function quantitiesIn(source: string, language: string): Quantity[] {
  const found: Quantity[] = []
  let text = digitsForWords(source, language)
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
  const original = digitsForWords(source, language)
  markRanges(found, original)
  for (const quantity of found) quantity.bound = boundOf(original, quantity, language)
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
    if (
      !/^\s*(?:to|–|-|and|until|till|bis|und|à|et|a|e|y|tot|en|do|i|ile|إلى|و|から)\s*$/.test(
        text.slice(low.end, high.at),
      )
    )
      continue
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
  take(/(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?日(?! ?間)/gu, ([, year, month, day]) =>
    date(day, Number(month), year),
  )
  take(/\b(\d{4})-(\d{2})-(\d{2})\b/g, ([, year, month, day]) => date(day, Number(month), year))
  // "Children under 12 may swim" names no day.
  take(dayMonth, ([, day, month, year]) =>
    /^(?:may|march)$/.test(month ?? '') && !year ? undefined : date(day, named(month), year),
  )
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
  take(/(?<!\d)(\d{1,2}) 時(?! ?間)(?: (\d{1,2}) 分)?/gu, ([, hours, minutes]) =>
    clock(Number(hours), Number(minutes ?? 0)),
  )
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
      bound: undefined, range: undefined, also: isAge(text, at, end) ? [`plain:${value}`] : [], at,
      end: unit && !sign ? end + joined + (unit[0].exec(text.slice(end + joined))?.[0].length ?? 0) : end,
      value,
      unit: unit?.[2],
    }) // biome-ignore format: facts of one quantity
  }
  for (const [index, low] of amounts.entries()) {
    const high = amounts[index + 1]
    if (!high || !/^\s*(?:to|–|-|and|or|bis|à|a|tot|do|ile|إلى|から)\s*$/.test(text.slice(low.end, high.at)))
      continue
    if (low.family === 'plain' && high.unit !== undefined) {
      const unit =
        units.find(
          one =>
            one[2] === high.unit && text.slice(high.at, high.end + 12).match(one[0].source.slice(1)) !== null,
        ) ?? units.find(one => one[2] === high.unit)
      low.family = high.family
      const scale = high.value === 0 ? 1 : keyValue(high.key) / high.value
      if (high.also.includes(`plain:${high.value}`)) low.also = [...low.also, `plain:${low.value}`]
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

/** "16 years old", "children between 4 and 15 years": years of age are counted as often without their unit. */
function isAge(text: string, at: number, end: number): boolean {
  return (
    /^[-\s]*years?[- ](?:old|of age)\b/i.test(text.slice(end)) ||
    (/^[-\s]*(?:years?|Jahren?|ans|años)(?!\p{L})/iu.test(text.slice(end)) &&
      /(?<!\p{L})(?:aged?|children|kids|child|adults|people|older than|younger than|Kinder|enfants|niños|menores|mayores)(?!\p{L})(?: \S+){0,5}[^\p{L}\p{N}]*$/iu.test(
        text.slice(Math.max(0, at - 48), at),
      ))
  )
}

function keyValue(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
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
