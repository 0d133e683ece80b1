import type { Texts } from '../locales/texts.ts'
import type { Shell } from '../shared.ts'

/** Gives a text: the page's own word for it (`data-text-…`), else the bot's, else the language's; with its gaps filled. */
export type WordsOf<T> = (key: keyof T & string, gaps?: Record<string, string | number>) => string

export function createWords<T extends object>(shell: Shell, texts: T): WordsOf<T> {
  const { settings } = shell
  return (key, gaps) => {
    const text = shell.text(key) ?? settings.texts?.[key] ?? `${texts[key]}`
    const values: Record<string, unknown> = { name: settings.name, company: settings.companyName, ...gaps }
    return text.replace(/\{(\w+)\}/g, (gap, name: string) => `${values[name] ?? gap}`)
  }
}

/** The texts of the panel. */
export type Words = WordsOf<Texts>
