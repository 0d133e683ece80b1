import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { App } from '../../src/app/index.ts'
import { MessageAnswer, StartedConversation } from '../../src/contract/visitor-api.ts'
import { setCrashPointHook } from '../../src/platform/crash-points.ts'
import { createSmallApp, post } from '../support/small-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-acknowledgement-'))
let app: App
let server: Server
let url: string
beforeAll(async () => {
  app = await createSmallApp({ DATA_DIR: folder })
  await new Promise<void>(resolve => {
    server = serve({ fetch: app.http.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve()) as Server
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/conversations`
})
afterAll(async () => {
  setCrashPointHook(undefined)
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await app.stop()
  rmSync(folder, { recursive: true })
})

it('has reached the client before the point after it can hold anything up', async () => {
  const passed: string[] = []
  setCrashPointHook(async point => {
    passed.push(point)
    if (point === 'S05-ack-sent-to-client') await new Promise(() => undefined)
  })
  const started = StartedConversation.parse(await (await fetch(url, post({ botId: app.botId }))).json())
  const answer = await fetch(
    `${url}/${started.conversation.id}/messages`,
    post({ clientId: 'c1', text: 'Hello' }, `Bearer ${started.sessionToken}`),
  )
  expect(answer.status).toBe(201)
  expect(MessageAnswer.parse(await answer.json()).message.text).toBe('Hello')
  await expect.poll(() => passed).toContain('S05-ack-sent-to-client')
})
