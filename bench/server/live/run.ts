/**
 * A busy desk on a PostgreSQL server: `node --import tsx bench/server/live/run.ts [--seconds 60] [--visitors 1000]
 * [--members 50] [--rate 200] [--turns 20]`. Visitors and members are connected, `--rate` messages a second are sent, of which
 * `--turns` are questions to the bot, answered with a scripted language model; the others go between visitors and the
 * members who hold their conversations. Server, database and this load share the machine: what each took is told.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../../src/platform/paths.ts'
import { startModelServer } from '../../../tests/faults/model-server.ts'
import { createPostgresUrl } from '../../../tests/support/postgres.ts'
import { quantile } from '../../lib/measure.ts'
import { report } from '../../lib/result.ts'
import { type RunningProgram, startProgram, untilIdle } from '../program.ts'
import { gatherMembers, gatherVisitors, type Held, takeAllOver, type Visitor } from './cast.ts'
import { emptyTally, memberSays, type Tally, untold, visitorSays } from './talk.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    visitors: { type: 'string', default: '1000' },
    members: { type: 'string', default: '50' },
    rate: { type: 'string', default: '200' },
    turns: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})
const [seconds, rate, turns] = [Number(values.seconds), Number(values.rate), Number(values.turns)]
/** Messages are sent in small groups, so that they come as evenly as from many browsers. */
const TICK_MS = 50

const questions = readFileSync(join(packageRoot, 'examples/shop/questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => (JSON.parse(line) as { question: string }).question)

interface Stage {
  api: string
  asking: readonly Visitor[]
  held: readonly Held[]
}

/** Sends for as long as asked, without waiting for answers: a slow server gets no less. */
async function play({ api, asking, held }: Stage, program: RunningProgram, tally: Tally) {
  const memory: number[] = []
  const pending = new Set<Promise<void>>()
  const send = (message: Promise<void>) => {
    pending.add(message)
    void message.finally(() => pending.delete(message))
  }
  const began = performance.now()
  let [asked, chatted, lookedAt] = [0, 0, 0]
  for (let now = 0; now < seconds * 1000; now = performance.now() - began) {
    for (; asked < (now / 1000) * turns; asked++)
      send(visitorSays(tally, asking[asked % asking.length]!, questions[asked % questions.length]!))
    for (; chatted < (now / 1000) * (rate - turns); chatted++) {
      const one = held[(chatted >> 1) % held.length]!
      const text = `Word ${chatted}`
      send(chatted % 2 ? memberSays(tally, api, one, text) : visitorSays(tally, one.visitor, text))
    }
    if (now - lookedAt > 5_000) {
      lookedAt = now
      memory.push(program.memoryMb())
      if (!values.json)
        process.stderr.write(
          `\r${Math.round(now / 1000)} of ${seconds} s, ${tally.acksMs.length} acknowledged `,
        )
    }
    await pause(TICK_MS)
  }
  await Promise.all(pending)
  return memory
}

function tell(tally: Tally, memory: readonly number[], lost: number, shares: string): void {
  const p99 = quantile(tally.acksMs, 0.99)
  const settled = memory.slice(memory.length >> 1)
  const growth =
    quantile(settled.slice(settled.length >> 1), 0.5) / quantile(settled.slice(0, settled.length >> 1), 0.5)
  report({
    name: 'busy desk, acknowledgement p99',
    ours: `p50 ${quantile(tally.acksMs, 0.5).toFixed(0)} ms`,
    other: 'limit',
    value: p99,
    unit: ' ms',
    goal: { atMost: 250 },
    detail: `${tally.acksMs.length} messages in ${seconds} s with ${values.visitors} visitors and ${values.members} members connected; ${shares}`,
  })
  report({
    name: 'busy desk, messages acknowledged and not told live, or refused',
    ours: `${lost} and ${tally.failures.length}`,
    other: 'limit',
    value: lost + tally.failures.length,
    unit: '',
    goal: { atMost: 0 },
    detail: tally.failures[0] ?? 'none refused',
  })
  report({
    name: 'busy desk, memory of the last quarter against the one before',
    ours: `${quantile(settled, 0.5).toFixed(0)} MB`,
    other: 'flat',
    value: growth,
    unit: 'x',
    goal: { atMost: 1.05 },
    detail: `resident, all processes of the server; ${memory.map(Math.round).join(' ')}`,
  })
}

const { setupPostgres } = await import(new URL('../../../scripts/setup-postgres.mjs', import.meta.url).href)
const postgres = await setupPostgres()
const { url: databaseUrl, drop } = await createPostgresUrl(postgres.url)
const model = await startModelServer()
const dataDir = mkdtempSync(join(tmpdir(), 'careline-bench-'))
const program = await startProgram(dataDir, {
  DATABASE_URL: databaseUrl,
  COMPATIBLE_BASE_URL: model.url,
  MODEL_ANSWER: 'compatible:scripted',
})
try {
  await untilIdle(program)
  const api = `${program.url}/api/v1`
  const members = await gatherMembers(api, databaseUrl, Number(values.members))
  const visitors = await gatherVisitors(api, 'bot_demo', Number(values.visitors))
  const asking = visitors.slice(0, Math.ceil(visitors.length / 10))
  const held = await takeAllOver(api, visitors.slice(asking.length), members)
  const tally = emptyTally()
  const [before, own, began] = [program.cpuMs(), process.cpuUsage(), performance.now()]
  const memory = await play({ api, asking, held }, program, tally)
  const passed = performance.now() - began
  const used = process.cpuUsage(own)
  const [serverShare, loadShare] = [
    (program.cpuMs() - before) / passed,
    (used.user + used.system) / 1000 / passed,
  ]
  // The last turns end, and their words come.
  await untilIdle(program)
  const shares = `of ${cpus().length} cores the server took ${serverShare.toFixed(2)}, this load ${loadShare.toFixed(2)}, the rest PostgreSQL and others`
  tell(tally, memory, untold(tally, visitors), shares)
  for (const { stream } of [...visitors, ...members]) stream.close()
} finally {
  await program.stop()
  await model.close()
  await drop()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit()
