import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chatChunk, lastChatChunks } from '../support/chat-chunk.ts'

/** What the model provider does to whoever asks it. */
export type ModelFault = 'none' | 'refuses' | 'stalls' | 'cut'

/** A model provider on loopback that speaks chat completions, streamed, and quotes the first source it is given. */
export interface ModelServer {
  url: string
  set(fault: ModelFault): void
  close(): Promise<void>
}

const words = ['You may return ', 'a kettle within ', 'thirty days. [1]']

/** Starts it on a free port. */
export async function startModelServer(): Promise<ModelServer> {
  let fault: ModelFault = 'none'
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(response, fault))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    set: next => {
      fault = next
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(response: ServerResponse, fault: ModelFault): void {
  if (fault === 'stalls') return
  if (fault === 'refuses') {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' })
    response.end('{"error":{"message":"too many requests"}}')
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const [index, content] of words.entries()) {
    if (fault === 'cut' && index === 2) return void response.destroy()
    response.write(chatChunk({ delta: { role: 'assistant', content } }))
  }
  response.end(lastChatChunks)
}
