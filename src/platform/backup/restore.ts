import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { CarelineError } from '../../kit/errors.ts'
import type { Database, Tx } from '../database/database.ts'
import type { BackupManifest } from './backup.ts'
import { backupTables } from './tables.ts'

const BATCH = 200

/**
 * Puts a backup into an empty database of the same schema, embedded or on a server, in one transaction: all or nothing.
 * @throws CarelineError `invalid` when the backup is damaged or from another schema, `conflict` when there are rows already.
 */
export async function restoreDatabase(
  database: Database,
  folder: string,
  { onProgress = () => undefined }: { onProgress?: (table: string, rows: number) => void } = {},
): Promise<BackupManifest> {
  const manifest = readManifest(folder)
  await checkFiles(folder, manifest)
  await database.transaction(async tx => {
    await requireSameSchema(tx, manifest)
    await requireEmpty(tx)
    await sql`delete from event_counter`.execute(tx)
    // The rows were checked when they were first written, each against the state of its own moment.
    await sql`alter table messages disable trigger user`.execute(tx)
    for (const { name, file } of manifest.tables) {
      await readTable(tx, name, join(folder, file))
      onProgress(name, manifest.tables.find(table => table.name === name)?.rows ?? 0)
    }
    await sql`alter table messages enable trigger user`.execute(tx)
  })
  return manifest
}

function readManifest(folder: string): BackupManifest {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file))
    throw new CarelineError('invalid', `${folder} holds no backup: manifest.json is missing.`)
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as BackupManifest
  const known = new Set<string>(backupTables.map(({ name }) => name))
  if (
    manifest.format === 1 &&
    manifest.tables.every(({ name, file: path }) => known.has(name) && path === `${name}.jsonl`)
  )
    return manifest
  throw new CarelineError('invalid', `${file} was not written by this version of Careline.`)
}

async function checkFiles(folder: string, manifest: BackupManifest): Promise<void> {
  for (const { file, sha256 } of manifest.tables) {
    const hash = createHash('sha256')
    try {
      for await (const part of createReadStream(join(folder, file))) hash.update(part as Buffer)
    } catch {
      throw new CarelineError('invalid', `The backup is not whole: ${file} cannot be read.`)
    }
    if (hash.digest('hex') !== sha256)
      throw new CarelineError('invalid', `The backup is damaged: ${file} is not as it was written.`)
  }
}

async function requireSameSchema(tx: Tx, manifest: BackupManifest): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(tx)
  const here = rows.map(({ name }) => name)
  if (here.join() === manifest.migrations.join()) return
  throw new CarelineError(
    'invalid',
    `The backup has the schema of ${manifest.migrations.at(-1)}, this program that of ${here.at(-1)}. Restore with the version that made it, then upgrade.`,
  )
}

async function requireEmpty(tx: Tx): Promise<void> {
  for (const { name } of backupTables) {
    if (name === 'event_counter') continue
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(tx)
    if (rows.length > 0)
      throw new CarelineError(
        'conflict',
        'The database is not empty. Restore into a new DATA_DIR or a new database.',
      )
  }
}

async function readTable(tx: Tx, name: string, file: string): Promise<void> {
  let batch: string[] = []
  const flush = async () => {
    if (batch.length === 0) return
    const rows = `[${batch.join(',')}]`
    batch = []
    await sql`insert into ${sql.table(name)} select * from json_populate_recordset(null::${sql.table(name)}, ${rows}::json)`.execute(
      tx,
    )
  }
  for await (const line of linesOf(file)) {
    batch.push(line)
    if (batch.length === BATCH) await flush()
  }
  await flush()
}

/** The lines of a file, ended by a line feed alone: readline of Node 24 also ends them at U+2028, which JSON may hold. */
async function* linesOf(file: string): AsyncIterable<string> {
  let rest = ''
  for await (const part of createReadStream(file, 'utf8')) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
