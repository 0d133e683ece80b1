export { type BackupManifest, backupDatabase } from './backup.ts'
export { restoreDatabase } from './restore.ts'
export { backupTables, notBackedUp } from './tables.ts'
