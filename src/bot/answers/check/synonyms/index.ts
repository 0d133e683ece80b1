import { englishRows } from './english.ts'
import { frenchRows } from './french.ts'
import { germanRows } from './german.ts'
import { spanishRows } from './spanish.ts'
import { wordFamilies } from './word-families.ts'

/** Rows of near-synonyms of the languages without words of their own: a word of a row may stand for any other of it. */
export const synonymRows = [...englishRows, ...wordFamilies, ...germanRows, ...frenchRows, ...spanishRows]
