import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueSetupToken, listBots, listMembers, listTeams } from '../../src/accounts/index.ts'
import type { App } from '../../src/app/index.ts'
import { PASSWORD } from '../accounts/staff-rig.ts'
import { faultsOn } from '../support/axe.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'
import { becomeOwner } from './desk-browser.ts'

/**
 * Every screen of the desk beside the inbox, as an owner sees it. With CARELINE_PICTURES=DIR a picture of each is left
 * there, in light, dark, on a phone and from right to left.
 */
const screens: { path: string; opens?: RegExp }[] = [
  ...['knowledge', 'report', 'bots', 'settings', 'start', 'people'].map(path => ({ path })),
  { path: 'people', opens: /^(Change|)\s*Sales( ändern|)$/ },
  { path: 'people', opens: /^(Change|)\s*Olga Owner( ändern|)$/ },
]

describeInBrowser('the screens of the desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'careline-screens-'))
  let app: App
  let server: ServerType
  let origin: string
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    app = await createSmallApp({ DATA_DIR: folder })
    await app.start()
    server = serve({ fetch: app.http.fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise(resolve => server.once('listening', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await launchBrowser()
    page = await open()
    const token = await issueSetupToken(app.accounts, app.workspaceId)
    await becomeOwner(page, `${origin}/admin/setup#${token}`, {
      ...{ name: 'Olga Owner', email: 'olga@shop.example' },
    })
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.browser.newContext({ locale: 'en-GB', ...options })
    context.setDefaultTimeout(60_000)
    const opened = await context.newPage()
    opened.on('pageerror', error => problems.push(String(error)))
    opened.on('console', message => {
      if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text())
    })
    return opened
  }

  test('a new owner gives a file, sees an answer from it, and the line for the site', async () => {
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
    await page.getByText('File', { exact: true }).click()
    await page.locator('input[type=file]').setInputFiles({
      name: 'tea.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('# Tea\n\n## Brewing\n\nBrew black tea for four minutes.\n'),
    })
    await page.getByText('1 pages, 1 passages').waitFor()
    await page.getByLabel(/Ask something/).fill('How long do I brew black tea?')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByText('four minutes').waitFor()
    await page.getByText(`data-bot-id="${app.botId}"`).waitFor()
  })

  test('the test bench shows what was found, and keeps a question as golden', async () => {
    await page.goto(`${origin}/admin/knowledge`)
    await page.getByRole('tab', { name: 'Test bench' }).click()
    await page.getByRole('textbox', { name: 'Question' }).fill('How long do I brew black tea?')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByRole('button', { name: /the ticked pages answer it/ }).click()
    await page.getByText('Kept.').waitFor()
    expect(await faultsOn(page)).toEqual([])
    await page.getByRole('tab', { name: 'Golden questions' }).click()
    await page.getByRole('cell', { name: 'tea.md' }).waitFor()
    await page.getByRole('tab', { name: 'Sources' }).click()
    await page.getByRole('button', { name: 'Passages' }).click()
    await page.getByRole('button', { name: /tea.md/ }).click()
    await page.locator('.passage').getByText('four minutes').waitFor()
    expect(await faultsOn(page)).toEqual([])
  })

  test('a number of the report opens the conversation it counts', async () => {
    const visitor = await visitorOf(app)
    await visitor.say('How long do I brew black tea?')
    await app.settle()
    await page.goto(`${origin}/admin/report`)
    await page.getByRole('button', { name: /^Asked/ }).click()
    await page.getByRole('link', { name: 'How long do I brew black tea?' }).click()
    await page.waitForURL(`**/inbox/${visitor.conversationId}`)
  })

  test('a change of the bot is previewed, saved and refused in plain words', async () => {
    await page.goto(`${origin}/admin/bots`)
    await page.getByLabel('Greeting').fill('Ahoy!')
    await page.getByLabel('How the widget looks').getByText('Ahoy!').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByRole('tab', { name: 'Who answers' }).click()
    await page.getByRole('radio', { name: 'Drafts only' }).check()
    await page.getByLabel('In the channel: Widget').selectOption('bot-first')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await faultsOn(page)).toEqual([])
    const [bot] = await listBots(app.storage.database.sql, app.workspaceId)
    expect(bot?.settings).toMatchObject({ mode: 'draft-only', channelModes: { widget: 'bot-first' } })
    await page.getByRole('tab', { name: 'Look and site' }).click()
    await page.getByLabel('Sites that may show it').fill('not a site')
    await page.getByRole('button', { name: 'Save' }).click()
    await page
      .getByRole('alert')
      .getByText(/must be an origin/)
      .waitFor()
  })

  test('a risk chosen on the curve of the gate sets its threshold', async () => {
    await page.goto(`${origin}/admin/bots`)
    await page.getByRole('tab', { name: 'Care and limits' }).click()
    await page.getByRole('img', { name: /^Wrong answers and refused questions/ }).waitFor()
    await page.getByText(/Not measured on your questions yet/).waitFor()
    await page.getByText('As a table').click()
    await page.getByRole('columnheader', { name: 'Threshold' }).waitFor()
    expect(await faultsOn(page)).toEqual([])
    await page.getByLabel('Wrong answers at most').fill('5')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    const [bot] = await listBots(app.storage.database.sql, app.workspaceId)
    expect(bot?.settings.gateThreshold).toBeGreaterThan(0.4)
    await page.getByRole('button', { name: 'Measure on the golden questions' }).click()
    await page
      .getByRole('alert')
      .getByText(/at least 20 golden questions/)
      .waitFor()
  })

  test('models of a bot are named and tried, and a key is never shown again', async () => {
    await page.goto(`${origin}/admin/bots`)
    await page.getByRole('tab', { name: 'Models and keys' }).click()
    await page.getByLabel('Writes answers', { exact: true }).selectOption('own')
    await page.getByLabel('Models: Writes answers').fill('openai:gpt-5-mini')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByRole('button', { name: 'Try it: openai:gpt-5-mini' }).click()
    await page.getByText('No key is set for this provider.').waitFor()
    await page.getByLabel('groq', { exact: true }).fill('gsk-canary-0004')
    await page.getByRole('button', { name: 'Set', exact: true }).nth(3).click()
    await page.getByText(/^set on/).waitFor()
    expect(await page.content()).not.toContain('gsk-canary-0004')
    expect(await faultsOn(page)).toEqual([])
    const [bot] = await listBots(app.storage.database.sql, app.workspaceId)
    expect(bot?.settings.models).toMatchObject({ answer: ['openai:gpt-5-mini'], judge: null })
    await page.getByLabel('Writes answers', { exact: true }).selectOption('server')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
  })

  test('an API key is shown once', async () => {
    await page.goto(`${origin}/admin/settings`)
    await page.getByLabel('What the key is for').fill('The shop')
    await page.getByRole('button', { name: 'Make a key' }).click()
    const shown = await page.locator('[role=status] code').textContent()
    expect(shown).toMatch(/^\S{20,}$/)
    await page.reload()
    await page.getByRole('cell', { name: 'The shop' }).waitFor()
    expect(await page.content()).not.toContain(shown!)
  })

  test('a team has hours and a way of routing, a member has skills, and a refusal stands at its field', async () => {
    const { sql } = app.storage.database
    await page.goto(`${origin}/admin/people`)
    await page.getByText('There is no team yet.').waitFor()
    await page.getByRole('button', { name: 'New team' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Name of the team').fill('Sales')
    await sheet.getByLabel('Who gets the next conversation').selectOption('round-robin')
    await sheet.getByRole('switch', { name: 'This team has hours' }).click()
    await sheet.getByLabel('Time zone').first().fill('lisbon')
    await page.getByRole('option', { name: 'Europe/Lisbon' }).click()
    await sheet.getByLabel('Monday, to').fill('12:00')
    await sheet.getByRole('button', { name: 'Add hours to Monday' }).click()
    await sheet.getByRole('button', { name: 'Copy the hours of Monday to all days' }).click()
    await sheet.getByRole('button', { name: 'Remove these hours of Sunday' }).first().click()
    await sheet.getByLabel('Holiday', { exact: true }).fill('2027-01-26')
    await sheet.getByRole('button', { name: 'Add holiday' }).click()
    await sheet.getByLabel('Tuesday, from').first().fill('13:30')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await sheet.getByText('must go from an earlier to a later time').waitFor()
    await sheet.getByLabel('Tuesday, from').first().fill('08:00')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await sheet.waitFor({ state: 'detached' })
    const [team] = await listTeams(sql, app.workspaceId)
    expect(team).toMatchObject({ name: 'Sales', routing: 'round-robin', reassignWhenAway: true })
    expect(team?.hours).toMatchObject({
      timeZone: 'Europe/Lisbon',
      holidays: ['2027-01-26'],
      weekly: {
        mon: [
          ['09:00', '12:00'],
          ['13:00', '15:00'],
        ],
        tue: [
          ['08:00', '12:00'],
          ['13:00', '15:00'],
        ],
        sun: [['13:00', '15:00']],
      },
    })

    await page.getByRole('button', { name: 'Change Olga Owner' }).click()
    await sheet.getByLabel('Name that visitors see').fill('Olga')
    await sheet.getByLabel('Skills').first().fill('returns')
    await sheet.getByLabel('Skills').first().press('Enter')
    await sheet.getByLabel('Open conversations at a time').fill('3')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await sheet.waitFor({ state: 'detached' })
    const [olga] = await listMembers(sql, app.workspaceId)
    expect(olga).toMatchObject({ displayName: 'Olga', skills: ['returns'], capacity: 3 })
  })

  test('a switch that the server refuses goes back and says why', async () => {
    await page.getByRole('button', { name: 'Change Sales' }).click()
    const away = page.getByRole('switch', { name: /Give to somebody else/ })
    await page.route('**/teams/*', route =>
      route.fulfill({
        ...{ status: 503, contentType: 'application/problem+json' },
        body: JSON.stringify({ type: 'x', title: 'x', status: 503, detail: 'Not today.' }),
      }),
    )
    await away.click()
    await page.getByText('Not today.').waitFor()
    expect(await away.isChecked()).toBe(true)
    await page.unroute('**/teams/*')
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['phone', { viewport: { width: 390, height: 844 } }],
    ['right to left', {}],
    ['German', { locale: 'de-DE' }],
  ])(
    'each is complete, %s: axe finds nothing, and nothing sticks out',
    { timeout: 300_000 },
    async (name, options) => {
      const other = await open(options)
      await other.goto(`${origin}/admin/`)
      await other.locator('input[type=email]').fill('olga@shop.example')
      await other.locator('input[type=password]').fill(PASSWORD)
      await other.locator('button[type=submit]').click()
      await other.locator('.inbox').waitFor()
      const found: string[] = []
      for (const { path, opens } of screens) {
        const screen = opens ? `${path} ${/Sales|Olga/.exec(opens.source)}` : path
        await other.goto(`${origin}/admin/${path}`)
        await other.getByRole('heading', { level: 1 }).waitFor()
        await other
          .locator('.mantine-Skeleton-root, .mantine-Loader-root')
          .first()
          .waitFor({ state: 'detached' })
        if (opens) {
          await other.getByRole('button', { name: opens }).click()
          await other.getByRole('dialog').waitFor()
        }
        if (name === 'right to left') await other.evaluate("document.documentElement.dir = 'rtl'")
        const picture = process.env['CARELINE_PICTURES']
        if (picture) await other.screenshot({ path: join(picture, `${screen} ${name}.png`) })
        found.push(...(await faultsOn(other)).map(fault => `${screen}: ${fault}`))
        const wider = await other.evaluate('document.documentElement.scrollWidth - innerWidth')
        if (Number(wider) > 0) found.push(`${screen}: sticks out by ${wider}`)
      }
      expect(found).toEqual([])
      await other.context().close()
    },
  )

  test('no page complained, nor did the content security policy', () => {
    // A refusal of a wrong setting is no fault, though the browser notes it.
    expect(problems.filter(problem => !/422|503/.test(problem))).toEqual([])
  })
})
