import { expect, test } from 'vitest'
import type { Job } from '../contract/operator-api.ts'
import { connection } from './connect.ts'
import { watchJob } from './ingest.ts'
import { createOutput } from './output.ts'

/** A connection to an API that answers with these, the last one for ever; what it waited for is in `waits`. */
function connectionTo(answers: (Response | (() => Response))[]) {
  const waits: number[] = []
  let asked = 0
  const server = connection({
    ...{ url: undefined, token: 'secret', close: async () => undefined },
    send: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]!
      return typeof answer === 'function' ? answer() : answer
    },
    wait: async ms => void waits.push(ms),
  })
  return { server, waits, asked: () => asked }
}

const busy = (seconds: string) => () =>
  Response.json({ detail: 'That is too much.' }, { status: 429, headers: { 'retry-after': seconds } })

test('a request that came too soon is made again when the server says', async () => {
  const { server, waits } = connectionTo([busy('7'), busy('1'), Response.json({ sources: [] })])
  expect(await server.call('/sources')).toEqual({ sources: [] })
  expect(waits).toEqual([7_000, 1_000])
})

test('a server that is always busy is not asked for ever', async () => {
  const { server, waits } = connectionTo([busy('2')])
  await expect(server.call('/sources')).rejects.toMatchObject({
    code: 'rate-limited',
    message: 'That is too much.',
  })
  expect(waits).toHaveLength(5)
})

test('a reading of any length is watched to its end, ever more seldom', async () => {
  const job: Job = { id: 'job', kind: 'sync', state: 'running', attempts: 1, progress: null, lastError: null }
  const running = () => Response.json(job)
  const { server, asked } = connectionTo([
    ...Array.from({ length: 150 }, () => running),
    () => Response.json({ ...job, state: 'done' }),
  ])
  const waits: number[] = []
  await watchJob(server, job, createOutput(true), async ms => void waits.push(ms))
  expect(asked()).toBe(151)
  expect(waits[0]).toBe(300)
  expect(waits.at(-1)).toBe(3_000)
  // Fewer looks in a minute than a visitor's address has requests.
  expect(waits.slice(0, 30).reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(60_000)
})
