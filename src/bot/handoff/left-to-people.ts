import { stemWord } from '../../knowledge/index.ts'
import type { Turn } from '../respond-types.ts'
import { fold, topicalWords } from '../understand/words.ts'

/** The line of what the owner leaves to people whose every telling word the message holds; no model is needed for it. */
export function findLeftToPeople({ question, language = 'en', settings }: Turn): string | undefined {
  const said = stemsOf(question, language)
  return settings.leavesToPeople?.find(line => {
    const words = stemsOf(line, language)
    return words.size === 0 ? fold(question).includes(fold(line)) : [...words].every(word => said.has(word))
  })
}

function stemsOf(text: string, language: string): Set<string> {
  return new Set(topicalWords(text).map(word => stemWord(word, language.slice(0, 2).toLowerCase())))
}
