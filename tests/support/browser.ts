import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core'
import { describe } from 'vitest'

/** Where Chromium usually is; `CHROMIUM` names another. */
const usual = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** Path of the browser, or undefined where there is none. */
export const chromiumPath = (): string | undefined => usual.find(path => path && existsSync(path))

/** No lookups of its own: whatever leaves the browser was asked for by the page. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/**
 * A `describe` for suites that need a browser. Without one it says so loudly and skips; with `CI=true` it fails.
 */
export function describeInBrowser(name: string, body: () => void): void {
  // On a busy machine a browser takes its time.
  if (chromiumPath()) return void describe(name, { timeout: 180_000 }, body)
  const said = `NOT RUN: ${name}: no Chromium found; install one or name it in CHROMIUM`
  if (process.env['CI'] === 'true') throw new Error(said)
  console.error(said)
  describe.skip(name, body)
}

/** Starts Chromium with an empty profile of its own; `close` ends it and removes the profile. */
export async function launchBrowser(options: LaunchOptions = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'careline-chromium-'))
  const browser = await chromium.launch({
    executablePath: chromiumPath()!,
    args,
    ...options,
  })
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** What a page did that a widget must not do: errors, refused content, scripts run, requests to other hosts. */
export interface Watch {
  errors: string[]
  violations: string[]
  foreign: string[]
  dialogs: string[]
}

/** Watches a page; call before it is loaded. */
export async function watchPage(page: Page, origin: string): Promise<Watch> {
  const watch: Watch = { errors: [], violations: [], foreign: [], dialogs: [] }
  page.on('pageerror', error => watch.errors.push(error.message))
  page.on('console', message => {
    if (/Content Security Policy/i.test(message.text())) watch.violations.push(message.text())
  })
  page.on('dialog', dialog => {
    watch.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      watch.foreign.push(request.url())
  })
  await page.exposeFunction('reportViolation', (text: string) => watch.violations.push(text))
  await page.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', event => {
      reportViolation(event.violatedDirective + ' ' + event.blockedURI)
    })`,
  })
  return watch
}

/** A fresh visitor: a context with nothing stored. */
export const newVisitor = (
  browser: Awaited<ReturnType<typeof launchBrowser>>['browser'],
  options: Parameters<typeof browser.newContext>[0] = {},
): Promise<BrowserContext> => browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
