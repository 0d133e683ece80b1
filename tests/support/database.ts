import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
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

/** The same image for tests that need a directory. */
export async function migratedImage(): Promise<Uint8Array> {
  const key = createHash('sha256')
    .update(
      readMigrations()
        .map(({ checksum }) => checksum)
        .join(),
    )
    .digest('hex')
    .slice(0, 16)
  const file = join(tmpdir(), 'careline-test-images', `${key}.tar`)
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
