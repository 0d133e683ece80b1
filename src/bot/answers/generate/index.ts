/** Answers written by a language model from the passages found, each sentence checked before anybody sees it. */
export { createGenerate } from './generate.ts'
