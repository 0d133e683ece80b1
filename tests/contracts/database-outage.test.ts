import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { App } from '../../src/app/index.ts'
import { type Database, openDatabase } from '../../src/platform/database/index.ts'
import { type DatabaseProxy, startProxy } from '../support/database-proxy.ts'
import { createPostgresUrl } from '../support/postgres.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'

const server = process.env['CARELINE_TEST_POSTGRES_URL']
if (!server && process.env['CI'] === 'true') {
  test('a database server that goes away', () => {
    throw new Error('CARELINE_TEST_POSTGRES_URL is not set: the PostgreSQL server could not be started')
  })
} else if (!server) console.warn('NOT RUN: database outages, since CARELINE_TEST_POSTGRES_URL is not set')

describe.runIf(server)('a database server that goes away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'careline-outage-'))
  let place: Awaited<ReturnType<typeof createPostgresUrl>>
  let proxy: DatabaseProxy
  let app: App
  let direct: Database

  beforeAll(async () => {
    place = await createPostgresUrl(server!)
    proxy = await startProxy(place.url)
    app = await createSmallApp({ DATA_DIR: folder, DATABASE_URL: proxy.url })
    await app.start()
    direct = await openDatabase({ url: place.url, poolSize: 2 })
  })
  afterAll(async () => {
    await app.stop()
    await direct.close()
    await proxy.close()
    await place.drop()
    rmSync(folder, { recursive: true })
  })

  /** Waits until the program has asked for the database `times` more, each time in vain. @returns ms it took. */
  const refused = async (times: number) => {
    const [from, began] = [proxy.attempts(), Date.now()]
    await expect.poll(proxy.attempts, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(from + times)
    return Date.now() - began
  }

  test('a connection that is cut in the middle of a transaction fails it and nothing else', async () => {
    const { database } = app.storage
    const cut = database.transaction(async tx => {
      await sql`select 1`.execute(tx)
      proxy.cut()
      // The event of the loss comes before the next statement is tried.
      await expect
        .poll(() =>
          sql`select 1`.execute(tx).then(
            () => 'there',
            () => 'gone',
          ),
        )
        .toBe('gone')
      await sql`select 1`.execute(tx)
    })
    await expect(cut).rejects.toMatchObject({ code: 'unavailable' })
    await expect
      .poll(() =>
        database.ping().then(
          () => 'back',
          () => 'away',
        ),
      )
      .toBe('back')
  })

  test('is told with 503 and Retry-After, loses nothing, and is found again when it returns', async () => {
    const visitor = await visitorOf(app)
    expect((await visitor.say('before')).status).toBe(201)
    const events = await readStream(await visitor.stream())
    await expect.poll(visitor.texts).toHaveLength(2)

    proxy.goAway()
    const answer = await visitor.say('during')
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({
      type: '/problems/unavailable',
      detail: expect.stringMatching(/database does not answer.*try again/i),
    })
    expect((await visitor.call('/readyz')).status).toBe(503)
    expect((await visitor.call('/healthz')).status).toBe(200)
    // Relay, job runner and listener each come back about once a second, and no quicker.
    expect(await refused(8)).toBeGreaterThan(1_000)

    proxy.restore()
    await expect.poll(async () => (await visitor.say('during')).status, { timeout: 15_000 }).toBeLessThan(300)
    const said = async () => (await visitor.texts()).filter(text => text.startsWith('visitor'))
    expect(await said()).toEqual(['visitor: before', 'visitor: during'])
    await expect.poll(visitor.texts, { timeout: 15_000 }).toHaveLength(4)
    // The stream that was open all the while goes on, with nothing left out.
    await expect.poll(() => events.filter(name => name === 'turn.ended').length, { timeout: 15_000 }).toBe(2)
    expect(events.filter(name => name === 'message.received')).toHaveLength(2)
  })

  test('wakes readers again by notifications after it returned', async () => {
    const heard: string[] = []
    const stop = await app.storage.bus.subscribe('careline_outage', payload => heard.push(payload))
    proxy.goAway()
    await refused(3)
    proxy.restore()
    await expect
      .poll(
        async () => {
          await direct.notify('careline_outage', 'hello')
          return heard
        },
        { timeout: 15_000 },
      )
      .toContain('hello')
    await stop()
  })
})

