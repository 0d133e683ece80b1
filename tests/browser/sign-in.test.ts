import { generate } from 'otplib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  })
  afterAll(() => desk?.close())

  const submit = (on: Page) => on.locator('main button[type=submit]').first().click()

  test('the second factor is set up, asked for at the next sign-in, and removed', async () => {
    await page.goto(`${desk.origin}/admin/account`)
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('img', { name: 'QR code of the key' }).waitFor()
    const secret = (await page.locator('code.secret').textContent())!
    const codeAt = (offset: number) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + offset })
    await page.getByLabel('Code that the app shows').fill(await codeAt(-30))
    await page.getByLabel(/^Password/).fill(PASSWORD)
    expect(await desk.faults(page)).toEqual([])
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
    await other.getByRole('button', { name: 'Sign in' }).waitFor()

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

  test('no page complained, nor did the content security policy', () => expect(desk.problems).toEqual([]))
})
