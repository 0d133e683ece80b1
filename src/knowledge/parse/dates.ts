/** The days between which a page holds good, as calendar dates `YYYY-MM-DD`. */
export interface PageDates {
  effectiveOn?: string
  expiresOn?: string
}

/**
 * A date as people write it, as `YYYY-MM-DD`: ISO 8601 (a time behind it is ignored), day and month by name in any
 * order in the widget's languages, `31.12.2026`, `2026年1月1日`. Figures that could be day or month either way
 * (`03/04/2026`) give `undefined` rather than a guess.
 */
export function parseDate(raw: unknown): string | undefined {
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? undefined : raw.toISOString().slice(0, 10)
  if (typeof raw !== 'string') return undefined
  const text = toLatinDigits(raw.slice(0, 80)).trim()
  for (const read of readers) {
    const match = read.pattern.exec(text)
    if (match) return read.date(match)
  }
  return undefined
}

const monthNames: Readonly<Record<string, string>> = {
  en: 'january february march april may june july august september october november december',
  de: 'januar februar märz april mai juni juli august september oktober november dezember',
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  pt: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  nl: 'januari februari maart april mei juni juli augustus september oktober november december',
  pl: 'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia',
  tr: 'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık',
  ar: 'يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر',
  he: 'ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר',
  short: 'jan feb mar apr may jun jul aug sep oct nov dec',
}
const months = new Map<string, number>([['sept', 9]])
for (const names of Object.values(monthNames))
  for (const [at, name] of names.split(' ').entries()) months.set(name, at + 1)

const readers: { pattern: RegExp; date(match: RegExpExecArray): string | undefined }[] = [
  { pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/, date: m => calendarDate(m[1], m[2], m[3]) },
  { pattern: /^(\d{4})年(\d{1,2})月(\d{1,2})日/, date: m => calendarDate(m[1], m[2], m[3]) },
  { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?!\d)/, date: m => calendarDate(m[1], m[2], m[3]) },
  { pattern: /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/, date: m => calendarDate(m[3], m[2], m[1]) },
  { pattern: /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/, date: m => slashed(m[1], m[2], m[3]) },
  {
    pattern:
      /^(\d{1,2})(?:\.|st|nd|rd|th|er|º|ª)?\s{1,3}(?:de\s|of\s|ב)?\s{0,3}([\p{L}\p{M}]{3,12})\.?,?\s{1,3}(?:de\s|del\s)?(\d{4})(?!\d)/iu,
    date: m => named(m[3], m[2], m[1]),
  },
  {
    pattern: /^([\p{L}\p{M}]{3,12})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})(?!\d)/iu,
    date: m => named(m[3], m[1], m[2]),
  },
]

function slashed(first = '', second = '', year = ''): string | undefined {
  if (Number(first) > 12) return calendarDate(year, second, first)
  if (Number(second) > 12) return calendarDate(year, first, second)
  return first === second ? calendarDate(year, first, second) : undefined
}

function named(year = '', name = '', day = ''): string | undefined {
  const lower = name.toLocaleLowerCase('en').replace('i\u0307', 'i')
  const month = months.get(lower) ?? months.get(lower.replace(/^ב/, ''))
  return month === undefined ? undefined : calendarDate(year, String(month), day)
}

/** `undefined` for days no calendar has. */
function calendarDate(year = '', month = '', day = ''): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? undefined : iso
}

function toLatinDigits(text: string): string {
  return text.replace(/[٠-٩]/g, digit => String(digit.charCodeAt(0) - 0x660))
}

// What stands right before the date. "Last updated" is none of these: a page may say when it was edited and
// hold good since long before.
const effectiveWords = [
  '(?:comes? into|goes into|takes?|in) effect(?:ive)?(?: (?:from|on|as of))?',
  'effective(?: date| from| as of| on| since| starting)?',
  '(?:valid|applies|applicable|in force)(?: from| as of| since| starting)',
  'gültig (?:ab|seit|vom)|gilt ab|in kraft (?:ab|seit)|tritt am|wirksam ab',
  'en vigueur (?:depuis|à partir d[ue]|à compter du|dès|le)|valable (?:à partir du|dès le)|applicable (?:à partir|à compter) du',
  '(?:vigente|válid[oa]|efectiv[oa]|en vigor) (?:desde|a partir d?el?)|entra en vigor el',
  '(?:vigente|válid[oa]|efetiv[oa]|em vigor) (?:desde|a partir de)|entra em vigor em',
  '(?:valid[oa]|in vigore|efficace) (?:dal|da|a partire dal)',
  '(?:geldig|van kracht) (?:vanaf|sinds|per)|ingangsdatum',
  'obowiązuje od|ważn[aey] od|wchodzi w życie',
  'geçerlilik tarihi|yürürlük tarihi',
  'ساري(?:ة)? (?:اعتبارًا )?من|اعتبارًا من',
  'בתוקף (?:מ-|החל מ-?)|תקף מ-',
]
const expiryWords = [
  '(?:valid|effective|applies|available|in force)(?: only)? (?:until|till|through|to)',
  'expir(?:es|y|ation|ing)(?: date)?(?: on)?|no longer valid (?:after|from)|valid thru',
  'gültig bis(?: zum)?|gilt bis(?: zum)?|läuft ab am|endet am',
  "valable jusqu['’]au|en vigueur jusqu['’]au|expire le",
  '(?:vigente|válid[oa]) hasta(?: el)?|vence el|caduca el',
  '(?:vigente|válid[oa]) até|expira em',
  '(?:valid[oa]|in vigore) fino al|scade il',
  'geldig tot(?: en met)?|verloopt op',
  'obowiązuje do|ważn[aey] do|wygasa',
  'son geçerlilik tarihi',
  'ساري(?:ة)? حتى|تنتهي في',
  'בתוקף עד|תקף עד',
]