describe.runIf(server)('a database server that goes silent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'careline-silence-'))
  const timeoutMs = 2_000
  /** Within this everybody has noticed: the statement's time or the connection's, and a slow machine. */
  const NOTICED = { timeout: 30_000 }
  let place: Awaited<ReturnType<typeof createPostgresUrl>>
  let proxy: DatabaseProxy

  beforeAll(async () => {
    place = await createPostgresUrl(server!)
    proxy = await startProxy(place.url)
  })
  afterAll(async () => {
    await proxy.close()
    await place.drop()
    rmSync(folder, { recursive: true })
  })

  test('is told with 503, loses nothing, and is found again by new connections', async () => {
    const environment = { DATA_DIR: folder, DATABASE_URL: proxy.url, DATABASE_TIMEOUT_MS: String(timeoutMs) }
    const app = await createSmallApp(environment)
    await app.start()
    const direct = await openDatabase({ url: place.url, poolSize: 2 })
    const visitor = await visitorOf(app)
    expect((await visitor.say('before')).status).toBe(201)
    const events = await readStream(await visitor.stream())
    await expect.poll(visitor.texts).toHaveLength(2)
    const heard: string[] = []
    const stopHearing = await app.storage.bus.subscribe('careline_silence', payload => heard.push(payload))

    const broken = app.storage.database.transaction(async tx => {
      await sql`select 1`.execute(tx)
      proxy.goSilent()
      await sql`select 1`.execute(tx)
    })
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' })
    expect((await visitor.say('during')).status).toBe(503)
    expect((await visitor.call('/readyz')).status).toBe(503)
    expect((await visitor.call('/healthz')).status).toBe(200)

    proxy.restore()
    await expect.poll(async () => (await visitor.say('during')).status, NOTICED).toBeLessThan(300)
    await expect.poll(visitor.texts, NOTICED).toHaveLength(4)
    const said = (await visitor.texts()).filter(text => text.startsWith('visitor'))
    expect(said).toEqual(['visitor: before', 'visitor: during'])
    await expect.poll(() => events.filter(name => name === 'turn.ended').length, NOTICED).toBe(2)
    const tell = async () => {
      await direct.notify('careline_silence', 'hello')
      return heard
    }
    await expect.poll(tell, NOTICED).toContain('hello')

    await stopHearing()
    proxy.goSilent()
    await app.stop()
    proxy.restore()
    await direct.close()
  })

  test('does not keep a database from being opened or closed for ever', async () => {
    proxy.goSilent()
    const opening = openDatabase({ url: proxy.url, timeoutMs })
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
    proxy.restore()
    const database = await openDatabase({ url: proxy.url, timeoutMs })
    await database.listen('careline_silence', () => undefined)
    proxy.goSilent()
    await database.close()
    proxy.restore()
  })

  test('is told from one that works long: migrations take their time, and end when nobody answers any more', async () => {
    const database = await openDatabase({ url: proxy.url, timeoutMs })
    await expect(sql`select pg_sleep(4)`.execute(database.sql)).rejects.toMatchObject({ code: 'unavailable' })
    await database.execute('create table slow as select from pg_sleep(4)')
    const given = database.execute('create table slower as select from pg_sleep(60)')
    const running = () =>
      sql`select from pg_stat_activity where query like 'create table slower%'`
        .execute(database.sql)
        .then(({ rows }) => rows.length)
    await expect.poll(running, NOTICED).toBe(1)
    proxy.goSilent()
    await expect(given).rejects.toMatchObject({ code: 'unavailable' })
    proxy.restore()
    await database.close()
  })
})

/** Collects the names of a live stream's events in the background. */
async function readStream(response: Response): Promise<string[]> {
  const names: string[] = []
  void (async () => {
    for await (const text of response.body!.pipeThrough(new TextDecoderStream()))
      names.push(...[...text.matchAll(/^event: ?(.*)$/gm)].map(([, name]) => name!))
  })().catch(() => undefined)
  return names
}
