import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as breathe } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGenerate, createResponder } from '../../src/bot/index.ts'
import { createChatModels } from '../../src/models/index.ts'
import { sharedRows } from '../security/shared-rows.ts'
import { knowledgeFrom, type SmallKnowledge } from '../support/small-knowledge.ts'

interface FaultRow {
  id: string
  family: string
  status: number
  body_b64: string
  wire: { repeat?: boolean; endpoint?: string; encoding?: string; decoded_bytes?: number }
}

const rows = sharedRows<FaultRow>('llm_provider_faults.jsonl').filter(row => !row.wire.endpoint)
let knowledge: SmallKnowledge
let current: FaultRow
let asked = 0
const server = createServer((request, response) => {
  asked++
  request.resume()
  request.on('end', () => void play(response, current))
})
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  knowledge = await knowledgeFrom({
    'refunds.md': '# Refunds\n\nRefunds take 5 days. They go to the card you paid with.\n',
  })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

async function play(response: ServerResponse, row: FaultRow): Promise<void> {
  const headers = { 'content-type': row.status === 200 ? 'text/event-stream' : 'application/json' }
  if (row.wire.encoding === 'gzip') {
    response.writeHead(row.status, { ...headers, 'content-encoding': 'gzip' })
    const zip = createGzip()
    zip.pipe(response)
    const piece = Buffer.alloc(1_000_000)
    for (let sent = 0; sent < (row.wire.decoded_bytes ?? 0) && !response.destroyed; sent += piece.length)
      if (!zip.write(piece)) await Promise.race([once(zip, 'drain'), once(response, 'close')])
    zip.end()
    return
  }
  response.writeHead(row.status, headers)
  const body = Buffer.from(row.body_b64, 'base64')
  if (!row.wire.repeat) return void response.end(body)
  while (!response.destroyed) {
    if (!response.write(body)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    await breathe()
  }
}

const once = (emitter: { once(name: string, heard: () => void): unknown }, name: string) =>
  new Promise<void>(resolve => emitter.once(name, () => resolve()))

test.each(rows)(
  '$id: a turn ends in an answer after $family',
  async row => {
    current = row
    asked = 0
    const models = await createChatModels({
      tasks: { answer: ['compatible:any'], rewrite: [], judge: [], summary: [] },
      providers: { compatible: { baseUrl: address(), apiKey: 'secret-key' } },
      prices: {},
      timeoutMs: 1_000,
      fetch: globalThis.fetch,
    })
    const generate = createGenerate({ models })
    const responder = createResponder({ search: knowledge.search, ...(generate ? { generate } : {}) })
    const started = performance.now()
    const response = await responder.respond({
    workspaceId: 'ws',
    botId: 'bot',
    question: 'How many days do refunds take?',
    history: [],
    language: 'en',
    now: new Date('2026-11-23T10:00:00Z'),
    settings: { name: 'Ada', companyName: '', instructions: '', maxTokens: 64, timeoutMs: 6_000, allowedLinkHosts: [], gateThreshold: 0 },
  }) // biome-ignore format: one turn
    expect(performance.now() - started).toBeLessThan(6_000)
    expect(asked).toBeGreaterThan(0)
    expect(response.decision).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(JSON.stringify(response)).not.toContain('secret-key')
    expect(response.trace.models.length).toBeLessThanOrEqual(2)
  },
  20_000,
)
