import type { HistoryLine } from '../respond-types.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { createPhraseFinder } from './phrases.ts'

/** The visitor says that what they were told does not help, whatever it was about. */
const complaint = createPhraseFinder({
  en: [
    "doesn't help",
    'does not help',
    "didn't help",
    'did not help',
    'not helpful',
    'still not working',
    'still does not work',
    "still doesn't work",
    'still … same problem',
    'not what i asked',
    "didn't answer my question",
    'did not answer my question',
    "doesn't answer my question",
    'does not answer my question',
    "you don't understand",
    'you do not understand',
    'already tried that',
  ],
  de: [
    'hilft mir nicht',
    'hilft nicht',
    'nicht geholfen',
    'hilft mir … nicht weiter',
    'geht immer noch nicht',
    'funktioniert immer noch nicht',
    'klappt immer noch nicht',
    'nicht gefragt',
    'beantwortet … frage nicht',
    'nicht meine frage',
    'schon probiert',
    'schon versucht',
    'verstehst mich nicht',
    'verstehen mich nicht',
  ],
  fr: [
    "ne m'aide pas",
    "n'aide pas",
    "ne m'a pas aide",
    'ne fonctionne toujours pas',
    'ne marche toujours pas',
    'marche toujours pas',
    'pas ma question',
    'ne repond pas a ma question',
    'deja essaye',
    'ne comprenez pas',
    'toujours le meme probleme',
  ],
  es: [
    'no me ayuda',
    'no me sirve',
    'no me ha servido',
    'no ayuda',
    'sigue sin funcionar',
    'sigue igual',
    'no es lo que pregunte',
    'no responde a mi pregunta',
    'no respondio mi pregunta',
    'ya lo intente',
    'ya lo he intentado',
    'no me entiendes',
  ],
  pt: [
    'nao ajuda',
    'nao me ajuda',
    'nao ajudou',
    'nao resolve',
    'nao resolveu',
    'continua sem funcionar',
    'ainda nao funciona',
    'nao foi o que perguntei',
    'nao respondeu … pergunta',
    'nao responde … pergunta',
    'ja tentei',
  ],
  it: [
    'non mi aiuta',
    'non aiuta',
    'non mi e servito',
    'non mi serve',
    'ancora non funziona',
    'continua a non funzionare',
    'non e quello che ho chiesto',
    'non risponde alla mia domanda',
    'non ha risposto',
    'gia provato',
  ],
  nl: [
    'helpt niet',
    'helpt me niet',
    'helpt mij niet',
    'niet geholpen',
    'werkt nog steeds niet',
    'doet het nog steeds niet',
    'niet wat ik vroeg',
    'geen antwoord op mijn vraag',
    'al geprobeerd',
    'begrijpt me niet',
  ],
  pl: [
    'nie pomaga',
    'nie pomoglo',
    'to mi nie pomaga',
    'nadal nie dziala',
    'wciaz nie dziala',
    'dalej nie dziala',
    'nie o to pytalem',
    'nie o to pytalam',
    'nie odpowiada na moje pytanie',
    'juz probowalem',
    'juz probowalam',
  ],
  tr: [
    'yardimci olmadi',
    'ise yaramadi',
    'ise yaramiyor',
    'hala calismiyor',
    'hala olmuyor',
    'bunu sormadim',
    'soruma cevap degil',
    'sorumu cevaplamadin*',
    'zaten denedim',
    'anlamiyorsun*',
  ],
  ar: [
    'لم يساعدني',
    'لا يساعدني',
    'لم يفدني',
    'لا يفيدني',
    'لا يزال لا يعمل',
    'ما زال لا يعمل',
    'ليس هذا سؤالي',
    'لم تجب على سؤالي',
    'لم تجب عن سؤالي',
    'جربت ذلك',
  ],
  he: [
    'לא עוזר',
    'לא עזר',
    'עדיין לא עובד',
    'זה לא מה ששאלתי',
    'לא מה ששאלתי',
    'לא ענית על השאלה',
    'לא עונה על השאלה',
    'כבר ניסיתי',
    'אתה לא מבין',
  ],
  ja: [
    '役に立たない',
    '役に立ちません',
    '解決しません',
    '解決しない',
    '解決していません',
    'まだ動きません',
    'まだ動かない',
    'まだできません',
    'そうではなく',
    '質問に答えていません',
    '聞いていることと違',
    'もう試しました',
  ],
})

/** From this likeness on two questions are one need; from the higher one on the second only says the first again. */
const ALIKE = 0.5
const SAME = 0.8

/** One question of the visitor and what the bot made of it. */
interface Exchange {
  question: string
  reply: HistoryLine
}

/** Whether a message does nothing but say that the last answer was none. */
export const isComplaint = (message: string): boolean => complaint(message) !== undefined

/**
 * How often in a row the visitor's present need was left open before this message: the bot refused, the answer was rated
 * down, the visitor said that it did not help, or asked the same again. What was settled by a person is not counted.
 */
export function countUnresolved(question: string, history: readonly HistoryLine[]): number {
  let count = 0
  let later = question
  for (const { question: earlier, reply } of exchangesOf(history).reverse()) {
    const complained = isComplaint(later)
    const likeness = complained || isComplaint(earlier) ? 1 : likenessOf(earlier, later)
    if (likeness < ALIKE) break
    const again = !complained && !isComplaint(earlier) && likeness >= SAME
    if (reply.decision === 'refused' || reply.rating === 'down' || complained || again) count++
    later = earlier
  }
  return count
}

/** The visitor's last open questions, each with the reply right after it. */
function exchangesOf(history: readonly HistoryLine[]): Exchange[] {
  const open = history.slice(
    history.findLastIndex(line => line.settled === true || line.role === 'member') + 1,
  )
  return open.flatMap((line, at) => {
    const reply = open[at + 1]
    return line.role === 'visitor' && reply?.role === 'bot' ? [{ question: line.text, reply }] : []
  })
}

/** Shared stems among all of both, 0 to 1. */
function likenessOf(one: string, other: string): number {
  const [left, right] = [stemsOf(one), stemsOf(other)]
  const shared = [...left].filter(stem => right.has(stem)).length
  return shared === 0 ? 0 : shared / (left.size + right.size - shared)
}

/** Japanese has no spaces: there, pairs of neighbouring letters stand for words. */
function stemsOf(text: string): Set<string> {
  return new Set(
    topicalWords(text).flatMap(word => {
      if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)) return [roughStem(word)]
      const letters = [...word]
      return letters.length === 1 ? letters : letters.slice(1).map((letter, at) => letters[at]! + letter)
    }),
  )
}
