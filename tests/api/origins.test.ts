import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBot, updateBotSettings } from '../../src/accounts/index.ts'
import { type App, createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'
import { StartedConversation } from '../../src/contract/visitor-api.ts'

const shop = 'https://shop.example'
const blog = 'https://blog.example'
let app: App
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careline-origins-'))
  app = await createApp(readConfig({ DATA_DIR: folder, NO_EXAMPLE: 'true', LOG_LEVEL: 'silent' }))
  await updateBotSettings(
    app.storage.database,
    { workspaceId: app.workspaceId, botId: app.botId },
    { allowedOrigins: [shop] },
  )
  for (const [id, origin] of [
    ['bot_shop', shop],
    ['bot_blog', blog],
  ] as const)
    await createBot(app.storage.database, {
      ...{ id, workspaceId: app.workspaceId },
      settings: { allowedOrigins: [origin] },
    })
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(botId: string, origin?: string): Promise<Response> {
  return Promise.resolve(
    app.http.request('/api/v1/conversations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(origin ? { Origin: origin } : {}) },
      body: JSON.stringify({ botId }),
    }),
  )
}

test('a site may talk to the bot that allows it, and not to another one of the same company', async () => {
  const welcome = await start('bot_shop', shop)
  expect(welcome.status).toBe(201)
  expect(welcome.headers.get('access-control-allow-origin')).toBe(shop)
  const { conversation, sessionToken } = StartedConversation.parse(await welcome.json())
  const other = await start('bot_shop', blog)
  expect(other.status).toBe(403)
  expect(await other.json()).toMatchObject({ detail: expect.stringContaining(blog) })
  const reading = (origin: string) =>
    app.http.request(`/api/v1/conversations/${conversation.id}`, {
      headers: { Authorization: `Bearer ${sessionToken}`, Origin: origin },
    })
  expect((await reading(shop)).status).toBe(200)
  expect((await reading(blog)).status).toBe(403)
  const settings = await app.http.request('/api/v1/bots/bot_shop/settings', { headers: { Origin: blog } })
  expect(settings.status).toBe(403)
})

test('a site that no bot allows is told so before anything is done, and gets no CORS headers', async () => {
  const foreign = 'https://elsewhere.example'
  const refused = await start('bot_shop', foreign)
  expect(refused.status).toBe(403)
  expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  const preflight = await app.http.request('/api/v1/conversations', {
    method: 'OPTIONS',
    headers: { Origin: foreign, 'Access-Control-Request-Method': 'POST' },
  })
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
})

test('what comes from no browser page is judged by its session alone, and an unknown bot is not found', async () => {
  expect((await start('bot_shop')).status).toBe(201)
  expect((await start('bot_nobody', shop)).status).toBe(404)
})

test('a bot made a moment ago is known at once', async () => {
  await createBot(app.storage.database, {
    ...{ id: 'bot_new', workspaceId: app.workspaceId },
    settings: { allowedOrigins: [blog] },
  })
  expect((await start('bot_new', shop)).status).toBe(403)
  expect((await start('bot_new', blog)).status).toBe(201)
})
