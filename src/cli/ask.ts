import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import type { AnswerSentence, Decision } from '../contract/decision.ts'
import type { Asked } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { type Connection, connect } from './connect.ts'
import { contextOf, type Output } from './output.ts'
import { terminalText } from './terminal-text.ts'

/** Lines of a conversation sent with a question; the API takes at most 50. */
const REMEMBERED = 40

type Line = { role: 'visitor' | 'bot'; text: string }

export function addAsk(program: Command): void {
  program
    .command('ask <question>')
    .summary('ask one question')
    .addHelpText('after', '\nExample:\n  careline ask "How do I exclude my own visits?"')
    .description(
      'Asks one question as a visitor would, shows the answer as it is written, its citations, and the id of its trace.',
    )
    .action(async (question: string, _options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const server = await connect(config, text => out.progress(text))
      try {
        out.done()
        await refuseWithoutPages(server)
        const asked = await ask(server, question, [], out)
        out.value(asked)
        out.line(`trace: ${asked.traceId}`)
      } finally {
        await server.close()
      }
    })
}

export function addChat(program: Command): void {
  program
    .command('chat')
    .summary('talk with the bot in the terminal')
    .description(
      'A conversation in the terminal: follow-ups are understood from what was said. End with Ctrl+D. Questions may be piped in, one a line.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  printf "How much is it?\\nAnd by the year?\\n" | careline chat --json',
    )
    .action(async (_options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const server = await connect(config, text => out.progress(text))
      out.done()
      await refuseWithoutPages(server)
      const isPiped = !process.stdin.isTTY
      const input = createInterface({
        input: process.stdin,
        output: isPiped || out.json ? undefined : process.stdout,
        prompt: 'you> ',
      })
      const prompt = () => {
        if (!isPiped && !out.json) input.prompt()
      }
      const history: Line[] = []
      try {
        prompt()
        for await (const text of input) {
          if (text.trim() !== '') {
            if (isPiped) out.line(`you> ${text}`)
            const asked = await ask(server, text, history.slice(-REMEMBERED), out)
            out.value(asked)
            history.push({ role: 'visitor', text }, { role: 'bot', text: asked.decision.text })
          }
          out.line()
          prompt()
        }
      } finally {
        input.close()
        await server.close()
      }
    })
}

/** Without any page every question would be refused, and nobody would know why. */
async function refuseWithoutPages(server: Connection): Promise<void> {
  const { sources } = await server.call<{ sources: unknown[] }>('/sources')
  if (sources.length === 0)
    throw new CarelineError(
      'invalid',
      'There are no pages to answer from yet. Add some with: careline ingest PATH|URL',
    )
}

/** Asks through the stream, so that the sentences are shown as they are ready. */
async function ask(
  server: Connection,
  question: string,
  history: readonly Line[],
  out: Output,
): Promise<Asked> {
  const response = await server.request('/ask', {
    method: 'POST',
    body: { question, history },
    headers: { Accept: 'text/event-stream' },
  })
  let shown = 0
  for await (const { event, data } of eventsOf(response)) {
    if (event === 'problem')
      throw new CarelineError(
        'invalid',
        (JSON.parse(data) as { detail?: string }).detail ?? 'The question was refused.',
      )
    if (event === 'sentence') {
      shown++
      out.line(sentenceLine((JSON.parse(data) as { sentence: AnswerSentence }).sentence))
    }
    if (event === 'decision') {
      const asked = JSON.parse(data) as Asked
      present(asked.decision, shown > 0, server, out)
      return asked
    }
  }
  const problem = response.ok ? 'The answer was cut off.' : `The server answered ${response.status}.`
  throw new CarelineError('unavailable', problem)
}

/** A sentence as it is read in a terminal, then the numbers of its sources. */
function sentenceLine({ text, kind, citations }: AnswerSentence): string {
  const shown = terminalText(kind === 'heading' ? `# ${text.replace(/^#+\s*/, '')}` : text, isTerminal())
  if (kind === 'heading') return shown
  const proof = citations.map(number => `[${number}]`).join('')
  // Behind the last line of code it would look like a part of it.
  return kind === 'code' ? `${shown}\n${proof}`.trimEnd() : `${shown} ${proof}`.trimEnd()
}

const isTerminal = () => process.stdout.isTTY === true

function present(decision: Decision, shown: boolean, server: Connection, out: Output): void {
  if (!shown || decision.kind !== 'answered') out.line(terminalText(decision.text, isTerminal()))
  if (decision.kind === 'clarify') for (const option of decision.options) out.line(`  - ${option}`)
  if (decision.kind === 'refused')
    out.line(`(refused: ${decision.reason}${decision.offerPerson ? '; a person would be offered' : ''})`)
  if (decision.kind !== 'answered') return
  out.line()
  for (const { number, title, headingPath, url, path } of decision.citations) {
    const place = [title, ...headingPath.filter(heading => heading !== title)].join(' > ')
    // Without a server nobody serves the page, so its place among the files says more.
    const where = server.url ? new URL(url, server.url).href : URL.canParse(url) ? url : path
    out.line(`[${number}] ${place}\n    ${where}`)
  }
}

/** The events of a server-sent stream (WHATWG HTML, section 9.2), as far as our own server uses them. */
async function* eventsOf(response: Response): AsyncGenerator<{ event: string; data: string }> {
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string }
    throw new CarelineError(
      response.status >= 500 ? 'unavailable' : 'invalid',
      problem.detail ?? `The server answered ${response.status}.`,
    )
  }
  let text = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n')
      const field = (name: string) =>
        lines
          .filter(line => line.startsWith(`${name}: `))
          .map(line => line.slice(name.length + 2))
          .join('\n')
      yield { event: field('event'), data: field('data') }
    }
  }
}
