import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueSetupToken } from '../../src/accounts/index.ts'
import { PASSWORD } from '../accounts/staff-rig.ts'
import { describeInBrowser } from '../support/browser.ts'
import { visitorOf } from '../support/small-app.ts'
import { type DeskBrowser, startDeskBrowser } from './desk-browser.ts'

describeInBrowser('the staff application', () => {
  let desk: DeskBrowser
  let page: Page

  beforeAll(async () => {
    desk = await startDeskBrowser()
    page = await desk.open()
  }, 300_000)
  afterAll(() => desk?.close())

  test('makes the first owner with the link of the console, once', async () => {
    const token = await issueSetupToken(desk.app.accounts, desk.app.workspaceId)
    await page.goto(`${desk.origin}/admin/setup#${token}`)
    await page.getByLabel('Your name').fill('Olga Owner')
    await page.getByLabel('E-mail address').fill('olga@shop.example')
    await page.getByLabel('Password').fill(PASSWORD)
    expect(await desk.faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Create and sign in' }).click()
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
    expect(page.url()).not.toContain(token)
  })

  test('stays signed in over a reload, and shows who works here', async () => {
    await page.goto(`${desk.origin}/admin/people`)
    await page.getByRole('cell', { name: 'olga@shop.example' }).waitFor()
    expect(await desk.faults(page)).toEqual([])
  })

  test('shows a conversation as it comes, takes it over, answers, notes and resolves', async () => {
    const visitor = await visitorOf(desk.app)
    await page.goto(`${desk.origin}/admin/inbox`)
    await page.getByText('Nothing here.').waitFor()
    expect((await visitor.say('Where is my <img src=x onerror=alert(1)> parcel?')).status).toBe(201)
    await page.locator('.line').first().click()
    await page.locator('.message').getByText('<img src=x onerror=alert(1)>').waitFor()
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('button', { name: 'Give back to the bot' }).waitFor()
    const files = page.getByRole('group', { name: 'Attached files' })
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'label.txt', mimeType: 'text/plain', buffer: Buffer.from('Parcel 4711') })
    await files.getByText('label.txt').waitFor()
    await page.getByRole('textbox', { name: 'Answer' }).fill('It left yesterday.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Undo' }).click()
    await files.getByText('label.txt').waitFor()
    await page.getByRole('textbox', { name: 'Answer' }).press('Control+Enter')
    await page.locator('.message[data-author=member]').getByText('label.txt').waitFor()
    await page.getByText('Note', { exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Note' }).fill('Was patient.')
    await page.getByRole('button', { name: 'Save note' }).click()
    await page.locator('.message[data-author=note]').waitFor()
    expect(await desk.faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByRole('button', { name: 'Open again' }).waitFor()
    expect((await visitor.texts()).at(-1)).toBe('member: It left yesterday.')
    expect((await visitor.texts()).join()).not.toContain('patient')
  })

  test('shows what was handed over, and puts its reply into the composer', async () => {
    const visitor = await visitorOf(desk.app)
    const note = 'Where is order #4711 <img src=x onerror=alert(1)>? I am tom@mailbox.example'
    expect((await visitor.askForPerson(note)).status).toBe(201)
    await page.goto(`${desk.origin}/admin/inbox`)
    await page.locator('.line').first().click()
    const pack = page.getByRole('region', { name: 'Handed over' })
    await pack.getByText('Wants: Where is order #4711 <img src=x onerror=alert(1)>?').waitFor()
    await pack.getByRole('button', { name: 'Copy tom@mailbox.example' }).waitFor()
    await page.getByRole('button', { name: 'Take over' }).click()
    await pack.getByRole('button', { name: 'Use this reply' }).click()
    const composer = page.getByRole('textbox', { name: 'Answer' })
    expect(await composer.inputValue()).toContain('I have read your conversation')
    await page.getByRole('button', { name: 'Copilot' }).click()
    const why = page.getByText('no language model is set for them')
    await why.waitFor()
    const rephrase = page.getByRole('button', { name: 'Rephrase' })
    expect(await rephrase.getAttribute('aria-describedby')).toBe(await why.getAttribute('id'))
    expect(await rephrase.isDisabled()).toBe(true)
    expect((await visitor.say('Is anybody there?')).status).toBe(201)
    await page.locator('.message[data-author=visitor]').waitFor()
    expect(await desk.faults(page)).toEqual([])
  })

  test.each([
    ['in the dark', { colorScheme: 'dark' as const }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
    ['in German', { locale: 'de-DE' }],
    ['from right to left', {}],
    ['on a phone from right to left', { viewport: { width: 390, height: 844 } }],
  ])('is complete %s: axe finds nothing, and nothing sticks out', async (name, options) => {
    const other = await desk.openConversation(options)
    await other.locator('.message').first().waitFor()
    if (name.includes('right to left')) await other.evaluate("document.documentElement.dir = 'rtl'")
    const picture = process.env['CARELINE_PICTURES']
    if (picture) await other.screenshot({ path: join(picture, `desk ${name}.png`) })
    expect(await desk.faults(other)).toEqual([])
    expect(await other.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await other.context().close()
  })

  test('no page complained, nor did the content security policy', () => {
    expect(desk.problems).toEqual([])
  })
})
