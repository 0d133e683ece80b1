import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueSetupToken } from '../../src/accounts/index.ts'
import type { App } from '../../src/app/index.ts'
import { PASSWORD } from '../accounts/staff-rig.ts'
import { faultsOn } from '../support/axe.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'

describeInBrowser('the staff application', () => {
  const folder = mkdtempSync(join(tmpdir(), 'careline-desk-'))
  let app: App
  let server: ServerType
  let origin: string
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let page: Page

  beforeAll(async () => {
    app = await createSmallApp({ DATA_DIR: folder })
    await app.start()
    server = serve({ fetch: app.http.fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise(resolve => server.once('listening', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await launchBrowser()
    page = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const problems: string[] = []
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.browser.newContext({ locale: 'en-GB', bypassCSP: false, ...options })
    context.setDefaultTimeout(10_000)
    const opened = await context.newPage()
    opened.on('pageerror', error => problems.push(String(error)))
    opened.on('console', message => {
      // That nobody is signed in yet is no fault, though the browser notes the refusal.
      if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text())
    })
    return opened
  }

  test('makes the first owner with the link of the console, once', async () => {
    const token = await issueSetupToken(app.accounts, app.workspaceId)
    await page.goto(`${origin}/admin/setup#${token}`)
    await page.getByLabel('Your name').fill('Olga Owner')
    await page.getByLabel('E-mail address').fill('olga@shop.example')
    await page.getByLabel('Password').fill(PASSWORD)
    expect(await faultsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Create and sign in' }).click()
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
    expect(page.url()).not.toContain(token)
  })

  test('stays signed in over a reload, and shows who works here', async () => {
    await page.goto(`${origin}/admin/people`)
    await page.getByRole('cell', { name: 'olga@shop.example' }).waitFor()
    expect(await faultsOn(page)).toEqual([])
  })

  test('shows a conversation as it comes, takes it over, answers, notes and resolves', async () => {
    const visitor = await visitorOf(app)
    await page.goto(`${origin}/admin/inbox`)
    await page.getByText('Nothing here.').waitFor()
    expect((await visitor.say('Where is my <img src=x onerror=alert(1)> parcel?')).status).toBe(201)
    await page.locator('.line').first().click()
    await page.locator('.message').getByText('<img src=x onerror=alert(1)>').waitFor()
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('button', { name: 'Give back to the bot' }).waitFor()
    await page.getByRole('textbox', { name: 'Answer' }).fill('It left yesterday.')
    await page.keyboard.press('Control+Enter')
    await page.locator('.message[data-author=member]').waitFor()
    await page.getByText('Note', { exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Note' }).fill('Was patient.')
    await page.getByRole('button', { name: 'Save note' }).click()
    await page.locator('.message[data-author=note]').waitFor()
    expect(await faultsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByRole('button', { name: 'Open again' }).waitFor()
    expect((await visitor.texts()).at(-1)).toBe('member: It left yesterday.')
    expect((await visitor.texts()).join()).not.toContain('patient')
  })

  test.each([
    ['in the dark', { colorScheme: 'dark' as const }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
    ['in German', { locale: 'de-DE' }],
    ['from right to left', {}],
    ['on a phone from right to left', { viewport: { width: 390, height: 844 } }],
  ])('is complete %s: axe finds nothing, and nothing sticks out', async (name, options) => {
    const other = await open(options)
    await other.goto(`${origin}/admin/`)
    await other.locator('input[type=email]').fill('olga@shop.example')
    await other.locator('input[type=password]').fill(PASSWORD)
    await other.locator('button[type=submit]').click()
    await other.getByRole('button', { name: /^(All|Alle)$/ }).waitFor()
    await other.locator('.line').first().click()
    await other.locator('.message').first().waitFor()
    if (name.includes('right to left')) await other.evaluate("document.documentElement.dir = 'rtl'")
    const picture = process.env['CARELINE_PICTURES']
    if (picture) await other.screenshot({ path: join(picture, `desk ${name}.png`) })
    expect(await faultsOn(other)).toEqual([])
    expect(await other.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await other.context().close()
  })

  test('no page complained, nor did the content security policy', () => {
    expect(problems).toEqual([])
  })
})
