import { afterAll, beforeAll, expect, test } from 'vitest'
import { BotOptions } from '../../src/accounts/settings.ts'
import { type ApiRig, startApi } from '../security/api-rig.ts'

let api: ApiRig
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.close())
const get = (path: string) => api.app.http.fetch(new Request(`http://localhost${path}`))

test('the demo page finds all it names, and the icon browsers ask for unasked', async () => {
  const page = await (await get('/')).text()
  const named = [...page.matchAll(/(?:href|src)="(\/[^"#]*)"/g)].map(([, path]) => path!)
  for (const path of [...named, '/shop/privacy.html', '/shop/icon.svg'].filter(path => path !== '/widget.js'))
    expect((await get(path)).status, path).toBe(200)
  const icon = await get('/favicon.ico')
  expect([icon.status, icon.headers.get('location')]).toEqual([302, '/shop/icon.svg'])
})

test('a bot links a privacy page of its own site or of this server, nothing that could run', () => {
  const takes = (privacyUrl: string) => BotOptions.safeParse({ privacyUrl }).success
  expect(['https://www.example.com/privacy', 'shop/privacy.html'].map(takes)).toEqual([true, true])
  expect(['javascript:alert(1)', '//evil.example', '/x', '', 'a b'].map(takes)).toEqual(Array(5).fill(false))
})
