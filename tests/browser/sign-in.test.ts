import { generate } from 'otplib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PASSWORD } from '../accounts/staff-rig.ts'
import { describeInBrowser } from '../support/browser.ts'
import { type DeskBrowser, startDeskBrowser } from './desk-browser.ts'

const NEXT = 'another long walk in the hills'

describeInBrowser('the ways in', () => {
  let desk: DeskBrowser
  let page: Page
  beforeAll(async () => {
    desk = await startDeskBrowser()
    page = await desk.open()
    await desk.setUpOwner(page)
  }, 300_000)
  afterAll(() => desk?.close())

  const submit = (on: Page) => on.locator('main button[type=submit]').first().click()

  test('the second factor is set up, asked for at the next sign-in, and removed', async () => {
    await page.goto(`${desk.origin}/admin/account`)
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('img', { name: 'QR code of the key' }).waitFor()
    const secret = (await page.locator('code.secret').textContent())!
    const codeAt = (offset: number) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + offset })
    await page.getByLabel(/^Password/).fill(PASSWORD)
    expect(await desk.faults(page)).toEqual([])
    // Of the step before, so that the next sign-in has one that was not used: it is good for no more than half a minute.
    await page.getByLabel('Code that the app shows').fill(await codeAt(-30))
    await page.getByRole('button', { name: 'Switch on' }).click()
    const codes = page.locator('.secret li')
    await codes.first().waitFor()
    expect(await codes.count()).toBe(10)
    const recovery = (await codes.first().textContent())!
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('button', { name: 'Remove second factor' }).waitFor()
    expect(await page.getByText(recovery).count()).toBe(0)

    const other = await desk.open()
    for (const code of [await codeAt(0), recovery]) {
      await other.goto(`${desk.origin}/admin/`)
      await other.getByLabel('E-mail address').fill('olga@shop.example')
      await other.getByLabel('Password').fill(PASSWORD)
      await submit(other)
      await other.getByLabel('Code of your authenticator app').fill(code)
      expect(await desk.faults(other)).toEqual([])
      await submit(other)
      await other.getByRole('button', { name: 'Sign out' }).click()
      await other.getByLabel('E-mail address').waitFor()
    }

    await page.getByLabel(/^Password/).fill(PASSWORD)
    await page.getByRole('button', { name: 'Remove second factor' }).click()
    await page.getByRole('button', { name: 'Set up' }).waitFor()
  })

  test('another session is seen and ended, and another password signs the others out', async () => {
    const other = await desk.open()
    await desk.signIn(other, 'olga@shop.example', PASSWORD)
    await page.reload()
    await page.getByText('this one').waitFor()
    const end = page.getByRole('button', { name: 'End', exact: true })
    await end.first().click()
    await other.reload()
    await other.getByRole('button', { name: 'Sign in', exact: true }).waitFor()

    await desk.signIn(other, 'olga@shop.example', PASSWORD)
    await page.getByLabel('Present password').fill('not the password')
    await page.getByLabel('New password').fill(NEXT)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password is not right.').waitFor()
    await page.getByLabel('Present password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password was changed.').waitFor()
    await other.reload()
    await desk.signIn(other, 'olga@shop.example', NEXT)
  })

  /** Where the link of the mail that came last leads to on this server. */
  /** The link of the mail of that number, the first being 1: mails go out after the answer that promises them. */
  async function mailedLink(number: number): Promise<string> {
    await vi.waitUntil(() => desk.mails.length >= number, { timeout: 60_000 })
    return desk.origin + /\/admin\/\w+#[\w-]+/.exec(desk.mails[number - 1] ?? '')![0]
  }

  test('a colleague is invited, comes in by the link, and gets another role', async () => {
    await page.goto(`${desk.origin}/admin/people`)
    await page.getByRole('button', { name: 'New team' }).click()
    await page.getByLabel('Name of the team').fill('Returns')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Delete Returns' }).waitFor()
    await page
      .locator('form', { hasText: 'Invite a colleague' })
      .locator('input[type=email]')
      .fill('nina@shop.example')
    await page.getByRole('button', { name: 'Send invitation' }).click()
    await page.getByText('The invitation is on its way.').waitFor()
    await page.getByRole('cell', { name: 'nina@shop.example' }).waitFor()
    // A button fades back from its loader: what axe would measure meanwhile is no state of the page.
    await page.reload()
    await page.getByRole('button', { name: 'Send again' }).waitFor()
    expect(await desk.faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Send again' }).click()

    const nina = await desk.open({ viewport: { width: 390, height: 844 } })
    await nina.goto(await mailedLink(2))
    await nina.getByText('Olga Owner invites you').waitFor()
    await nina.getByLabel('Your name').fill('Nina')
    await nina.getByLabel('Password').fill(PASSWORD)
    expect(await desk.faults(nina)).toEqual([])
    await nina.getByRole('button', { name: 'Accept and sign in' }).click()
    await nina.getByRole('button', { name: 'Sign out' }).waitFor()
    expect(nina.url()).not.toContain('#')

    await page.reload()
    const given = page.waitForResponse(answer => answer.request().method() === 'PATCH')
    await page.getByLabel('Role of Nina').selectOption('viewer')
    await given
    await page.reload()
    await page.getByLabel('Role of Nina').waitFor()
    expect(await page.getByLabel('Role of Nina').inputValue()).toBe('viewer')
  })

  test('whoever forgot the password sets another by a link, and signs in by one without any', async () => {
    const forgetful = await desk.open()
    await forgetful.goto(`${desk.origin}/admin/`)
    await forgetful.getByRole('button', { name: 'Forgot your password?' }).click()
    await forgetful.getByLabel('E-mail address').fill('nina@shop.example')
    await forgetful.getByRole('button', { name: 'Send the link' }).click()
    await forgetful.getByText('If there is an account for nina@shop.example').waitFor()
    await forgetful.goto(await mailedLink(3))
    await forgetful.getByLabel('New password').fill(NEXT)
    expect(await desk.faults(forgetful)).toEqual([])
    await forgetful.getByRole('button', { name: 'Set password' }).click()
    await desk.signIn(forgetful, 'nina@shop.example', NEXT)

    const quick = await desk.open()
    await quick.goto(`${desk.origin}/admin/`)
    await quick.getByRole('button', { name: 'Sign in with a link by e-mail' }).click()
    await quick.getByLabel('E-mail address').fill('nina@shop.example')
    await quick.getByRole('button', { name: 'Send the link' }).click()
    await quick.getByText('If there is an account').waitFor()
    await quick.goto(await mailedLink(4))
    await quick.getByRole('button', { name: 'Sign in', exact: true }).click()
    await quick.getByRole('button', { name: 'Sign out' }).waitFor()
  })

  test('a role of named rights and a provider are set up on the screen of people', async () => {
    await page.goto(`${desk.origin}/admin/people`)
    await page.getByRole('button', { name: 'New role' }).click()
    await page.getByLabel('Name of the role').fill('Reader of reports')
    await page.getByRole('group', { name: 'report' }).getByLabel('read').check()
    expect(await desk.faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Delete Reader of reports' }).waitFor()

    await page.getByRole('button', { name: 'Set up a provider' }).click()
    await page.getByLabel('Name on the button').fill('Shop ID')
    await page.getByLabel('Issuer').fill('https://id.shop.example')
    await page.getByLabel('Client id').fill('careline')
    await page.getByLabel('Client secret').fill('a secret of the provider')
    expect(await desk.faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('https://id.shop.example').waitFor()
    const other = await desk.open()
    await other.goto(`${desk.origin}/admin/#sign-on-refused`)
    await other.getByRole('button', { name: 'Sign in with Shop ID' }).waitFor()
    await other.getByText('You are not a member here.').waitFor()
    expect(await desk.faults(other)).toEqual([])
  })

  test('no page complained, nor did the content security policy', () => expect(desk.problems).toEqual([]))
})
