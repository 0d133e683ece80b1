import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { lockDirectory } from '../../src/platform/database/directory-lock.ts'
import {
  type Database,
  migrate,
  openDatabase,
  openEmbedded,
  readHolder,
  readMigrations,
  writeHolder,
} from '../../src/platform/database/index.ts'
import { describeOnEveryDatabase, migratedImage, openTestDatabase } from '../support/database.ts'
import { createPostgresUrl } from '../support/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-embedded-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Another process that has the lock of `dataDir`; `by` starts it in another way. */
async function holderOf(dataDir: string, by: readonly string[] = []) {
  const script = join(folder, 'hold.mts')
  const module = new URL('../../src/platform/database/directory-lock.ts', import.meta.url).href
  writeFileSync(
    script,
    `import { lockDirectory, writeHolder } from ${JSON.stringify(module)}
     await lockDirectory(process.argv[2])
     writeHolder(process.argv[2], { url: 'http://localhost:1234' })
     console.log('held'); setInterval(() => {}, 1000)`,
  )
  const [command, ...args] = [
    ...[...by, process.execPath],
    ...['--import', import.meta.resolve('tsx'), script, dataDir],
  ]
  const holder = spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  return {
    pid: holder.pid,
    async kill() {
      holder.kill('SIGKILL')
      await once(holder, 'exit')
    },
  }
}

test('a second process is refused with a message that names the holder, until the first is killed', async () => {
  const dataDir = join(folder, 'held')
  const holder = await holderOf(dataDir)
  await expect(openDatabase({ dataDir })).rejects.toThrow(
    `in use by process ${holder.pid} (http://localhost:1234)`,
  )
  expect(readHolder(dataDir)?.url).toBe('http://localhost:1234')
  await holder.kill()
  expect(readHolder(dataDir)).toBeUndefined()
  const database = await openEmbedded({ dataDir, image: await migratedImage() }, () => undefined)
  writeHolder(dataDir, {})
  expect(readHolder(dataDir)?.pid).toBe(process.pid)
  await database.checkpoint()
  await database.close()
})

// As a container does: it shares the folder, but neither sockets nor process ids.
const apart = ['unshare', '--net', '--pid', '--fork', '--kill-child']
if (spawnSync(apart[0]!, [...apart.slice(1), 'true']).status !== 0)
  console.warn('NOT RUN: two containers on one folder, since no namespace may be made here')
else
  test('a process of another container is refused as well, until the first is killed', async () => {
    const dataDir = join(folder, 'shared')
    const holder = await holderOf(dataDir, apart)
    await expect(lockDirectory(dataDir)).rejects.toThrow('(http://localhost:1234)')
    await holder.kill()
    const lock = await vi.waitFor(() => lockDirectory(dataDir), { timeout: 10_000 })
    await lock.release()
  })

test('using the database inside its own transaction is an error, not a wait without end', async () => {
  const database = await openTestDatabase()
  const stuck = database.transaction(() => database.sql.selectFrom('bots').selectAll().execute())
  await expect(stuck).rejects.toThrow(/use the transaction/)
  expect(await database.sql.selectFrom('bots').selectAll().execute()).toEqual([])
  await database.close()
})

const server = process.env['CARELINE_TEST_POSTGRES_URL']
// Without a server `describeOnEveryDatabase` below has said so already, and failed where it must.
test.runIf(server)('two programs that start on an empty server both find the whole schema', async () => {
  const { url, drop } = await createPostgresUrl(server!)
  const both = await Promise.all([openDatabase({ url, poolSize: 2 }), openDatabase({ url, poolSize: 2 })])
  for (const database of both) {
    expect(await database.sql.selectFrom('bots').selectAll().execute()).toEqual([])
    expect(await migrate(database)).toEqual([])
    await database.close()
  }
  await drop()
})

describeOnEveryDatabase('migrations', open => {
  const withExtra = (statements: string, checksum = 'x') => [
    ...readMigrations(),
    { name: '9999_extra.sql', statements, checksum },
  ]
  const opened = async (work: (database: Database) => Promise<void>) => {
    const database = await open()
    try {
      await work(database)
    } finally {
      await database.close()
    }
  }

  test('processes that start together all succeed, and each migration runs once', () =>
    opened(async database => {
      const extra = withExtra('create table once_only (n integer); insert into once_only values (1)')
      const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database, extra)))
      expect(applied.flat()).toEqual(['9999_extra.sql'])
    }))

  test('a migration that fails half way leaves nothing behind', () =>
    opened(async database => {
      await expect(migrate(database, withExtra('create table half (n integer); select 1/0'))).rejects.toThrow(
        /division by zero/,
      )
      expect(await migrate(database, withExtra('create table half (n integer)'))).toEqual(['9999_extra.sql'])
    }))

  test('a changed file and a database of a newer program are refused', () =>
    opened(async database => {
      await migrate(database, withExtra('select 1'))
      await expect(migrate(database, withExtra('select 2', 'y'))).rejects.toThrow(
        /changed after it had been applied/,
      )
      await expect(migrate(database, readMigrations())).rejects.toThrow(/newer Careline/)
    }))

  test('a notification reaches the listener', () =>
    opened(async database => {
      const heard = new Promise(resolve => {
        void database.listen('careline_test', resolve).then(() => database.notify('careline_test', 'hello'))
      })
      expect(await heard).toBe('hello')
    }))

  test('both drivers give the same types', () =>
    opened(async database => {
      const { sql } = await import('kysely')
      const query = sql`select 9007199254740991::bigint as n, date '2026-01-31' as d, '{"a":[1]}'::jsonb as j, ${['a', 'b,"c"']}::text[] as t,
        '\\x00ff'::bytea as b, 1.50::numeric as m, timestamptz '2026-01-01T00:00:00Z' as at,
        (select array_agg(v::vector::text) from unnest(${['[1,2]', '[3,4]']}::text[]) v) as vs`
      const [row] = (await query.execute(database.sql)).rows as Record<string, unknown>[]
      expect(row).toMatchObject({
        n: 9007199254740991,
        d: '2026-01-31',
        j: { a: [1] },
        t: ['a', 'b,"c"'],
        m: '1.50',
        vs: ['[1,2]', '[3,4]'],
      })
      expect([...(row!['b'] as Uint8Array)]).toEqual([0, 255])
      expect((row!['at'] as Date).toISOString()).toBe('2026-01-01T00:00:00.000Z')
    }))
})
