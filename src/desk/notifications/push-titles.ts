/** What a push message says on its first line, in the languages of our mails. `{place}`: the team, else the workspace. */
export const pushTitles: Readonly<Record<'en' | 'de', string>> = {
  en: '{place}: somebody waits for a person',
  de: '{place}: Jemand wartet auf einen Menschen',
}
