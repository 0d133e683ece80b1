import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Response, Turn } from '../bot/index.ts'
import { createFakeClock } from '../kit/clock.ts'
import {
  calibrate,
  chooseThreshold,
  compareRuns,
  comparisonLines,
  type EvalDeps,
  parseQuestions,
  type RunRow,
  readRun,
  reportLines,
  reportOf,
  runEval,
  writeRun,
} from './index.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'careline-evals-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const gold = [
  {
    id: 'a',
    question: 'How do I reset my password?',
    answerable: true,
    gold_docs: ['account/password.md'],
    gold_answer: 'Open settings and press reset.',
  },
  {
    id: 'b',
    question: 'How long is shipping?',
    answerable: true,
    gold_docs: ['shipping.md', 'delivery.md'],
    gold_answer: 'Three days.',
    history: [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: 'Hi' },
    ],
  },
  { id: 'c', question: 'Do you sell tents?', answerable: false, gold_docs: [] },
  { id: 'd', question: 'Who won the cup?', answerable: false, gold_docs: [] },
  { id: 'e', question: 'And then?', answerable: null, gold_docs: ['shipping.md'] },
]
const goldText = gold.map(row => JSON.stringify(row)).join('\n')
const questions = parseQuestions(goldText)
const row = (id: string, answered: boolean, pages: string[], answer = '', score = 0.5): RunRow => ({
  id,
  answered,
  cited_docs: answered ? pages.slice(0, 1) : [],
  answer,
  ms: 10,
  retrieved_docs: pages,
  score,
})

describe('golden questions', () => {
  it('are refused with the number of every broken line', () => {
    const text = [
      '{"id":"a","question":"x","answerable":false}',
      'nonsense',
      '{"id":"b","question":"","answerable":true}',
    ].join('\n')
    expect(() => parseQuestions(text, 'q.jsonl')).toThrow(
      /q\.jsonl:2: not a JSON object\nq\.jsonl:3: .*question/su,
    )
  })

  it('that share an id are told apart, as in public sets where an id stands for two questions', () => {
    const row = (id: string, question: string) => JSON.stringify({ id, question, answerable: false })
    const questions = parseQuestions([row('a', 'x'), row('b', 'y'), row('a', 'z')].join('\n'))
    expect(questions.map(({ id, question }) => `${id} ${question}`)).toEqual(['a x', 'b y', 'a#2 z'])
  })

  it('need a page when they are said to be answerable', () => {
    expect(() => parseQuestions('{"id":"a","question":"x","answerable":true}')).toThrow(
      /questions\.jsonl:1: .*gold_docs/u,
    )
    expect(parseQuestions('{"id":"a","question":"x","answerable":null}')).toHaveLength(1)
  })

  it('cannot be none at all', () => {
    expect(() => parseQuestions('\n\n')).toThrow(/holds no questions/u)
  })
})

describe('figures', () => {
  const run = [
    row('a', true, ['docs/Password.md'], 'Open the settings and press reset'),
    row('b', true, ['tents.md', 'delivery.md'], 'Three days.'),
    row('c', false, ['tents.md']),
    row('d', true, ['shipping.md'], 'Nobody'),
  ]

  it('count a right page, a right answer and a wrong answer as they are', () => {
    const { figures } = reportOf(questions, run)
    expect(figures).toMatchObject({
      hit1: 1 / 3,
      hit5: 2 / 3,
      citationPrecision: 0.5,
      answeredCorrectly: 0.5,
      falseRefusal: 0,
      wronglyAnswered: 0.5,
      refusalPrecision: 1,
      refusalRecall: 0.5,
    })
    expect(figures.refusalF1).toBeCloseTo(2 / 3)
  })

  it('count a question that was never asked against the bot', () => {
    const { figures } = reportOf(questions, [])
    expect(figures).toMatchObject({ falseRefusal: 1, wronglyAnswered: 1, refusalF1: 0 })
  })

  it('tell how often it was asked back where too little was said, and where there was an answer', () => {
    const decided = (id: string, decision: string) => ({
      ...row(id, decision === 'answered', ['x.md']),
      decision,
    })
    const { figures } = reportOf(questions, [
      ...[
        decided('a', 'clarify'),
        decided('b', 'answered'),
        decided('c', 'clarify'),
        decided('e', 'clarify'),
      ],
    ])
    expect(figures).toMatchObject({ clarifyAnswerable: 0.5, clarifyNeither: 1 })
    expect(reportOf(questions, run).figures).not.toHaveProperty('clarifyNeither')
  })

  it('come with bounds that hold them and repeat', () => {
    const [one, two] = [reportOf(questions, run), reportOf(questions, run)]
    expect(one.intervals).toEqual(two.intervals)
    for (const [figure, [low, high]] of Object.entries(one.intervals)) {
      const value = one.figures[figure as keyof typeof one.figures] as number
      expect(value).toBeGreaterThanOrEqual(low)
      expect(value).toBeLessThanOrEqual(high)
    }
  })

  it('do not count an answer buried behind padding', () => {
    const buried = [row('b', true, ['shipping.md'], `${'pad '.repeat(150)}Three days.`)]
    expect(
      reportOf(
        questions.filter(one => one.id === 'b'),
        buried,
      ).figures.answeredCorrectly,
    ).toBe(0)
  })

  it('are printed with a line for each kind', () => {
    expect(reportLines(reportOf(questions, run)).join('\n')).toMatch(/refusal F1\s+66\.7[\s\S]*all\s+5/u)
  })

  it('refuse a run that holds a question twice', () => {
    expect(() => reportOf(questions, [row('a', true, []), row('a', true, [])])).toThrow(/twice/u)
  })
})

