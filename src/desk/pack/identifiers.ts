import type { HandoffPack } from '../../contract/desk-api.ts'
import { monthNames } from './months.ts'

export type Identifier = HandoffPack['identifiers'][number]
type Kind = Identifier['kind']

interface Form {
  kind: Kind | 'address'
  pattern: RegExp
  isReal?: (text: string) => boolean
}

/** What is read of one message, in characters; and how many identifiers of a conversation are kept. */
const LONGEST = 10_000
const MOST = 60
/** How far around a code the word may stand that says what it is, in characters. */
const BEFORE = 32
const AFTER = 24

const number = String.raw`(?:\d{1,3}(?:[.,'’ ]\d{3}){1,4}|\d{1,9})(?:[.,]\d{1,2})?`
const currency = String.raw`US\$|€|\$|£|¥|₺|₪|zł|EUR|USD|GBP|CHF|PLN|TRY|JPY`
const currencyAfter = `${currency}|euros?|dollars?|dólares|dollari|dollar|pounds|francs|franken|zl|złotych|złote|TL|liras?|lirası|yen|円|יורו|שקלים|שקל|ש"ח|ريال|درهم|دولار|يورو|جنيه`
const months = monthNames.join('|')

/** Cards and bank accounts. */
const accounts: readonly Form[] = [
  { kind: 'number', pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/gu, isReal: isPaymentCard },
  {
    kind: 'number',
    pattern: /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z\d])/gu,
  },
]

