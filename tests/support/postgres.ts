import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Database, openDatabase } from '../../src/platform/database/index.ts'

/** A new, empty, migrated database on the test server; closing it drops it. */
export async function createPostgresDatabase(serverUrl: string): Promise<Database> {
  const { url, drop } = await createPostgresUrl(serverUrl)
  const database = await openDatabase({ url, poolSize: 8 })
  return {
    ...database,
    async close() {
      await database.close()
      await drop()
    },
  }
}

/** A new, empty database on the test server, by its address. */
export async function createPostgresUrl(
  serverUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `careline_test_${randomBytes(6).toString('hex')}`
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await run(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}