const scorer = '../shared/score/score_qa.mjs'
const shared = existsSync(scorer)
if (!shared && process.env.CI !== 'true')
  process.stderr.write(`NOT RUN: ${scorer} is absent, so our figures are not compared with it\n`)

describe.runIf(shared || process.env.CI === 'true')('the public scorer', () => {
  it('gives the same figures for the same run', async () => {
    const set = '../shared/data/mtrag-cloud/questions.jsonl'
    const rows = parseQuestions(readFileSync(set, 'utf8'))
    const run = rows.map((one, index): RunRow => {
      const pages = index % 3 === 0 ? ['other.md', ...one.gold_docs] : [...one.gold_docs, 'other.md']
      return row(
        one.id,
        index % 4 !== 0,
        pages,
        index % 5 === 0 ? 'nothing of it' : (one.gold_answer ?? 'something'),
      )
    })
    await writeRun(join(dir, 'run.jsonl'), run)
    const done = spawnSync(process.execPath, [
      scorer,
      '--gold',
      set,
      '--run',
      join(dir, 'run.jsonl'),
      '--boot',
      '0',
      '--json',
      join(dir, 'out.json'),
    ])
    expect(done.stderr.toString()).toBe('')
    const theirs = JSON.parse(readFileSync(join(dir, 'out.json'), 'utf8')).overall
    const { figures } = reportOf(rows, await readRun(join(dir, 'run.jsonl')))
    const pairs = {
      hit1: 'hit@1',
      hit5: 'hit@5',
      citationPrecision: 'citation_precision',
      answeredCorrectly: 'answered_correct',
      falseRefusal: 'false_refusal',
      wronglyAnswered: 'wrongly_answered',
      refusalPrecision: 'refusal_precision',
      refusalRecall: 'refusal_recall',
      refusalF1: 'refusal_f1',
    } as const
    for (const [ours, other] of Object.entries(pairs))
      expect(figures[ours as keyof typeof pairs], ours).toBeCloseTo(theirs[other], 10)
  })
})

