import type { LanguageDetector } from '../../models/index.ts'
import type { Turn } from '../respond-types.ts'
import { supportedLanguage } from '../texts/index.ts'
import { wordsOf } from './words.ts'

const enoughWords = 4

/**
 * The language the bot speaks in this turn (ISO 639-1): that of the message when it is long enough to tell, else of
 * the conversation, else of what the visitor wrote before, else English. Where the owner names languages it is one of
 * them: the first for whoever writes in another.
 */
export function languageOfTurn(turn: Turn, detector: LanguageDetector | undefined): string {
  const { languages = [] } = turn.settings
  const spoken = languageOfVisitor(turn, detector)
  return languages.length === 0 || languages.includes(spoken) ? spoken : (languages[0] ?? spoken)
}

function languageOfVisitor(turn: Turn, detector: LanguageDetector | undefined): string {
  const told = supportedLanguage(byScript(turn.question) ?? confident(turn.question, detector))
  if (told) return told
  const given = supportedLanguage(turn.language)
  if (given) return given
  const before = turn.history.filter(line => line.role === 'visitor').map(line => line.text)
  return supportedLanguage(confident([...before, turn.question].join('\n'), detector)) ?? 'en'
}

function confident(text: string, detector: LanguageDetector | undefined): string | undefined {
  return detector && wordsOf(text).length >= enoughWords ? detector.detect(text) : undefined
}

/** Scripts that give the language away, however short the message. */
function byScript(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Hebrew}/u.test(text)) return 'he'
  if (/\p{Script=Arabic}/u.test(text) && !/[\u067e\u0686\u0698\u06af]/u.test(text)) return 'ar'
  return undefined
}
