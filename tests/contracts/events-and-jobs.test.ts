import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendEvents, lastEventNumber, readEvents, relayOutbox, subscribe } from '../../src/events/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import type { Database } from '../../src/platform/database/index.ts'
import {
  createJobRunner,
  enqueueJob,
  getJob,
  type JobHandler,
  listDeadJobs,
  retryDeadJob,
} from '../../src/platform/jobs/index.ts'
import { claimJob, finishJob } from '../../src/platform/jobs/store.ts'
import { describeOnEveryDatabase } from '../support/database.ts'

describeOnEveryDatabase('events and jobs', open => {
  let database: Database
  const clock = createFakeClock()
  const bus = createMemoryBus()
  const event = (sourceId: string) =>
    ({ name: 'source.added', data: { sourceId }, workspaceId: 'ws_1' }) as const
  const append = (sourceId: string) =>
    database.transaction(tx => appendEvents(tx, [event(sourceId)], clock.now()))
  const runner = (handler: JobHandler) =>
    createJobRunner({ database, bus, clock, handlers: { work: handler }, backoff: () => 1000 })
  const enqueue = (more: object = {}) =>
    database.transaction(tx =>
      enqueueJob(tx, { workspaceId: 'ws_1', kind: 'work', payload: {}, ...more }, clock.now()),
    )

  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  test('twenty writers at once leave no gap in the numbers', async () => {
    const before = await lastEventNumber(database.sql)
    await Promise.all(Array.from({ length: 20 }, (_, i) => append(`src_${i}`)))
    const numbers = (await readEvents(database.sql, { after: before })).map(({ number }) => number)
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => before + 1 + i))
  })

  test('a rolled back transaction uses up no number and leaves no event', async () => {
    const before = await lastEventNumber(database.sql)
    const broken = database.transaction(async tx => {
      await appendEvents(tx, [event('src_x')], clock.now())
      throw new Error('no')
    })
    await expect(broken).rejects.toThrow('no')
    expect(await lastEventNumber(database.sql)).toBe(before)
    await append('src_y')
    expect((await readEvents(database.sql, { after: before })).map(({ data }) => data)).toEqual([
      { sourceId: 'src_y' },
    ])
  })

  test('an event whose data are not as the catalogue says is refused', async () => {
    const wrong = { name: 'source.added', data: { source: 1 }, workspaceId: 'ws_1' } as unknown as ReturnType<
      typeof event
    >
    await expect(database.transaction(tx => appendEvents(tx, [wrong], clock.now()))).rejects.toThrow(
      /sourceId/,
    )
  })

  test('a subscription gives what was, then what comes, without gap or repeat', async () => {
    const stop = new AbortController()
    const before = await lastEventNumber(database.sql)
    await append('src_a')
    const seen: number[] = []
    for await (const { number } of subscribe(
      { sql: database.sql, bus },
      { after: before },
      { signal: stop.signal, pollMs: 60_000 },
    )) {
      seen.push(number)
      if (seen.length === 1) void append('src_b').then(() => relayOutbox(database, bus))
      if (seen.length === 2) stop.abort()
    }
    expect(seen).toEqual([before + 1, before + 2])
  })

  test('a job that fails is tried again after a pause, and is dead after the last attempt', async () => {
    const given: string[] = []
    const failing = runner({
      run: async () => {
        throw new Error('no luck')
      },
      giveUp: async (_, error) => void given.push((error as Error).message),
    })
    const id = await enqueue({ maxAttempts: 2 })
    await failing.runUntilIdle()
    expect(await getJob(database.sql, id)).toMatchObject({
      state: 'queued',
      attempts: 1,
      lastError: 'no luck',
    })
    await failing.runUntilIdle()
    expect((await getJob(database.sql, id))?.attempts).toBe(1)
    clock.advance(1001)
    await failing.runUntilIdle()
    expect(await getJob(database.sql, id)).toMatchObject({ state: 'dead', attempts: 2 })
    expect(given).toEqual(['no luck'])
    expect((await listDeadJobs(database.sql, 'ws_1')).map(job => job.id)).toContain(id)
    expect(await retryDeadJob(database.sql, id, clock.now())).toBe(true)
    await runner({ run: async () => undefined }).runUntilIdle()
    expect((await getJob(database.sql, id))?.state).toBe('done')
  })

  test('a job that was done a week ago is forgotten, a dead one is not', async () => {
    const runs = runner({
      run: async ({ payload }) => {
        if ((payload as { fails?: boolean }).fails) throw new Error('no')
      },
    })
    const done = await enqueue()
    const dead = await enqueue({ payload: { fails: true }, maxAttempts: 1 })
    await runs.runUntilIdle()
    clock.advance(6 * 24 * 3_600_000)
    const later = await enqueue()
    await runs.runUntilIdle()
    expect(await getJob(database.sql, done)).toMatchObject({ state: 'done' })
    clock.advance(24 * 3_600_000 + 1)
    await runs.runUntilIdle()
    expect(await getJob(database.sql, done)).toBeUndefined()
    expect(await getJob(database.sql, later)).toMatchObject({ state: 'done' })
    expect(await getJob(database.sql, dead)).toMatchObject({ state: 'dead' })
  })

  test('two claims at once never give the same job', async () => {
    const ids = await Promise.all([enqueue(), enqueue(), enqueue()])
    const claims = await Promise.all(ids.map(() => claimJob(database.sql, ['work'], clock.now(), 1000)))
    expect(new Set(claims.map(job => job?.id)).size).toBe(3)
    for (const job of claims) await finishJob(database.sql, job!, clock.now())
  })

  test('a lease that ran out is taken over, and the first holder cannot finish', async () => {
    await enqueue()
    const first = await claimJob(database.sql, ['work'], clock.now(), 1000)
    expect(await claimJob(database.sql, ['work'], clock.now(), 1000)).toBeUndefined()
    clock.advance(1001)
    const second = await claimJob(database.sql, ['work'], clock.now(), 1000)
    expect(second?.id).toBe(first?.id)
    expect(await finishJob(database.sql, first!, clock.now())).toBe(false)
    expect(await finishJob(database.sql, second!, clock.now())).toBe(true)
  })

  test('what a dead process left running is taken up at the start of the next one, embedded at once', async () => {
    const id = await enqueue()
    const abandoned = await claimJob(database.sql, ['work'], clock.now(), 1000)
    const next = runner({ run: async () => undefined })
    if (database.kind === 'server') clock.advance(1001)
    await next.start()
    await expect.poll(async () => (await getJob(database.sql, id))?.state).toBe('done')
    await next.stop()
    expect(await finishJob(database.sql, abandoned!, clock.now())).toBe(false)
  })

  test('a ring while all hands are busy does not make the runner deaf', async () => {
    let free: () => void = () => undefined
    const busy = new Promise<void>(resolve => {
      free = resolve
    })
    let begun = 0
    const handler: JobHandler = {
      run: async () => {
        begun++
        await busy
      },
    }
    const one = createJobRunner({ database, bus, clock, handlers: { work: handler }, concurrency: 1 })
    await enqueue()
    await one.start()
    await expect.poll(() => begun).toBe(1)
    const next = await enqueue()
    one.ring()
    one.ring()
    free()
    await expect.poll(async () => (await getJob(database.sql, next))?.state).toBe('done')
    await one.stop()
  })

  test('a clock that is set back an hour holds up neither new work nor what a dead process left', async () => {
    const [, waiting] = [await enqueue(), await enqueue()]
    const abandoned = await claimJob(database.sql, ['work'], clock.now(), 1000)
    const then = clock.now()
    clock.advance(-3_600_000)
    const claims = [
      await claimJob(database.sql, ['work'], clock.now(), 1000),
      await claimJob(database.sql, ['work'], clock.now(), 1000),
    ]
    expect(claims.map(job => job?.id).sort()).toEqual([abandoned!.id, waiting].sort())
    expect(await claimJob(database.sql, ['work'], clock.now(), 1000)).toBeUndefined()
    for (const job of claims) await finishJob(database.sql, job!, clock.now())
    clock.set(then)
  })

  test('the same key is queued once, and anew while the first is running', async () => {
    const first = await enqueue({ uniqueKey: 'k' })
    expect(await enqueue({ uniqueKey: 'k' })).toBe(first)
    const running = await claimJob(database.sql, ['work'], clock.now(), 1000)
    const second = await enqueue({ uniqueKey: 'k' })
    expect(second).not.toBe(first)
    await finishJob(database.sql, running!, clock.now())
    await runner({ run: async () => undefined }).runUntilIdle()
  })
})
