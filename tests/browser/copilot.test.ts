import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMember, createAccount, updateBotSettings } from '../../src/accounts/index.ts'
import { takeOver } from '../../src/conversations/index.ts'
import { createScriptedModel } from '../../src/models/language/scripted.ts'
import { describeInBrowser } from '../support/browser.ts'
import { post, visitorOf } from '../support/small-app.ts'
import { type DeskBrowser, startDeskBrowser } from './desk-browser.ts'

describeInBrowser('drafts and the copilot', () => {
  let desk: DeskBrowser
  let page: Page
  /** A colleague, who acts without a browser. */
  let cleo: string
  const said = 'Refunds take five days. <img src=x onerror=alert(1)>'

  beforeAll(async () => {
    const model = createScriptedModel(() => said)
    const chat = { for: (task: string) => (task === 'copilot' ? [model] : []) }
    desk = await startDeskBrowser({}, { replace: { models: built => ({ ...built, chat }) } })
    const { app } = desk
    const text = '# Refunds\n\nRefunds take 5 days. They go to the card you paid with.\n'
    const source = post({ kind: 'text', location: 'Refunds', text }, `Bearer ${app.adminToken}`)
    await app.http.fetch(new Request('http://localhost/api/v1/sources', source))
    await app.settle()
    await updateBotSettings(app.storage.database, app, { mode: 'draft-only' })
    page = await desk.open()
    await desk.setUpOwner(page)
    const { workspaceId, accounts } = app
    cleo = await accounts.database.transaction(async tx => {
      const account = { email: 'cleo@shop.example', name: 'Cleo' }
      const accountId = await createAccount(tx, account, accounts.clock.now())
      return await addMember(tx, { workspaceId, accountId, role: 'operator' }, accounts.clock.now())
    })
  }, 300_000)
  afterAll(() => desk?.close())

  const pictured = async (on: Page, name: string) => {
    const folder = process.env['CARELINE_PICTURES']
    if (folder) await on.screenshot({ path: join(folder, `copilot ${name}.png`) })
  }
  const openFirst = async (on: Page) => {
    await on.goto(`${desk.origin}/admin/inbox`)
    await on.locator('.line').first().click()
  }
  const field = () => page.getByRole('textbox', { name: 'Answer', exact: true })

  test('a draft comes live, is edited and sent, and takes the conversation over', async () => {
    const visitor = await visitorOf(desk.app)
    await page.goto(`${desk.origin}/admin/inbox`)
    await page.getByText('Nothing here.').waitFor()
    await visitor.say('How long do refunds take?')
    await desk.app.settle()
    await page.locator('.line').getByText('Draft').waitFor()
    await page.locator('.line').first().click()
    const draft = page.getByRole('region', { name: 'Draft' })
    await draft.getByRole('link', { name: /Refunds/ }).waitFor()
    await pictured(page, 'draft')
    expect(await desk.faults(page)).toEqual([])
    await draft.getByRole('button', { name: 'Edit' }).click()
    expect(await field().inputValue()).toContain('Refunds take 5 days.')
    await field().fill('Five days, to your card.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('.message[data-author=member]').waitFor()
    await draft.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Give back to the bot' }).waitFor()
    expect((await visitor.texts()).at(-1)).toBe('member: Five days, to your card.')
  })

  test('of two members who send it one wins, and the other is told', async () => {
    const visitor = await visitorOf(desk.app)
    await visitor.say('How long do refunds take?')
    await desk.app.settle()
    await openFirst(page)
    await page.getByRole('button', { name: 'Send as it is' }).click()
    const { workspaceId } = desk.app
    const { conversationId } = visitor
    await takeOver(desk.app.conversations, { workspaceId, conversationId, memberId: cleo })
    await page.getByRole('alert').getByText('Cleo has this conversation.').waitFor()
    expect((await visitor.texts()).length).toBe(1)
  })

  test('drafts and answers come from the pages, and a model says words otherwise', {
    timeout: 120_000,
  }, async () => {
    const visitor = await visitorOf(desk.app)
    await visitor.say('How long do refunds take?')
    await desk.app.settle()
    await openFirst(page)
    await page.getByRole('button', { name: 'Drop' }).click()
    await page.getByRole('region', { name: 'Draft' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('button', { name: 'Copilot' }).click()
    const copilot = page.getByRole('region', { name: 'Copilot' })
    await copilot.getByRole('button', { name: 'Draft from the pages' }).click()
    await page.getByRole('region', { name: 'Draft' }).getByText('Refunds take 5 days.').waitFor()
    await copilot.getByLabel('Ask the knowledge base').fill('How long do refunds take?')
    await page.keyboard.press('Enter')
    await copilot.getByRole('button', { name: 'Insert' }).click()
    expect(await field().inputValue()).toContain('Refunds take 5 days.')
    await copilot.getByRole('button', { name: 'Rephrase' }).click()
    await copilot.getByText('Check these numbers, which you did not write: 1').waitFor()
    expect(await field().inputValue()).toBe(said)
    await pictured(page, 'open')
    expect(await desk.faults(page)).toEqual([])
    await copilot.getByRole('button', { name: 'Back to my words' }).click()
    expect(await field().inputValue()).toContain('Refunds take 5 days.')
    expect((await visitor.texts()).length).toBe(1)
  })

  test.each([
    ['in the dark', { colorScheme: 'dark' as const }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
    ['from right to left', {}],
    ['in German', { locale: 'de-DE' }],
  ])('are complete %s: axe finds nothing, and nothing sticks out', async (name, options) => {
    const other = await desk.openConversation(options)
    await other.locator('.draft').waitFor()
    await other.getByRole('button', { name: 'Copilot' }).click()
    if (name.includes('right to left')) await other.evaluate("document.documentElement.dir = 'rtl'")
    await pictured(other, name)
    expect(await desk.faults(other)).toEqual([])
    expect(await other.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await other.goto(`${desk.origin}/admin/bots`)
    await other.getByRole('tab', { name: /^(Who answers|Wer antwortet)$/ }).click()
    await pictured(other, `modes ${name}`)
    expect(await desk.faults(other)).toEqual([])
    await other.context().close()
  })

  test('no page complained, nor did the content security policy', () => {
    // That a draft was taken by a colleague is told by a refusal.
    expect(desk.problems.filter(problem => !problem.includes('409'))).toEqual([])
  })
})
