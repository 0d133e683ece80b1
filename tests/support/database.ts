import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import {
  type Database,
  migrate,
  openDatabase,
  openEmbedded,
  readMigrations,
} from '../../src/platform/database/index.ts'
import { createPostgresDatabase } from './postgres.ts'

/** An embedded database in memory with the whole schema, started from a cached image: a second instead of seven. */
export async function openTestDatabase(): Promise<Database> {
  return openDatabase({ memory: true, image: await migratedImage() })
}

/** Gives a data folder without a database one with the whole schema, copied from a cached folder instead of made. */
export async function giveMigratedDatabase(dataDir: string): Promise<void> {
  const target = join(dataDir, 'database')
  if (existsSync(target)) return
  const cached = join(tmpdir(), 'careline-test-images', schemaKey())
  if (!existsSync(cached)) await cacheMigratedFolder(cached)
  mkdirSync(dataDir, { recursive: true })
  cpSync(join(cached, 'database'), target, { recursive: true })
}

async function cacheMigratedFolder(cached: string): Promise<void> {
  mkdirSync(join(cached, '..'), { recursive: true })
  const folder = mkdtempSync(`${cached}-`)
  await (await openDatabase({ dataDir: folder })).close()
  try {
    renameSync(folder, cached)
  } catch {
    // Another test file was quicker, with the same result.
    rmSync(folder, { recursive: true })
  }
}

function schemaKey(): string {
  const checksums = readMigrations().map(({ checksum }) => checksum)
  return createHash('sha256').update(checksums.join()).digest('hex').slice(0, 16)
}

/** The same image for tests that need a directory. */
export async function migratedImage(): Promise<Uint8Array> {
  const file = join(tmpdir(), 'careline-test-images', `${schemaKey()}.tar`)
  if (existsSync(file)) return readFileSync(file)
  const database = await openEmbedded({}, () => undefined)
  await migrate(database)
  const image = await database.dump()
  await database.close()
  mkdirSync(join(file, '..'), { recursive: true })
  // Two files that start together write the same image; the rename makes either whole.
  writeFileSync(`${file}.${process.pid}`, image)
  renameSync(`${file}.${process.pid}`, file)
  return image
}

/** Runs one suite on the embedded database always, and on a PostgreSQL server where `npm test` could start one. */
export function describeOnEveryDatabase(name: string, suite: (open: () => Promise<Database>) => void): void {
  describe(`${name} (embedded)`, () => suite(openTestDatabase))
  const url = process.env['CARELINE_TEST_POSTGRES_URL']
  if (url) describe(`${name} (server)`, () => suite(() => createPostgresDatabase(url)))
  else if (process.env['CI'] === 'true') {
    test(`${name} (server)`, () => {
      throw new Error('CARELINE_TEST_POSTGRES_URL is not set: the PostgreSQL server could not be started')
    })
  } else console.warn(`NOT RUN: ${name} on a PostgreSQL server, since CARELINE_TEST_POSTGRES_URL is not set`)
}