/** What is found by its form alone, in this order: what an earlier one took, no later one sees. */
const forms: readonly Form[] = [
  { kind: 'email', pattern: /(?<![\w.+-])[\p{L}\d_.+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/gu },
  { kind: 'address', pattern: /\b(?:https?:\/\/|www\.)[^\s<>"]{1,2000}/giu },
  {
    kind: 'date',
    pattern:
      /(?<![\d.,/-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4}|\d{1,2}\.\d{1,2}\.(?:\d{2})?|\d{1,2}\/\d{1,2}\/\d{2})(?![\d/-])/gu,
    isReal: isCalendarDate,
  },
  {
    kind: 'date',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?:\d{1,2}(?:st|nd|rd|th|er|º|°|\.)?\s?(?:of |de |d['’])?(?:${months})\.?(?![\p{L}])(?:,?\s(?:de |del )?\d{4}(?!\d))?|(?:${months})\.?\s\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:,?\s\d{4}(?!\d))?)`,
      'giu',
    ),
  },
  { kind: 'date', pattern: /(?:\d{4}年)?\d{1,2}月\d{1,2}日/gu },
  {
    kind: 'amount',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?:(?:${currency})\s?${number}|${number}\s?(?:${currencyAfter}))(?![\p{L}\d])|\d{1,9}円`,
      'giu',
    ),
  },
  {
    kind: 'tracking',
    pattern: /(?<![A-Za-z\d])(?:1Z[A-Z\d]{16}|[A-Z]{2}\d{9}[A-Z]{2}|JJ?D\d{12,20}|\d{20,22})(?![A-Za-z\d])/gu,
  },
  ...accounts,
]

/** Words that say what a code beside them is. */
const cues: readonly [Kind, RegExp][] = [
  [
    'tracking',
    /track|sendung|paket|suivi|colis|seguimiento|rastre|env[ií]o|spedizione|tracciamento|śledzeni|przesył|takip|kargo|تتبع|الشحنة|מעקב|משלוח|追跡|伝票/iu,
  ],
  [
    'phone',
    /phone|\btel\b|tel[.:]|t[ée]l[ée]|\bcall\b|mobile|handy|whatsapp|r[üu]ckruf|anruf|erreich|appel|joindre|llam|m[óo]vil|ligar|telem|chiam|cell|\bbel\b|zadzwo|tel\. |telefon|هاتف|جوال|טלפון|נייד|電話|携帯/iu,
  ],
  [
    'order',
    /order|bestell|auftrag|commande|pedido|encomenda|ordine|zam[óo]wieni|sipari[şs]|invoice|rechnung|facture|factura|fattura|faktur|fatura|طلب|הזמנה|注文/iu,
  ],
  [
    'number',
    /number|nummer|\bnr\b|\bno\b|n°|nº|num[ée]ro|n[úu]mero|numero|numer|numara|code|\bref\b|reference|referenz|serial|serien|customer|kunden|client|رقم|מספר|番号/iu,
  ],
]
/** A measure, a time or a count: no code, though it has letters and digits. */
const measure = /^\d{1,4}[a-z]{1,4}$|^\d{1,2}[-/]\d{1,2}$|^[a-z]\d$/iu

/**
 * What a visitor gave that a colleague would have to ask for again: orders, addresses, numbers, amounts and dates, in the
 * order of their kinds, each once. Of cards and bank accounts only the last digits are kept.
 */
export function findIdentifiers(texts: readonly string[]): Identifier[] {
  const found = new Map<string, Identifier>()
  for (const text of texts)
    for (const one of findIn(plainDigits(text.slice(0, LONGEST))))
      if (!found.has(identifierKey(one.value))) found.set(identifierKey(one.value), one)
  const order: Kind[] = ['order', 'tracking', 'email', 'phone', 'amount', 'date', 'number']
  return [...found.values()]
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
    .slice(0, MOST)
}

/** How an identifier is compared with another: however it is spaced, cut up or written. */
export function identifierKey(value: string): string {
  return value.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, '')
}

/** The text with no more than the last digits of cards and bank accounts: a pack travels further than a conversation. */
export function hideAccounts(text: string): string {
  return accounts.reduce(
    (hidden, { pattern, isReal }) =>
      hidden.replace(pattern, match => (isReal && !isReal(match) ? match : lastDigits(match))),
    text,
  )
}

/** A text without what was found in it: the words that say something. */
export function withoutIdentifiers(text: string): string {
  return findIdentifiers([text]).reduce((rest, { value }) => rest.replaceAll(value, ' '), plainDigits(text))
}

/** Full-width and Arabic digits as the ones that other systems search by. */
export function plainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, digit => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, digit => String(digit.charCodeAt(0) - 0x6f0))
}

function findIn(text: string): Identifier[] {
  const found: Identifier[] = []
  let rest = text
  const take = (at: number, length: number) => {
    rest = rest.slice(0, at) + '\n'.repeat(length) + rest.slice(at + length)
  }
  for (const { kind, pattern, isReal } of forms)
    for (const match of rest.matchAll(pattern)) {
      if (isReal && !isReal(match[0])) continue
      take(match.index, match[0].length)
      if (kind === 'address') continue
      // The point of "12.05." belongs to it, that of "12 May." ends the sentence.
      const value = /^\d+\.\d+\.$/.test(match[0]) ? match[0] : match[0].trim().replace(/[.,]$/, '')
      found.push({ kind, value: kind === 'number' ? lastDigits(value) : value })
    }
  for (const { at, value } of phonesIn(rest, text)) {
    take(at, value.length)
    found.push({ kind: 'phone', value })
  }
  return [...found, ...codesIn(rest, text)]
}

function phonesIn(rest: string, text: string): { at: number; value: string }[] {
  const shape = /(?<![\p{L}\d#/-])(?:\+|\()?\d(?:[ ()./-]{0,2}\d){6,14}(?![\p{L}\d])/gu
  return [...rest.matchAll(shape)].flatMap(({ 0: value, index }) => {
    const digits = value.replace(/\D/g, '')
    const isPhone =
      /^(?:\+|00[1-9])/.test(value) ||
      (/^\(?0/.test(value) && digits.length >= 9) ||
      /^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/.test(value) ||
      cueAt(text, index, value.length) === 'phone'
    return isPhone ? [{ at: index, value }] : []
  })
}

function codesIn(rest: string, text: string): Identifier[] {
  const shape = /(?<![A-Za-z\d_])#?[A-Za-z\d]{1,30}(?:[-_/][A-Za-z\d]{1,30}){0,6}(?![A-Za-z\d_])/gu
  return [...rest.matchAll(shape)].flatMap(({ 0: code, index }) => {
    const kind = kindOfCode(code, cueAt(text, index, code.length))
    return kind ? [{ kind, value: code }] : []
  })
}

function kindOfCode(code: string, cue: Kind | undefined): Kind | undefined {
  const digits = code.replace(/\D/g, '').length
  if (digits < 2 && !/^[A-Z]{2,6}-\d$/.test(code)) return undefined
  if (code.startsWith('#')) return 'order'
  if (/^\d+$/.test(code)) return kindOfDigits(code, cue)
  if (measure.test(code)) return undefined
  const isCode = /[A-Z]|[-_/]/.test(code) || digits >= 4
  if (!isCode || code.length < 4 || (/^[\d/-]+$/.test(code) && digits < 6)) return undefined
  if (cue === 'tracking' && digits >= 8) return 'tracking'
  return cue === 'order' || /^(?:ORD|ORDER|SO|PO|BE|CMD|PED)[-_]?\d/i.test(code) ? 'order' : 'number'
}

function kindOfDigits(code: string, cue: Kind | undefined): Kind | undefined {
  const isYear = /^(?:19[5-9]|20[0-4])\d$/.test(code)
  if (cue === 'order' && code.length >= 3 && !isYear) return 'order'
  if (cue === 'tracking' && code.length >= 8) return 'tracking'
  if (cue && code.length >= 3 && !isYear) return 'number'
  return code.length >= 5 ? 'number' : undefined
}

/** The nearest word before the code that says what it is, else one right after. */
function cueAt(text: string, at: number, length: number): Kind | undefined {
  const before = text.slice(Math.max(0, at - BEFORE), at)
  const nearest = cues
    .map(([kind, words]) => ({ kind, last: lastOf(before, words) }))
    .filter(({ last }) => last >= 0)
    // "Order number 4711" is an order: a bare "number" only counts where nothing else is said.
    .sort(
      (one, other) =>
        Number(one.kind === 'number') - Number(other.kind === 'number') || other.last - one.last,
    )
  if (nearest[0]) return nearest[0].kind
  const after = text.slice(at + length, at + length + AFTER)
  return cues.find(([, words]) => words.test(after))?.[0]
}

function lastOf(text: string, words: RegExp): number {
  return Math.max(-1, ...[...text.matchAll(new RegExp(words.source, 'giu'))].map(({ index }) => index))
}

function isCalendarDate(text: string): boolean {
  const parts = text.split(/\D+/).filter(Boolean).map(Number)
  const [one, two, three] =
    parts[0]! > 31 ? [parts[2]!, parts[1]!, parts[0]] : [parts[0]!, parts[1]!, parts[2]]
  return one >= 1 && two >= 1 && one <= 31 && two <= 31 && Math.min(one, two) <= 12 && (three ?? 0) < 2200
}

/** By the check digit that all cards have. */
function isPaymentCard(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  if (digits.length < 13 || digits.length > 19) return false
  const sum = digits.reduce((all, digit, at) => {
    const twice = digit * (1 + (at % 2))
    return all + (twice > 9 ? twice - 9 : twice)
  }, 0)
  return sum % 10 === 0
}

const lastDigits = (value: string) => `…${value.replaceAll(' ', '').slice(-4)}`
