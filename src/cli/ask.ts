import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import type { Decision } from '../contract/decision.ts'
import type { Asked } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { type Connection, connect } from './connect.ts'
import { contextOf, type Output } from './output.ts'

type Line = { role: 'visitor' | 'bot'; text: string }

export function addAsk(program: Command): void {
  program
    .command('ask <question>')
    .summary('ask one question')
    .description(
      'Asks one question as a visitor would, shows the answer as it is written, its citations, and the id of its trace.',
    )
    .action(async (question: string, _options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const server = await connect(config, text => out.progress(text))
      try {
        out.done()
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
      'A conversation in the terminal: follow-ups are understood from what was said. End with Ctrl+D.',
    )
    .action(async (_options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const server = await connect(config, text => out.progress(text))
      const input = createInterface({
        input: process.stdin,
        output: out.json ? undefined : process.stdout,
        prompt: 'you> ',
      })
      const history: Line[] = []
      try {
        if (!out.json) input.prompt()
        for await (const text of input) {
          if (text.trim() !== '') {
            const asked = await ask(server, text, history, out)
            out.value(asked)
            history.push({ role: 'visitor', text }, { role: 'bot', text: asked.decision.text })
          }
          if (!out.json) input.prompt()
        }
        out.line()
      } finally {
        input.close()
        await server.close()
      }
    })
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
      out.line((JSON.parse(data) as { sentence: { text: string } }).sentence.text)
    }
    if (event === 'decision') {
      const asked = JSON.parse(data) as Asked
      present(asked.decision, shown > 0, out)
      return asked
    }
  }
  const problem = response.ok ? 'The answer was cut off.' : `The server answered ${response.status}.`
  throw new CarelineError('unavailable', problem)
}

function present(decision: Decision, shown: boolean, out: Output): void {
  if (!shown || decision.kind !== 'answered') out.line(decision.text)
  if (decision.kind === 'clarify') for (const option of decision.options) out.line(`  - ${option}`)
  if (decision.kind === 'refused')
    out.line(`(refused: ${decision.reason}${decision.offerPerson ? '; a person would be offered' : ''})`)
  if (decision.kind !== 'answered') return
  out.line()
  for (const { number, title, headingPath, url } of decision.citations) {
    out.line(
      `[${number}] ${[title, ...headingPath.filter(heading => heading !== title)].join(' > ')}\n    ${url}`,
    )
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
