import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile } from '../lib/measure.ts'
import { report } from '../lib/result.ts'
import { type RunningProgram, startProgram, untilIdle } from './program.ts'

/**
 * Start to ready with the example shop loaded, after a first start that prepared it, and memory at rest: of the whole
 * family of processes, with the encoder loaded and one question answered. Embedded database, then a PostgreSQL server.
 */
const STARTS = 5

interface Starts {
  first: number
  readyMs: number[]
  cpuMs: number[]
  memoryMb: number[]
}

async function measure(environment: Record<string, string>): Promise<Starts> {
  const dataDir = mkdtempSync(join(tmpdir(), 'careline-bench-'))
  const starts: Starts = { first: 0, readyMs: [], cpuMs: [], memoryMb: [] }
  try {
    const first = await startProgram(dataDir, environment)
    starts.first = first.readyMs
    await untilIdle(first)
    await first.stop()
    for (let start = 0; start < STARTS; start++) await oneStart(dataDir, environment, starts)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  return starts
}

async function oneStart(dataDir: string, environment: Record<string, string>, starts: Starts): Promise<void> {
  const program: RunningProgram = await startProgram(dataDir, environment)
  await program.call('/ask', { question: 'How much is standard delivery to Germany?' })
  await untilIdle(program)
  starts.readyMs.push(program.readyMs)
  starts.cpuMs.push(program.readyCpuMs)
  starts.memoryMb.push(program.memoryMb())
  await program.stop()
}

const rounded = (values: readonly number[]) => values.map(value => Math.round(value)).join(' ')

function tell(starts: Starts, database: string, goals: { memoryMb: number; readySeconds?: number }): void {
  const { first, readyMs, cpuMs, memoryMb } = starts
  const seconds = quantile(readyMs, 0.5) / 1000
  report({
    name: `start to ready, ${database}`,
    ours: `${seconds.toFixed(2)} s`,
    other: 'limit',
    value: seconds,
    unit: ' s',
    ...(goals.readySeconds ? { goal: { atMost: goals.readySeconds } } : {}),
    detail: `wall, starts ${rounded(readyMs)} ms; processor time ${rounded(cpuMs)} ms; the very first start ${(first / 1000).toFixed(1)} s`,
  })
  report({
    name: `memory at rest, ${database}`,
    ours: `${quantile(memoryMb, 0.5).toFixed(0)} MB`,
    other: 'limit',
    value: quantile(memoryMb, 0.5),
    unit: ' MB',
    goal: { atMost: goals.memoryMb },
    detail: `resident, all processes; starts ${rounded(memoryMb)}`,
  })
}

tell(await measure({}), 'embedded database', { memoryMb: 800, readySeconds: 3 })
const { setupPostgres } = await import(new URL('../../scripts/setup-postgres.mjs', import.meta.url).href)
const postgres = await setupPostgres().catch((error: Error) => {
  process.stderr.write(`with a PostgreSQL server: not measured, ${error.message}\n`)
})
if (postgres) {
  try {
    tell(await measure({ DATABASE_URL: postgres.url }), 'PostgreSQL server', { memoryMb: 350 })
  } finally {
    await postgres.stop()
  }
}
