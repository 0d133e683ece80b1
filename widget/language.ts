/** The languages of the widget. */
export const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'he', 'ja'] as const

export type Language = (typeof languages)[number]

/** Where the name of the bubble is not "Chat". All the shell has to say before the first click. */
const chat: Partial<Record<Language, string>> = {
  pl: 'Czat',
  tr: 'Sohbet',
  ar: 'محادثة',
  he: 'צ׳אט',
  ja: 'チャット',
}

/** What the bubble is called in a language. */
export const openLabel = (language: Language): string => chat[language] ?? 'Chat'

/** The first wish (BCP 47 tags such as `pt-BR`) the widget speaks, else English. `iw` is the old code of Hebrew. */
export function pickLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const primary = wish?.slice(0, 2).toLowerCase().replace('iw', 'he') as Language
    if (languages.includes(primary)) return primary
  }
  return 'en'
}

/** Which way a language is written. */
export const directionOf = (language: Language): 'rtl' | 'ltr' =>
  language === 'ar' || language === 'he' ? 'rtl' : 'ltr'