describe('comparing two runs', () => {
  it('names each question that got worse or better, worse first', () => {
    const before = [
      row('a', true, ['password.md'], 'Open settings and press reset.'),
      row('c', true, ['x.md'], 'Yes'),
      row('d', false, []),
    ]
    const after = [row('a', false, ['password.md']), row('c', false, ['x.md']), row('d', false, [])]
    const comparison = compareRuns(questions, before, after)
    expect(
      comparison.changes.map(change => [change.id, change.direction, change.before, change.after]),
    ).toEqual([
      ['a', 'worse', 'right', 'refused'],
      ['c', 'better', 'wrongly answered', 'rightly refused'],
    ])
    expect(comparisonLines(comparison).join('\n')).toContain('How do I reset my password?')
  })

  it('shows another citation, wording or reason to refuse, though the outcome and the first page are the same', () => {
    const refused = (id: string, reason: string) => ({
      ...row(id, false, ['x.md']),
      decision: `refused: ${reason}`,
    })
    const wordy = `${'Press reset. '.repeat(20)}`
    const before = [
      row('a', true, ['password.md'], `${wordy}Now.`),
      { ...row('b', true, ['shipping.md'], 'Three days.'), cited_docs: ['shipping.md', 'tents.md'] },
      refused('c', 'none-relevant'),
      row('d', false, ['x.md']),
    ]
    const after = [
      row('a', true, ['password.md'], `${wordy}Later.`),
      row('b', true, ['shipping.md'], 'In three days.'),
      refused('c', 'not-supported'),
      { ...row('d', false, ['x.md']), decision: 'clarify', ms: 99 },
    ]
    const { changes } = compareRuns(questions, before, after)
    expect(changes.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(changes[1]).toMatchObject({
      cited: { before: ['shipping.md', 'tents.md'], after: ['shipping.md'] },
      answer: { before: 'Three days.', after: 'In three days.' },
    })
    const told = comparisonLines(compareRuns(questions, before, after)).join('\n')
    expect(told).toContain('cites: shipping.md, tents.md -> shipping.md')
    expect(told).toContain('says: Three days. -> In three days.')
    expect(told).toContain('decided: refused: none-relevant -> refused: not-supported')
    expect(told).toContain('says something else further on')
  })

  it('says so when nothing changed', () => {
    const run = [row('a', true, ['password.md'], 'x')]
    expect(comparisonLines(compareRuns(questions, run, run)).at(-1)).toBe('No question changed.')
  })
})

function benchAnswering(
  reply: (turn: Turn) => Response,
  seen: Turn[] = [],
): EvalDeps & { closed: () => number } {
  let closed = 0
  return {
    closed: () => closed,
    clock: createFakeClock(),
    openBench: async () => ({
      workspaceId: 'w',
      botId: 'b',
      settings: {
        name: 'Bot',
        companyName: 'Shop',
        instructions: '',
        maxTokens: 500,
        timeoutMs: 1000,
        allowedLinkHosts: [],
      },
      respond: async turn => {
        seen.push(turn)
        return reply(turn)
      },
      close: async () => {
        closed += 1
      },
    }),
  }
}

function response(turn: Turn, score: number): Response {
  const relevant = score >= (turn.settings.gateThreshold ?? 0.4)
  const candidate = {
    passageId: 'p',
    path: 'shipping.md',
    title: '',
    headingPath: [],
    lexical: 1,
    dense: 1,
    sentence: 1,
    fused: 1,
    rerank: null,
  }
  const citation = {
    number: 1,
    passageId: 'p',
    pageId: 'g',
    path: 'shipping.md',
    title: 'Shipping',
    headingPath: [],
    url: '/shipping',
    quote: 'Three days.',
  }
  return {
    decision: relevant
      ? {
          kind: 'answered',
          text: 'Three days.',
          sentences: [{ text: 'Three days.', citations: [1], kind: 'sentence' }],
          citations: [citation],
          mode: 'extractive',
        }
      : { kind: 'refused', reason: 'none-relevant', text: 'I do not know.', offerPerson: true },
    trace: {
      question: turn.question,
      standalone: turn.question,
      language: 'en',
      candidates: [candidate],
      gate: {
        verdict: relevant ? 'relevant' : 'none-relevant',
        score,
        threshold: 0.4,
        features: {},
        unsupported: [],
      },
      support: [],
      models: [],
      ms: {},
    },
  }
}

function evalFolder(name: string, text = goldText): string {
  const folder = join(dir, name)
  mkdirSync(join(folder, 'docs'), { recursive: true })
  writeFileSync(join(folder, 'questions.jsonl'), text)
  return folder
}

describe('a run', () => {
  it('asks every question with its history as the conversation so far, and closes the workspace', async () => {
    const seen: Turn[] = []
    const deps = benchAnswering(turn => response(turn, 0.9), seen)
    const { rows } = await runEval(evalFolder('one'), deps)
    expect(seen.map(turn => turn.question)).toEqual(gold.map(one => one.question))
    expect(seen[1]?.history).toEqual([
      { role: 'visitor', text: 'Hello' },
      { role: 'bot', text: 'Hi' },
    ])
    expect(rows[1]).toMatchObject({
      id: 'b',
      answered: true,
      cited_docs: ['shipping.md'],
      retrieved_docs: ['shipping.md'],
      answer: 'Three days.',
      score: 0.9,
    })
    expect(deps.closed()).toBe(1)
  })

  it('closes the workspace when a turn breaks', async () => {
    const deps = benchAnswering(() => {
      throw new Error('broken')
    })
    await expect(runEval(evalFolder('two'), deps)).rejects.toThrow('broken')
    expect(deps.closed()).toBe(1)
  })

  it('opens nothing when the questions are broken', async () => {
    let opened = 0
    const deps: EvalDeps = { openBench: () => Promise.reject(new Error(`opened ${++opened}`)) }
    await expect(runEval(evalFolder('three', '{'), deps)).rejects.toThrow(/questions\.jsonl:1/u)
    expect(opened).toBe(0)
  })
})

describe('calibrating', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    id: `q${index}`,
    question: `question ${index}`,
    answerable: index % 3 !== 0,
    gold_docs: index % 3 === 0 ? [] : ['shipping.md'],
  }))
  const scoreOf = (index: number) => (index % 3 === 0 ? 0.1 + index / 150 : 0.3 + index / 100)

  it('finds the lowest threshold that keeps the stated risk', async () => {
    const folder = evalFolder('four', many.map(one => JSON.stringify(one)).join('\n'))
    const deps = benchAnswering(turn => response(turn, scoreOf(Number(turn.question.split(' ')[1]))))
    const strict = await calibrate(folder, 0.04, deps)
    const loose = await calibrate(folder, 0.2, deps)
    expect(strict.wrongAnswers).toBeLessThanOrEqual(0.04)
    expect(loose.wrongAnswers).toBeLessThanOrEqual(0.2)
    expect(loose.threshold).toBeLessThan(strict.threshold)
    expect(loose.falseRefusals).toBeLessThan(strict.falseRefusals)
    const checked = await runEval(folder, deps, { settings: { gateThreshold: strict.threshold } })
    const given = checked.rows.filter(one => one.answered)
    expect(given).toHaveLength(strict.answered)
  })

  it('says when no threshold will do', () => {
    expect(() => chooseThreshold(questions, [row('c', true, [], 'x', 0.9)], 0.01)).toThrow(/No threshold/u)
    expect(() => chooseThreshold(questions, [], 5)).toThrow(/between 0 and 1/u)
  })
})
