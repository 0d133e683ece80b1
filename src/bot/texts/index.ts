import { ar } from './ar.ts'
import { type BotLanguage, type BotTexts, botLanguages } from './bot-texts.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { he } from './he.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { tr } from './tr.ts'

export { type BotLanguage, type BotTexts, botLanguages } from './bot-texts.ts'

const byLanguage: Record<BotLanguage, BotTexts> = { en, de, fr, es, pt, it, nl, pl, tr, ar, he, ja }

/** The bot's own sentences in `language` (ISO 639-1, a region after `-` is ignored); English when it has none. */
export function botTexts(language: string | undefined): BotTexts {
  return byLanguage[supportedLanguage(language) ?? 'en']
}

/** `language` without its region when the bot speaks it, else `undefined`. */
export function supportedLanguage(language: string | undefined): BotLanguage | undefined {
  const base = language?.toLowerCase().split(/[-_]/)[0]
  return botLanguages.find(known => known === base)
}

/**
 * Puts `values` in the place of `{name}`; a name without a value stays, so that a mistake is seen. Of `[…|…]` the
 * first part is taken whose names all have values, or nothing.
 */
export function fill(text: string, values: Readonly<Record<string, string | undefined>>): string {
  const isKnown = (part: string) => [...part.matchAll(gap)].every(([, name]) => values[name!])
  return text
    .replace(/\[([^\]]*)\]/g, (_whole, parts: string) => parts.split('|').find(isKnown) ?? '')
    .replace(gap, (whole, name: string) => values[name] ?? whole)
}

const gap = /\{(\w+)\}/g
