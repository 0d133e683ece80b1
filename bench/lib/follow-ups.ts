import { join } from 'node:path'
import { BotOptions } from '../../src/accounts/index.ts'
import { evalDeps } from '../../src/app/eval-bench.ts'
import type { HistoryLine } from '../../src/bot/index.ts'
import { readConfig } from '../../src/config.ts'
import { type GoldQuestion, readQuestions, reportOf } from '../../src/evals/index.ts'
import { toRunRow } from '../../src/evals/run-row.ts'
import { systemClock } from '../../src/kit/clock.ts'

/** How often the right page was first, and among the first five; 0 to 1. */
export interface Hits {
  hit1: number
  hit5: number
}

export interface FollowUps {
  /** Answerable questions that were asked with turns before them. */
  followUps: number
  /** As we search them: made to stand alone from the turns before, beside their own words. */
  standAlone: Hits
  /** With the visitor's last message in front. */
  glued: Hits
  bare: Hits
  /** Asked back, of the questions that say too little and of all answerable ones; 0 to 1. */
  clarifyNeither: number
  clarifyAnswerable: number
}

/**
 * Asks the questions of a folder (as for `careline eval`) of the whole bot, with no language model: as they are, with
 * the last message glued in front instead of the turns before, and bare.
 */
export async function measureFollowUps(dir: string): Promise<FollowUps> {
  const questions = await readQuestions(join(dir, 'questions.jsonl'))
  const followUps = questions.filter(one => one.answerable === true && one.history.length > 0)
  const config = readConfig({ LOG_LEVEL: 'error' })
  const deps = evalDeps(config, { options: BotOptions.parse({}) })
  const bench = await deps.openBench(join(dir, 'docs'), () => undefined)
  const { workspaceId, botId, settings } = bench
  const ask = async (asked: readonly GoldQuestion[], wording: (one: GoldQuestion) => Wording) => {
    const rows = []
    for (const one of asked) {
      const turn = { workspaceId, botId, settings, now: systemClock.now(), ...wording(one) }
      rows.push(toRunRow(one.id, await bench.respond(turn), 0))
    }
    const { hit1 = 0, hit5 = 0, ...others } = reportOf(asked, rows).figures
    return { hits: { hit1, hit5 }, ...others }
  }
  try {
    const { clarifyNeither = 0, clarifyAnswerable = 1 } = await ask(questions, asItIs)
    return {
      followUps: followUps.length,
      standAlone: (await ask(followUps, asItIs)).hits,
      glued: (await ask(followUps, glued)).hits,
      bare: (await ask(followUps, ({ question }) => ({ question, history: [] }))).hits,
      ...{ clarifyNeither, clarifyAnswerable },
    }
  } finally {
    await bench.close()
  }
}

interface Wording {
  question: string
  history: HistoryLine[]
}

function asItIs({ question, history }: GoldQuestion): Wording {
  return {
    question,
    history: history.map(({ role, text }) => ({ role: role === 'user' ? 'visitor' : 'bot', text })),
  }
}

function glued({ question, history }: GoldQuestion): Wording {
  const before = history.findLast(({ role }) => role === 'user')?.text
  return { question: before === undefined ? question : `${before}\n${question}`, history: [] }
}
