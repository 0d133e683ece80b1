import { languageWords } from './languages/index.ts'

const numberWords: Readonly<Record<string, number>> = {
  zero: 0, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  thirteen: 13, fourteen: 14, fifteen: 15, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10, zwölf: 12,
  deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10, dos: 2, tres: 3, cuatro: 4, cinco: 5, siete: 7, ocho: 8, nueve: 9, diez: 10, seis: 6, doce: 12, quince: 15, veinte: 20, treinta: 30, onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, vingt: 20, trente: 30, dreizehn: 13, vierzehn: 14, fünfzehn: 15, zwanzig: 20, dreißig: 30, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20,
  thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
} // biome-ignore format: a table
const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000, million: 1_000_000 }

/** Number words of the languages with words of their own, from two on; a lone "one" is an article. */
const ownNumbers: Readonly<Record<string, string>> = {
  it: 'due tre quattro cinque sei sette otto nove dieci undici dodici',
  pt: 'dois três quatro cinco seis sete oito nove dez onze doze',
  nl: 'twee drie vier vijf zes zeven acht negen tien elf twaalf',
  pl: 'dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście',
  tr: 'iki üç dört beş altı yedi sekiz dokuz on',
}
/** Words for two of something, and other forms. */
const alsoNumbers: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  pt: [['duas', '2']], pl: [['dwie', '2'], ['dwóch', '2'], ['trzech', '3'], ['czterech', '4'], ['pięciu', '5']],
  ar: [['يومين', '2 يوم'], ['يومان', '2 يوم'], ['شهرين', '2 شهر'], ['ساعتين', '2 ساعة'], ['سنتين', '2 سنة'], ['أسبوعين', '2 أسبوع'], ['عامين', '2 عام']],
  he: [['יומיים', '2 יום'], ['שעתיים', '2 שעה'], ['שבועיים', '2 שבוע'], ['חודשיים', '2 חודש'], ['שנתיים', '2 שנה']],
} // biome-ignore format: a table

function ownDigits(text: string, language: string): string {
  const words = (ownNumbers[language] ?? '').split(' ').map((word, at) => [word, String(at + 2)] as const)
  let out = text
  // A longer number would move what follows: then the word stays a word.
  for (const [word, digits] of [...words, ...(alsoNumbers[language] ?? [])])
    if (word !== '' && digits.length <= word.length)
      out = out.replace(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'giu'), digits.padEnd(word.length))
  return out
}

const spelledWord = Object.keys(numberWords).join('|')
const spelledScale = Object.keys(scales).join('|')
const spelled = new RegExp(
  `\\b(?:(?:${spelledWord}|one|a)[- ](?:${spelledScale})|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|${spelledWord})|${spelledWord})\\b`,
  'gi',
)

/** `two thousand` as `2000`, padded so that offsets stay put; a lone `one` counts only before a unit. */
export function digitsForWords(text: string, language: string): string {
  if (languageWords[language]) return ownDigits(text, language)
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
      /\b((?:within|after|for|takes?|in|than|to|until|till|least|under|over|about|lasts?|by) )an?(?= (?:workday|second|minute|hour|day|week|month|year)\b)/gi,
      (whole, lead: string) => lead + '1'.padEnd(whole.length - lead.length),
    )
    .replace(
      /(?<!(?:times|once|twice|[\d£€$]) )\ban?(?= (?:day|week|month|year|hour|minute) (?:before|after|later|earlier|ahead|in advance)\b)/gi,
      found => '1'.padEnd(found.length),
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
