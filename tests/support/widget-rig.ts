import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser, newVisitor, type Watch, watchPage } from './browser.ts'
import { startWidgetServer } from './widget-server.ts'

export interface WidgetSizes {
  [file: string]: { raw: number; gzip: number }
}

/** A visitor's page with the widget on it. */
export interface Visit {
  page: Page
  watch: Watch
  /** The bubble. */
  launcher: ReturnType<Page['locator']>
  field: ReturnType<Page['locator']>
  bubbles: ReturnType<Page['locator']>
  open(): Promise<void>
  say(text: string): Promise<void>
  /** Texts of the messages of bot and team, without the greeting. */
  answers(): Promise<string[]>
  /** What the visitor's own bubbles say. */
  own(): Promise<string[]>
  stored(): Promise<string[]>
  close(): Promise<void>
}

export type WidgetRig = Awaited<ReturnType<typeof startWidgetRig>>

/** Builds the widget into a folder of its own, serves it with the scripted server, and starts one browser. */
export async function startWidgetRig() {
  const dist = mkdtempSync(join(tmpdir(), 'careline-widget-'))
  const build = (await import(new URL('../../scripts/build-widget.mjs', import.meta.url).href)) as {
    buildWidget(outDir: string): Promise<WidgetSizes>
  }
  const sizes = await build.buildWidget(dist)
  const server = await startWidgetServer({ dist })
  const { browser, close } = await launchBrowser()

  /** A new visitor opens the host page; `path` may carry a query or another page of the same site. */
  async function visit(options: BrowserContextOptions & { path?: string } = {}): Promise<Visit> {
    const context = await newVisitor(browser, options)
    const page = await context.newPage()
    const watch = await watchPage(page, server.origin)
    await page.goto(`${server.origin}${options.path ?? '/'}`)
    const widget = page.locator('careline-widget')
    const launcher = widget.locator('.launcher')
    const field = widget.locator('.composer textarea')
    const texts = (selector: string) => widget.locator(selector).allInnerTexts()
    return {
      page,
      watch,
      launcher,
      field,
      bubbles: widget.locator('.messages .bubble'),
      async open() {
        await launcher.click()
        await field.waitFor()
      },
      async say(text) {
        await field.fill(text)
        await field.press('Enter')
      },
      answers: () => texts('.row:not(.visitor) .bubble'),
      own: () => texts('.row.visitor .bubble'),
      stored: () =>
        page.evaluate(
          '[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].filter(Boolean)',
        ),
      close: () => context.close(),
    }
  }

  return {
    server,
    browser,
    sizes,
    dist,
    visit,
    file: (name: string) => readFileSync(join(dist, name), 'utf8'),
    /** Undoes what a test changed on the server. */
    reset(): void {
      server.setFault(() => undefined)
      server.setScript()
      server.setAbsent(false)
      server.setSettings({
        name: 'Ada',
        companyName: 'Example Shop',
        greeting: null,
        colour: null,
        position: undefined,
        texts: {},
        attachments: { types: ['image/png', 'text/plain'], megabytes: 1, perMinute: 10 },
        linkHosts: [],
        starters: ['Where is my order?', 'How do I return something?'],
        privacyUrl: '/privacy',
      })
      Object.assign(server.page, { csp: '', head: '', body: '', lang: 'en', attributes: '' })
      server.requests.length = 0
      server.handoffs.length = 0
      server.claims.length = 0
      server.told.length = 0
      server.ratings.length = 0
      server.conversations.clear()
    },
    async close(): Promise<void> {
      await close()
      await server.close()
      rmSync(dist, { recursive: true, force: true })
    },
  }
}

/** Waits until a condition holds, asking often; fails with `what` after ten seconds, or `patience` ms. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patience = 10_000,
): Promise<void> {
  const limit = Date.now() + patience
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error(`waited in vain until ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
