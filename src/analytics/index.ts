/**
 * What came of the conversations, as figures: each is a query for its occurrences, counted or listed by the same words, so
 * that a number and the list it opens cannot differ. Reads rows and never changes any.
 */
export { listOccurrences } from './list.ts'
export { type Period, periodOf } from './period.ts'
export { readReport } from './report.ts'
