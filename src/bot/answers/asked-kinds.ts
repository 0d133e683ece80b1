/** A kind of value that a question asks for by its words. */
export type ValueKind = 'amount' | 'day' | 'span' | 'person'

/** Words of questions, in the languages of the bot. "How long" may mean a span or a length: both hold a number. */
const askedBy: Readonly<Record<ValueKind, RegExp>> = {
  amount:
    /(?<!\p{L})(?:how (?:much|many|big|large|heavy|high|deep|fast|far|old)|(?:what|which) (?:is|are|was|were) the (?:price|cost|size|number|fee|limit|maximum|minimum)s?|costs?|prices?|wie (?:viele?|hoch|groß|schwer|teuer)|kostet|kosten|combien|cuánt[oa]s?|quant[oiae]s?|hoeveel|ile|kaç|ne kadar)(?!\p{L})|كم|כמה|いくら|何個/iu,
  day: /(?<!\p{L})(?:when|what (?:year|day|date|time)|(?:until|since|by) when|how (?:late|early)|wann|quand|cuándo|quando|wanneer|kiedy|ne zaman)(?!\p{L})|متى|מתי|いつ|何日/iu,
  span: /(?<!\p{L})(?:how (?:long|often|soon|quickly)|wie (?:lange|oft|schnell)|combien de temps|cuánto tiempo|quanto tempo|hoe (?:lang|vaak)|jak (?:długo|często|szybko)|ne kadar sür\p{L}*)(?!\p{L})|どのくらい/iu,
  person:
    /^(?:\p{L}+[,.!]\s+)?(?:who|whose|whom|wer|wem|wessen|wen|qui|quiénes|quién|quem|chi|wie (?:is|was|heeft)|kto|kim)(?!\p{L})|^(?:من|מי)\s|誰/iu,
}

const numberWords =
  /(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million|billion|once|twice|half|free|unlimited|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert|tausend|million(?:en)?|kostenlos|deux|trois|quatre|cinq|sept|huit|neuf|dix|cent|mille|gratuit|dos|tres|cuatro|cinco|siete|ocho|nueve|diez|cien|mil|gratis|dois|três|quatro|sete|oito|nove|dez|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|twee|drie|vijf|zes|zeven|negen|tien|dwa|trzy|cztery|pięć|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|yüz|bin)(?!\p{L})/iu
const calendar =
  /(?<!\p{L})(?:january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|midnight|noon|immediately|always|daily|weekly|monthly|yearly|annually|century|januar|februar|märz|mai|juni|juli|oktober|dezember|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sofort|jahrhundert|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|ocak|şubat|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|(?:after|before|once|as soon as|during) (?:you|the|your|we|it|this))(?!\p{L})/iu
const spans =
  /(?<!\p{L})(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|centur(?:y|ies)|instantly|immediately|forever|hourly|daily|weekly|monthly|yearly|annually|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|täglich|wöchentlich|monatlich|jährlich|sofort|secondes?|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|dias?|anos?|mês|ore|giorn[io]|settiman[ae]|mesi|ann[io]|uur|uren|dagen|weken|maanden|jaar|dni|godzin\p{L}*|tygodni\p{L}*|miesi\p{L}*|lat|saat|gün|hafta|ay|yıl)(?!\p{L})|[日分年]|時間|ヶ月|週間|يوم|ساع|שעות|ימים/iu
const named = /(?<=\S\s+["“„«(]?)\p{Lu}\p{Ll}|[\p{L}\d._-]+@[\p{L}\d.-]+|\p{Lo}/u

const hasDigit = (text: string): boolean => /\p{N}/u.test(text)

const holds: Readonly<Record<ValueKind, (text: string) => boolean>> = {
  amount: text => hasDigit(text) || numberWords.test(text),
  day: text => hasDigit(text) || calendar.test(text),
  span: text => spans.test(text),
  person: text => named.test(text),
}

/** The kinds of value that a question asks for; none for one that asks how or why. */
export function kindsAsked(question: string): ValueKind[] {
  return (Object.keys(askedBy) as ValueKind[]).filter(kind => askedBy[kind].test(question))
}

/** Whether a text holds a value of one of these kinds. */
export function holdsKind(text: string, kinds: readonly ValueKind[]): boolean {
  return kinds.some(kind => holds[kind](text))
}
