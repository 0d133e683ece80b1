import type { Command } from 'commander'
import type { StoredTrace } from '../contract/operator-api.ts'
import { within } from './connect.ts'
import { contextOf, type Output, table } from './output.ts'

/** The parts of a trace that are shown; see docs/answers.md. */
interface ShownTrace {
  question: string
  standalone: string
  language: string
  candidates: {
    title: string
    headingPath: string[]
    lexical: number
    dense: number
    sentence: number
    fused: number
    rerank: number | null
  }[]
  corrections?: { word: string; near: string }[]
  gate: {
    verdict: string
    score: number
    threshold: number
    features: Record<string, number>
    unsupported: string[]
    rerankFailed?: string
  }
  support: { text: string; verdict: string; citations: number[]; reason: string }[]
  models: {
    task: string
    model: string
    inputTokens: number
    outputTokens: number
    cost: number | null
    estimated?: true
    ms: number
    failure?: string
  }[]
  ms: Record<string, number>
  handoff?: { trigger: string; by: string }
  /** Of an attempt without a decision. */
  failure?: string
}

const CANDIDATES = 10

export function addTrace(program: Command): void {
  program
    .command('trace <id>')
    .summary('how an answer came about')
    .description(
      'Shows the stand-alone question, the candidates with their scores, the verdict of the gate, the support of each sentence, models, tokens and times.',
    )
    .action((id: string, _options: object, command: Command) =>
      within(contextOf(command), async (server, { out }) => {
        const stored = await server.call<StoredTrace>(`/traces/${encodeURIComponent(id)}`)
        out.value(stored)
        if (!out.json) show(stored, out)
      }),
    )
}

function show({ decision, trace: stored }: StoredTrace, out: Output): void {
  const trace = stored as unknown as ShownTrace
  out.line(`question    ${trace.question}`)
  out.line(`searched    ${trace.standalone}   [${trace.language}]`)
  for (const { word, near } of trace.corrections ?? []) out.line(`read        '${word}' as '${near}'`)
  if (decision)
    out.line(`decision    ${decision.kind}${decision.kind === 'refused' ? ` (${decision.reason})` : ''}`)
  else out.line(`failed      ${trace.failure}`)
  if (trace.handoff) out.line(`handoff     ${trace.handoff.trigger}: ${trace.handoff.by}`)
  const { gate } = trace
  if (gate) {
    out.line(`gate        ${gate.verdict}: ${gate.score.toFixed(3)} against ${gate.threshold.toFixed(3)}`)
    if (gate.rerankFailed !== undefined) out.line(`no rerank   ${gate.rerankFailed}`)
    if (gate.unsupported.length > 0) out.line(`unsupported ${gate.unsupported.join(', ')}`)
    out.line(
      `features    ${Object.entries(gate.features)
        .map(([name, value]) => `${name} ${value.toFixed(2)}`)
        .join(', ')}`,
    )
  }
  if (trace.candidates?.length > 0) {
    const score = (value: number | null) => (value === null ? '-' : value.toFixed(3))
    const rows = trace.candidates
      .slice(0, CANDIDATES)
      .map(one => [
        score(one.fused),
        score(one.lexical),
        score(one.dense),
        score(one.sentence),
        score(one.rerank),
        [one.title, ...one.headingPath].join(' > '),
      ])
    out.line(`\n${table([['fused', 'words', 'dense', 'sentence', 'rerank', 'passage'], ...rows])}`)
  }
  if (trace.support?.length > 0) {
    out.line()
    for (const { verdict, citations, reason, text } of trace.support)
      out.line(`${verdict} [${citations.join(',')}] ${reason}: ${text}`)
  }
  for (const call of trace.models ?? []) {
    const cost = call.cost === null ? '' : `, cost ${call.cost}`
    out.line(
      `model       ${call.task}: ${call.model}, ${call.estimated ? 'about ' : ''}${call.inputTokens} + ${call.outputTokens} tokens${cost}, ${call.ms.toFixed(0)} ms${call.failure ? `, failed: ${call.failure}` : ''}`,
    )
  }
  out.line(
    `\ntimes (ms)  ${Object.entries(trace.ms)
      .map(([stage, ms]) => `${stage} ${ms.toFixed(1)}`)
      .join(', ')}`,
  )
}
