import { createContext, use } from 'react'
import { de } from './de.ts'
import { en, type TextKey } from './en.ts'

const catalogues: Readonly<Record<string, Readonly<Record<TextKey, string>>>> = { en, de }

export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

/** The texts of a language (BCP 47), English where there is none; `{name}` is filled from `values`. */
export function textsIn(language: string): Say {
  const texts = catalogues[language.toLowerCase().split('-')[0] ?? 'en'] ?? en
  return (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

export const TextContext = createContext<Say>(textsIn('en'))

/** The texts in the language of whoever looks. */
export const useTexts = (): Say => use(TextContext)
