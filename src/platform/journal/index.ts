export { type Journal, type JournalFile, openJournal } from './journal.ts'
