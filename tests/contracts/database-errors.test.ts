import { createServer } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toDatabaseError } from '../../src/platform/database/database-error.ts'
import { type Database, DatabaseError } from '../../src/platform/database/index.ts'
import { openServer } from '../../src/platform/database/server.ts'
import { describeOnEveryDatabase } from '../support/database.ts'

describeOnEveryDatabase('database errors', open => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )

  test('a value of the wrong type is refused without repeating what a visitor wrote', async () => {
    const error = await errorOf(sql`select ${'my secret words'}::text::integer`.execute(database.sql))
    expect(error).toBeInstanceOf(DatabaseError)
    expect(error).toMatchObject({ code: '22P02', message: 'invalid input syntax for type integer' })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('my secret words')
  })

  test('a unique violation names its code and constraint and nothing of the row', async () => {
    const insert = () =>
      database.sql.insertInto('workspaces').values({ id: 'my secret id', name: 'Shop' }).execute()
    await insert()
    const error = await errorOf(insert())
    expect(error).toMatchObject({ code: '23505', constraint: 'workspaces_pkey' })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('my secret id')
  })
})

/** Refuses every connection at once, as a server does that has just been stopped behind a proxy. */
async function refusingServer(): Promise<{ url: string; close: () => void }> {
  const server = createServer(socket => socket.destroy())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { url: `postgres://nobody@127.0.0.1:${port}/none`, close: () => server.close() }
}

test('a server that drops every connection is unavailable', async () => {
  const { url, close } = await refusingServer()
  const error = await openServer({ url, poolSize: 1, timeoutMs: 1_000, log: () => undefined }).catch(
    (cause: unknown) => cause,
  )
  close()
  expect(error).toMatchObject({ code: 'unavailable' })
})

test('a pipe that broke is unavailable too, though its code looks like one of the database', () => {
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
  expect(toDatabaseError(broken)).toMatchObject({ code: 'unavailable' })
})
