import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chatChunk, lastChatChunks } from '../support/chat-chunk.ts'

/** A model provider that says what it is told to, and can be held in the middle of an answer. */
export interface HeldModel {
  url: string
  /** Everything it was asked, in order. */
  prompts: string[]
  /** What it answers to a question with these words; the rest of it only once `goOn` was called. */
  answers(about: string, first: string, rest?: string): void
  /** What it makes of a follow-up with these words; others it leaves as they are. */
  rewrites(about: string, question: string): void
  /** Resolves when it has said the first part of a held answer. */
  saidFirst: Promise<void>
  goOn(): void
  close(): Promise<void>
}

interface Line {
  about: string
  first: string
  rest: string | undefined
}

/** Speaks chat completions, streamed, on a free port of loopback. */
export async function startHeldModel(): Promise<HeldModel> {
  const lines: Line[] = []
  const followUps: Line[] = []
  const prompts: string[] = []
  const held: ServerResponse[] = []
  let tell: () => void = () => undefined
  const saidFirst = new Promise<void>(resolve => {
    tell = resolve
  })
  let rests: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request.setEncoding('utf8')) body += part
    prompts.push(body)
    const [, kind = '', asked = ''] = /<(question|message)>(.*?)<.{1,2}\1>/.exec(body) ?? []
    const known = kind === 'message' ? followUps : lines
    const line = known.find(({ about }) => asked.includes(about))
    const content = line?.first ?? (kind === 'message' ? asked : 'NOT_IN_SOURCES')
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(chatChunk({ delta: { role: 'assistant', content } }))
    if (line?.rest === undefined) return void response.end(lastChatChunks)
    held.push(response)
    rests.push(line.rest)
    tell()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    prompts,
    saidFirst,
    answers: (about, first, rest) => void lines.push({ about, first, rest }),
    rewrites: (about, question) => void followUps.push({ about, first: question, rest: undefined }),
    goOn() {
      for (const [at, response] of held.splice(0).entries()) {
        response.write(chatChunk({ delta: { content: rests[at] } }))
        response.end(lastChatChunks)
      }
      rests = []
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
