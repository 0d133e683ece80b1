import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import { packageRoot } from '../paths.ts'
import type { Database } from './database.ts'

export interface Migration {
  name: string
  statements: string
  checksum: string
}

/** Any constant both racing processes agree on. */
const LOCK_KEY = 7_206_913

/** The migrations of this program, in order: `migrations/NNNN_name.sql`. */
export function readMigrations(folder: string = join(packageRoot, 'migrations')): Migration[] {
  return readdirSync(folder)
    .filter(name => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map(name => {
      const statements = readFileSync(join(folder, name), 'utf8')
      return { name, statements, checksum: createHash('sha256').update(statements).digest('hex') }
    })
}

/**
 * Brings the database to the newest schema: forward only, each migration in a transaction of its own under an advisory
 * lock, so that two processes that start together both succeed and one that dies leaves nothing half done.
 * @returns the names of the migrations applied now.
 * @throws CarelineError `conflict` if an applied file has changed, or the database is newer than this program.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  await requireVector(database)
  await locked(
    database,
    `create table if not exists migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  )
  const applied: string[] = []
  for (const migration of migrations) if (await apply(database, migration)) applied.push(migration.name)
  await refuseNewer(database, migrations)
  return applied
}

async function apply(database: Database, { name, statements, checksum }: Migration): Promise<boolean> {
  if (await isApplied(database, name, checksum)) return false
  // The insert comes first: the loser of a race fails on it, having waited for the lock, and changes nothing.
  try {
    await locked(
      database,
      `insert into migrations (name, checksum) values ('${name}', '${checksum}');\n${statements}`,
    )
    return true
  } catch (error) {
    if (await isApplied(database, name, checksum)) return false
    throw error
  }
}

async function isApplied(database: Database, name: string, checksum: string): Promise<boolean> {
  const { rows } = await sql<{
    checksum: string
  }>`select checksum from migrations where name = ${name}`.execute(database.sql)
  if (rows[0] && rows[0].checksum !== checksum) {
    throw new CarelineError(
      'conflict',
      `Migration ${name} was changed after it had been applied. Restore the file as it was released.`,
    )
  }
  return rows.length > 0
}

async function refuseNewer(database: Database, migrations: readonly Migration[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(
    database.sql,
  )
  const unknown = rows.filter(({ name }) => !migrations.some(migration => migration.name === name))
  if (unknown.length === 0) return
  throw new CarelineError(
    'conflict',
    `The database was made by a newer Careline (it has ${unknown.map(({ name }) => name).join(', ')}). Update the program.`,
  )
}

/** One string of statements is one simple query, which PostgreSQL runs in one transaction. */
function locked(database: Database, statements: string): Promise<void> {
  return database.execute(`begin;\nselect pg_advisory_xact_lock(${LOCK_KEY});\n${statements};\ncommit;`)
}

async function requireVector(database: Database): Promise<void> {
  try {
    await locked(database, 'create extension if not exists vector')
  } catch (error) {
    if (error instanceof CarelineError) throw error
    throw new CarelineError(
      'unavailable',
      `This database has no pgvector (${messageOf(error)}). Install the package postgresql-NN-pgvector on the server, or as a superuser run: create extension vector;`,
    )
  }
}
