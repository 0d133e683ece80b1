import { arabic } from './ar.ts'
import { hebrew } from './he.ts'
import { italian } from './it.ts'
import { japanese } from './ja.ts'
import { dutch } from './nl.ts'
import { polish } from './pl.ts'
import { portuguese } from './pt.ts'
import { turkish } from './tr.ts'
import type { LanguageWords } from './words.ts'

/** By ISO 639-1 code. English, German, French and Spanish have theirs beside the rules. */
export const languageWords: Readonly<Record<string, LanguageWords>> = {
  ar: arabic, he: hebrew, it: italian, ja: japanese, nl: dutch, pl: polish, pt: portuguese, tr: turkish,
} // biome-ignore format: a table
