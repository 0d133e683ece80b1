import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { issueSetupToken } from '../../src/accounts/index.ts'
import type { App, AppOptions } from '../../src/app/index.ts'
import { PASSWORD } from '../accounts/staff-rig.ts'
import { faultsOn } from '../support/axe.ts'
import { launchBrowser } from '../support/browser.ts'
import { createSmallApp } from '../support/small-app.ts'

/** The program behind a port and a browser that opens its staff application. */
export interface DeskBrowser {
  app: App
  origin: string
  /** What pages and the content security policy complained of. */
  problems: string[]
  /** Mails as the console shows them. */
  mails: string[]
  /** A page in a context of its own: nobody is signed in there. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** What axe finds wrong on the page. */
  faults(on: Page): Promise<string[]>
  /** Makes olga@shop.example the owner, with the link of the console. */
  setUpOwner(on: Page): Promise<void>
  /** A page in a context of its own and any language, where the owner looks at the first conversation of the inbox. */
  openConversation(options?: BrowserContextOptions): Promise<Page>
  signIn(on: Page, email: string, password: string): Promise<void>
  close(): Promise<void>
}

const OWNER = 'olga@shop.example'

/** Makes the first owner, with the link of the console, and waits until they are in. */
export async function becomeOwner(
  on: Page,
  link: string,
  { name, email }: { name: string; email: string },
): Promise<void> {
  await on.goto(link)
  await on.getByLabel('Your name').fill(name)
  await on.getByLabel('E-mail address').fill(email)
  await on.getByLabel('Password').fill(PASSWORD)
  await on.getByRole('button', { name: 'Create and sign in' }).click()
  await on.getByRole('button', { name: 'Sign out' }).waitFor()
}

export async function startDeskBrowser(
  environment: Record<string, string> = {},
  options: AppOptions = {},
): Promise<DeskBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'careline-desk-'))
  const mails: string[] = []
  const onMail = (text: string) => void mails.push(text)
  const app = await createSmallApp({ DATA_DIR: folder, ...environment }, { ...options, onMail })
  await app.start()
  const server = serve({ fetch: app.http.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await launchBrowser()
  const problems: string[] = []
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.browser.newContext({ locale: 'en-GB', bypassCSP: false, ...options })
    context.setDefaultTimeout(60_000)
    const opened = await context.newPage()
    opened.on('pageerror', error => problems.push(String(error)))
    opened.on('console', message => {
      // That the server refuses something is no fault of the page, though the browser notes it.
      if (message.type() === 'error' && !/status of 40[13]/.test(message.text()))
        problems.push(message.text())
    })
    return opened
  }
  return {
    app,
    origin,
    problems,
    mails,
    open,
    faults: faultsOn,
    async setUpOwner(on) {
      const token = await issueSetupToken(app.accounts, app.workspaceId)
      await becomeOwner(on, `${origin}/admin/setup#${token}`, { name: 'Olga Owner', email: OWNER })
    },
    async openConversation(given) {
      const opened = await open(given)
      await opened.goto(`${origin}/admin/`)
      await opened.locator('input[type=email]').fill(OWNER)
      await opened.locator('input[type=password]').fill(PASSWORD)
      await opened.locator('button[type=submit]').click()
      await opened.getByRole('button', { name: /^(All|Alle)$/ }).waitFor()
      await opened.locator('.line').first().click()
      return opened
    },
    async signIn(on, email, password) {
      if (!on.url().startsWith(origin)) await on.goto(`${origin}/admin/`)
      await on.getByLabel('E-mail address').fill(email)
      await on.getByLabel('Password').fill(password)
      await on.locator('main button[type=submit]').first().click()
      await on.getByRole('button', { name: 'Sign out' }).waitFor()
    },
    async close() {
      await browser.close()
      await app.stop()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