function phrase(words: string[]): RegExp {
  return new RegExp(
    `(?<![\\p{L}])(?:${words.join('|')})[\\s:：*_–-]{0,6}(?:the |dem |le |el |il )?(?=[\\p{L}\\d٠-٩])`,
    'giu',
  )
}
const effectivePhrase = phrase(effectiveWords)
const expiryPhrase = phrase(expiryWords)
const japaneseEffective = /(\d{4}年\d{1,2}月\d{1,2}日)\s{0,2}(?:から|より)?\s{0,2}(?:有効|施行|適用|発効)/
const japaneseExpiry = /(\d{4}年\d{1,2}月\d{1,2}日)\s{0,2}まで\s{0,2}(?:有効|適用)?/
const turkishEffective =
  /(\d{1,2}\s\p{L}{3,10}\s\d{4})['’]?\s?(?:tarihinden itibaren|(?:den|dan|ten|tan) itibaren)/iu
const turkishExpiry = /(\d{1,2}\s\p{L}{3,10}\s\d{4})\s(?:tarihine kadar)/iu
const aboutThePage =
  /(?<!\p{L})(?:this|these|our|diese[rs]?|unsere|cette|ces|nos|notre|est[ae]s?|nuestr[ao]s?|quest[aoe]|deze|onze|bu|ta|ten|te)\s(?:\S{1,20}\s){0,3}?(?:page|policy|policies|version|document|terms|notice|offer|price|prices|article|agreement|seite|richtlinie|fassung|version|bedingungen|page|politique|conditions|offre|política|condiciones|página|pagina|condizioni|politica|beleid|voorwaarden|politika|polityka|regulamin)/iu

/**
 * Dates a page states about itself. Only its first paragraphs and its last are read, and only sentences that begin
 * with the phrase or speak of "this policy": a voucher "valid until Friday" in the middle does not end the page.
 */
export function datesInText(paragraphs: readonly string[]): PageDates {
  const dates: PageDates = {}
  const near = [...paragraphs.slice(0, 4), ...paragraphs.slice(4).slice(-1)]
  for (const paragraph of near)
    for (const line of paragraph.slice(0, 1500).split(/\n|(?<=[.!?。])\s+(?=\p{Lu})/u)) readLine(line, dates)
  return dates
}

function readLine(line: string, dates: PageDates): void {
  const text = line.replace(/[*_`]/g, '').trim()
  const about = aboutThePage.exec(text)?.index ?? -1
  const expiresOn =
    dateAfter(text, expiryPhrase, about) ??
    parseDate(japaneseExpiry.exec(text)?.[1] ?? turkishExpiry.exec(text)?.[1])
  const effectiveOn =
    dateAfter(text, effectivePhrase, about) ??
    parseDate(japaneseEffective.exec(text)?.[1] ?? turkishEffective.exec(text)?.[1])
  if (expiresOn) dates.expiresOn ??= expiresOn
  if (effectiveOn) dates.effectiveOn ??= effectiveOn
}

function dateAfter(text: string, words: RegExp, about: number): string | undefined {
  for (const match of text.matchAll(words)) {
    const leads = match.index <= 2 || (about >= 0 && about < match.index)
    const date = leads ? parseDate(text.slice(match.index + match[0].length)) : undefined
    if (date) return date
  }
  return undefined
}

const effectiveNames = [
  'effective',
  'effective_on',
  'effective_date',
  'effective_from',
  'valid_from',
  'starts_on',
  'dcterms.available',
]
const expiryNames = [
  'expires',
  'expires_on',
  'expiry',
  'expiry_date',
  'expiration_date',
  'expire_date',
  'valid_until',
  'valid_to',
  'unavailable_after',
]

/** Dates among named values (front matter or meta tags); case, spaces and hyphens in names do not matter. */
export function datesInFields(fields: Iterable<readonly [string, unknown]>): PageDates {
  const byName = new Map<string, unknown>()
  for (const [name, value] of fields) byName.set(name.toLowerCase().replace(/[\s-]+/g, '_'), value)
  const first = (names: string[]) =>
    names.map(name => parseDate(byName.get(name) ?? byName.get(name.replaceAll('_', '')))).find(Boolean)
  const effectiveOn = first(effectiveNames)
  const expiresOn = first(expiryNames)
  return { ...(effectiveOn ? { effectiveOn } : {}), ...(expiresOn ? { expiresOn } : {}) }
}
