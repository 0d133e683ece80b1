import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-sub-path-'))
let app: App

beforeAll(async () => {
  const PUBLIC_URL = 'https://www.example.com/careline'
  app = await createApp(readConfig({ PUBLIC_URL, DATA_DIR: folder, NO_EXAMPLE: 'true', LOG_LEVEL: 'silent' }))
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

// A proxy's `location /careline/` sends the visitor of /careline on to the path with the slash.
it.each(['/careline', '/careline/'])('shows the demo page of a sub-path at %s', async path => {
  const response = await app.http.request(path)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(await response.text()).toContain('<script src="/careline/widget.js"')
})

it('serves everything below the sub-path, and health also without it', async () => {
  const statuses = async (paths: string[]) =>
    Promise.all(paths.map(async path => (await app.http.request(path)).status))
  expect(await statuses(['/careline/healthz', '/healthz', '/readyz', '/careline/shop/style.css'])).toEqual([
    200, 200, 200, 200,
  ])
  expect(await statuses(['/', '/shop/style.css', '/api/v1/openapi.json'])).toEqual([404, 404, 404])
  const { servers } = (await (await app.http.request('/careline/api/v1/openapi.json')).json()) as {
    servers: { url: string }[]
  }
  expect(servers).toEqual([{ url: '/careline/api/v1' }])
})
