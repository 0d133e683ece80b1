import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sql } from 'kysely'
import { CarelineError } from '../../kit/errors.ts'
import type { Database, Tx } from '../database/database.ts'
import { type BackupTable, backupTables } from './tables.ts'

/** What `manifest.json` of a backup says. */
export interface BackupManifest {
  format: 1
  madeAt: string
  migrations: string[]
  tables: { name: string; file: string; rows: number; sha256: string }[]
}

const PAGE = 500

/**
 * Writes the whole database into `folder`, one JSON object a line for each row and a file for each table, as it was at
 * one moment: everything is read in one repeatable-read transaction. The folder appears only when it is whole.
 * @throws CarelineError `conflict` when the folder exists and is not empty.
 */
export async function backupDatabase(
  database: Database,
  folder: string,
  { now, onProgress = () => undefined }: { now: Date; onProgress?: (table: string, rows: number) => void },
): Promise<BackupManifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CarelineError('conflict', `${folder} is not empty. Choose a new folder for the backup.`)
  }
  const draft = join(dirname(folder), `.${basename(folder)}.part`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  try {
    const manifest = await database.sql
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async tx => writeTables(tx, draft, now, onProgress))
    writeFileSync(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    rmSync(folder, { recursive: true, force: true })
    renameSync(draft, folder)
    return manifest
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

async function writeTables(
  tx: Tx,
  folder: string,
  now: Date,
  onProgress: (table: string, rows: number) => void,
): Promise<BackupManifest> {
  const { rows: applied } = await sql<{ name: string }>`select name from migrations order by name`.execute(tx)
  const tables: BackupManifest['tables'] = []
  for (const table of backupTables) {
    const written = await writeTable(tx, table, join(folder, `${table.name}.jsonl`))
    onProgress(table.name, written.rows)
    tables.push({ name: table.name, file: `${table.name}.jsonl`, ...written })
  }
  return { format: 1, madeAt: now.toISOString(), migrations: applied.map(({ name }) => name), tables }
}

async function writeTable(
  tx: Tx,
  table: BackupTable,
  file: string,
): Promise<{ rows: number; sha256: string }> {
  const out = createWriteStream(file)
  const hash = createHash('sha256')
  let rows = 0
  for await (const lines of pagesOf(tx, table)) {
    rows += lines.length
    const text = lines.map(line => `${line}\n`).join('')
    hash.update(text)
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
  return { rows, sha256: hash.digest('hex') }
}

/** The rows of a table as PostgreSQL's own JSON, page by page along the key. */
export async function* pagesOf(tx: Tx, table: BackupTable): AsyncGenerator<string[]> {
  const name = sql.table(table.name)
  const key = sql.join(table.key.map(column => sql.ref(column)))
  for (let after: unknown[] | undefined; ; ) {
    const from: unknown[] | undefined = after
    const where = from ? sql`where (${key}) > (${sql.join(from)})` : sql``
    const { rows } = await sql<Record<string, unknown> & { line: string }>`
      select ${key}, row_to_json(t)::text as line from (select * from ${name} ${where} order by ${key} limit ${PAGE}) t`.execute(
      tx,
    )
    if (rows.length > 0) yield rows.map(({ line }) => line)
    if (rows.length < PAGE) return
    const last = rows.at(-1)!
    after = table.key.map(column => last[column])
  }
}
