/** The languages that the bot has words of its own in. */
export const careLanguages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'he', 'ja']

/** A language's name in the language of whoever looks. */
export function languageName(language: string): string {
  return new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(language) ?? language
}
