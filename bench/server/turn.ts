import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/platform/paths.ts'
import { quantile } from '../lib/measure.ts'
import { report } from '../lib/result.ts'
import { converse } from './conversation.ts'
import { startProgram, untilIdle } from './program.ts'

/**
 * A whole turn without a language model on the example shop: asked of the bot over the operator's API, whose answer
 * tells what the bot itself took, and as a visitor, from the message sent to the answer on the live stream.
 */
const ROUNDS = 3

const questions = readFileSync(join(packageRoot, 'examples/shop/questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => (JSON.parse(line) as { question: string }).question)
  // A token is at least a letter or so: below 45 words none of them has more than 64.
  .filter(question => question.split(/\s+/).length <= 45)

interface Turns {
  /** Wall ms of each turn. */
  times: number[]
  /** Processor time of the server meanwhile. */
  cpuMs: number
}

function tell(name: string, { times, cpuMs }: Turns, how: string): void {
  report({
    name: `turn, p95, ${name}`,
    ours: `p50 ${quantile(times, 0.5).toFixed(1)} ms`,
    other: 'limit',
    value: quantile(times, 0.95),
    unit: ' ms',
    goal: { atMost: 60 },
    detail: `${how}; wall, ${times.length} turns of ${questions.length} questions, ${(cpuMs / times.length).toFixed(1)} ms of processor time a turn, longest ${Math.max(...times).toFixed(0)} ms`,
  })
}

/** Asks every question once, one after another. */
async function playRound(
  turns: Turns | undefined,
  ask: (question: string) => Promise<unknown>,
): Promise<void> {
  const cpu = program.cpuMs()
  for (const question of questions) {
    const began = performance.now()
    await ask(question)
    turns?.times.push(performance.now() - began)
  }
  if (turns) turns.cpuMs += program.cpuMs() - cpu
}

const dataDir = mkdtempSync(join(tmpdir(), 'careline-bench-'))
const program = await startProgram(dataDir)
try {
  await untilIdle(program)
  const asked: Turns = { times: [], cpuMs: 0 }
  const seen: Turns = { times: [], cpuMs: 0 }
  for (let round = 0; round <= ROUNDS; round++) {
    // The first round compiles; it is not counted.
    const counted = round > 0
    await playRound(counted ? asked : undefined, question => program.call('/ask', { question }))
    const talk = await converse(program.url, 'bot_demo')
    await playRound(counted ? seen : undefined, question => talk.ask(question))
    talk.close()
  }
  tell('asked over HTTP', asked, 'POST /ask to the whole answer, with its trace stored')
  tell('as a visitor sees it', seen, 'message sent to the end of the turn on the live stream')
} finally {
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
