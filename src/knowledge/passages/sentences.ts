/** A stretch of a text: `text.slice(start, end)`. */
export interface Span {
  start: number
  end: number
}

/** Abbreviations with a full stop that does not end the sentence, lower case, of the widget's languages. */
const abbreviations = new Set(
  (
    'e.g i.e etc vs cf al approx incl excl no nos vol fig figs sec ch pp ed est dept inc ltd co corp mr mrs ms dr prof sr jr st mt ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k u.n ca resp max min tel ext ' +
    'z.b d.h u.a o.ä bzw usw ggf inkl exkl zzgl nr abs art str evtl sog vgl ' +
    'p.ej ej sra dra ud uds núm pág av m mme mlle env réf art p.ex ' +
    'dott sig sigg ecc es pag dhr mevr bijv d.w.z o.a m.b.t nl tzn np itd itp ul zob vb vd dk sn örn'
  ).split(' '),
)

/** Languages that write "1." or "II." before a month or noun. */
const ordinalLanguages = new Set(['de', 'pl', 'tr', 'da', 'no', 'nb', 'fi', 'cs', 'hu'])

/** German words that with a capital begin a sentence: a number before them ended one ("am 3. Die Rechnung ..."). */
const germanOpening =
  /^\s*(?:Der|Die|Das|Den|Dem|Des|Ein|Eine|Er|Sie|Es|Wir|Ihr|Ich|Dies|Diese|Dieser|Dieses|Danach|Dann|Dort|Doch|Im|In|Am|An|Auf|Nach|Seit|Mit|Bei|Wenn|Wer|Bitte|Auch|Aber|Für|Ab)(?!\p{L})/u

/** Characters given to the segmenter at once. */
const LONGEST = 10_000

const segmenters = new Map<string, Intl.Segmenter>()

/**
 * The sentences of a text in order, without the white space between them. Unicode's rules for the language
 * (UAX 29), mended where those cut too early: abbreviations, numbers, inside code, links, brackets and quotes. A
 * line break always ends a sentence. Linear in the length of the text.
 */
export function splitSentences(text: string, language = 'en'): Span[] {
  const spans: Span[] = []
  let start = 0
  while (start <= text.length) {
    const newline = text.indexOf('\n', start)
    const lineEnd = newline < 0 ? text.length : newline
    const end = stretchEnd(text, start, lineEnd)
    splitLine(text, start, end, language, spans)
    start = end < lineEnd ? end : end + 1
  }
  return spans
}

/** Where a line longer than any paragraph is cut, at a space if it has one: the segmenter's time grows with the square. */
function stretchEnd(text: string, start: number, lineEnd: number): number {
  if (lineEnd - start <= LONGEST) return lineEnd
  const stretch = text.slice(start, start + LONGEST)
  const space = stretch.lastIndexOf(' ')
  if (space > 0) return start + space
  return start + LONGEST - (/[\ud800-\udbff]$/.test(stretch) ? 1 : 0)
}

function splitLine(text: string, from: number, to: number, language: string, spans: Span[]): void {
  const line = text.slice(from, to)
  const closed = closedAt(line)
  let start = 0
  let end = 0
  for (const { segment, index } of segmenterFor(language).segment(line)) {
    end = index + segment.length
    if (end < line.length && (closed[end] !== 0 || goesOn(line, start, end, language))) continue
    push(spans, text, from + start, from + end)
    start = end
  }
  if (start < line.length) push(spans, text, from + start, to)
}

function push(spans: Span[], text: string, start: number, end: number): void {
  let from = start
  let to = end
  while (from < to && /\s/.test(text[from] as string)) from++
  while (to > from && /\s/.test(text[to - 1] as string)) to--
  if (to > from) spans.push({ start: from, end: to })
}

function segmenterFor(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language)
  if (!segmenter) {
    const locale = /^[a-z]{2,3}$/.test(language) ? language : 'en'
    segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' })
    segmenters.set(language, segmenter)
  }
  return segmenter
}

/** For each offset whether it lies inside code, a link or brackets that are closed within 400 characters. */
function closedAt(line: string): Uint8Array {
  const inside = new Uint8Array(line.length + 1)
  const pairs: [string, string][] = [
    ['`', '`'],
    ['[', ')'],
    ['(', ')'],
    ['**', '**'],
  ]
  for (const [open, close] of pairs) {
    let at = line.indexOf(open)
    while (at >= 0) {
      const end = line.slice(at + open.length, at + 400).indexOf(close)
      // A bold run may hold whole sentences: only short ones are kept in one piece.
      const keep = end >= 0 && (open !== '**' || end <= 60)
      if (keep) inside.fill(1, at + 1, at + open.length + end + (open === '**' ? 2 : 1))
      at = line.indexOf(
        open,
        end >= 0 && (open !== '[' || keep) ? at + open.length + end + close.length : at + 1,
      )
    }
  }
  return inside
}

/** Whether what ends here is only an abbreviation, an initial or an ordinal. */
function goesOn(line: string, start: number, end: number, language: string): boolean {
  const before = line.slice(Math.max(start, end - 30), end).trimEnd()
  if (!before.endsWith('.')) return false
  const said = /([\p{L}\p{N}.]{1,20})\.$/u.exec(before)?.[1] ?? ''
  const word = said.toLowerCase()
  if (said === 'I' && isOrdinal(said, line.slice(end, end + 15), language)) return true
  if (abbreviations.has(word) || /^(?:\p{L}\.)*\p{L}$/u.test(word))
    return !(word === 'i' || /^etc$/.test(word)) || /^\s*\p{Ll}/u.test(line.slice(end, end + 5))
  if (/^\d{1,3}$/.test(word) && end - start <= 5) return true
  // A time or an amount ("18:00.", "4,90.") counts no noun.
  if (/\d[:,.]\d+\.$/.test(before)) return false
  return isOrdinal(said, line.slice(end, end + 15), language)
}

/** Whether a number with a full stop counts the noun after it: "3. Mai", "II. Dünya Savaşı". */
function isOrdinal(said: string, after: string, language: string): boolean {
  if (!ordinalLanguages.has(language) || !/^(?:\d{1,2}|[IVX]{1,6})$/.test(said)) return false
  return /^\s*\p{L}/u.test(after) && !(language === 'de' && germanOpening.test(after))
}
