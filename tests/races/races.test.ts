import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/platform/database/index.ts'
import { describeOnEveryDatabase } from '../support/database.ts'
import { layCourse, runRaces } from './course.ts'
import type { Course } from './race.ts'

const RACES = 48
const seeds = Array.from({ length: RACES }, (_, at) => at + 1)

describeOnEveryDatabase('operators, bot and timers at once', open => {
  let database: Database
  let course: Course

  beforeAll(async () => {
    database = await open()
    course = await layCourse(database)
  })
  afterAll(() => database.close())

  test('one speaks at a time, nothing is said twice, and nothing is lost', async () => {
    expect(await runRaces(course, seeds)).toEqual([])
    const counts = await sql<{ taken: number; said: number; interrupted: number }>`select
      (select count(*)::int from events where name = 'conversation.taken') as taken,
      (select count(*)::int from messages where author = 'bot') as said,
      (select count(*)::int from messages where content ->> 'interrupted' = 'true') as interrupted`.execute(
      database.sql,
    )
    // They did meet: races in which nobody takes over, or the bot never speaks, would show nothing.
    for (const [what, count] of Object.entries(counts.rows[0]!)) expect(count, what).toBeGreaterThan(0)
  }, 240_000)
})
