import { kindsAsked, type ValueKind } from './asked-kinds.ts'

/** What kind of thing an answer should hold. */
export interface Asks {
  steps: boolean
  yesNo: boolean
  /** The kinds of value one of which the answer should hold. */
  values: readonly ValueKind[]
  code: boolean
  /** One thing is asked (yes or no, a number, a day, a name, a place): a sentence or a table row answers it. */
  fact: boolean
}

const howTo =
  /\b(?:how (?:do|can|could|would|should|to)\b|how i\b|steps?\b|set ?up|guide|instructions|wie (?:kann|können|muss|soll|mache|richte|ändere)|comment\b|cómo\b|como\b|come (?:posso|si|faccio)|hoe (?:kan|moet|stel)|jak\b|nasıl\b)|كيف|איך|方法|どうやって|どうすれば/iu
const yesNo =
  /^(?:\w+[,.!]\s+)?(?:is|are|am|was (?:the|this|that|there|it|he|she|my|our|your|an?|i)|were|do|does|did|can|could|may|will|would|should|has|have|must|kann|können|ist|sind|gibt es|hat|haben|darf|muss|est-ce|y a-t-il|puis-je|peut-on|czy|mogę|kun|is er|posso|si può|hay|puedo)\b|^(?:هل|האם|אפשר)|(?:ますか|ですか|でしょうか)[?？。]?$|\bm[ıiuü](?:y[ıiuü]m|s[ıiuü]n[ıiuü]z)?\s*\?$/iu
const amount =
  /\b(?:how (?:much|many|long|often|far|old|big|large|heavy|late|early|fast|high|deep)|what (?:time|date|price|size)|price of|prices? for|costs?|wie (?:viel|viele|lange|oft|hoch|schwer|groß)|kosten?|preis|combien|prix|cuánt\p{L}*|precio|quant[oie]|prezzo|hoeveel|prijs|ile|cena|kaç|ne kadar|ne zaman|fiyat\p{L}*)(?![\p{L}\p{N}])|(?:^|[,;:]\s+|\band\s+)(?:\w+[,.!]?\s+)?(?:when|wann|quand|cuándo|quando|wanneer|kiedy)(?![\p{L}\p{N}])|كم|متى|כמה|מתי|いくら|いつ|何日/iu
const nameOrPlace =
  /^(?:\w+[,.!]\s+)?(?:who|whose|where|which|wer|wessen|wem|wo|welche[rsmn]?|qui|où|quel(?:le)?s?|quién(?:es)?|dónde|cuál(?:es)?|quem|onde|qual|quais|chi|dove|quale|quali|wie (?:heißt|hieß|heisst|lautet|is|was)|waar|welke?|kto|gdzie|któr[yae]|kim|nerede|hangi)(?![\p{L}\p{N}])|^(?:من|أين|أي|מי|איפה|איזה|איזו)\s|(?:^|\s)hangi\p{L}*|(?:誰|どこ|どの|どれ)/iu
const codeWords =
  /\b(?:code|snippet|command|script|curl|api call|syntax|json|sql|regex|cli|example|befehl|commande|comando)\b/i

/** Reads off a question what its answer should hold; by its words, in the languages of the bot. */
export function asksFor(question: string): Asks {
  const told = question.split(/(?<=[.!?。？！؟])\s*/u).filter(part => part.trim() !== '')
  // Of a story with a question in it, the question counts.
  const asked = told.filter(part => /[?？؟]\s*$/u.test(part))
  const parts = (asked.length > 0 ? asked : told).map(part => part.replace(/^[\s¿¡"“”„«*_-]+/u, '').trim())
  const some = (pattern: RegExp): boolean => parts.some(part => pattern.test(part))
  const steps = some(howTo)
  const [truth, number] = [some(yesNo), some(amount)]
  return {
    steps,
    yesNo: truth,
    values: [...new Set(parts.flatMap(kindsAsked))],
    code: codeWords.test(question),
    fact: !steps && (truth || number || some(nameOrPlace)),
  }
}
