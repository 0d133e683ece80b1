/** Decides, sentence by sentence, whether what a language model wrote rests on the passages it cites. */
export { webAddressesIn } from './addresses.ts'
export { checkSentence } from './check-sentence.ts'
export { type Evidence, readEvidence } from './evidence.ts'
export { type Rest, repeats, type Said, saidOf } from './told.ts'
