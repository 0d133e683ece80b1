import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser, newVisitor, watchPage } from '../support/browser.ts'
import { careline, type RunningServer, shared, startServer, tempFolder } from '../support/program.ts'
import { until } from '../support/widget-rig.ts'

/**
 * The main job, with nothing scripted: the built program as a process, a real help centre read by the command line, and
 * a visitor in Chromium.
 */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const OWN_VISITS = 'How do I exclude my own visits?'
const MONGOLIA = 'What is the capital of Mongolia?'

describeInBrowser('a visitor of a help centre', () => {
  const folder = tempFolder()
  const dataDir = join(folder.path, 'data')
  const env = { NO_EXAMPLE: 'true', LIMIT_REQUESTS: '100000', LIMIT_MESSAGES: '1000' }
  let server: RunningServer
  let chromium: Awaited<ReturnType<typeof launchBrowser>>
  const contexts: BrowserContext[] = []
  const origin = () => server.address.replace('localhost', '127.0.0.1')

  beforeAll(async () => {
    server = await startServer(dataDir, { env })
    chromium = await launchBrowser()
    const read = await careline(['ingest', shared('plausible-help/docs'), '--data-dir', dataDir])
    expect(read.err).toContain('embedding passages')
    expect(read.out).toMatch(/^1\d\d pages, \d{3,} passages, 0 could not be read\n/)
  }, 300_000)
  afterAll(async () => {
    await Promise.all(contexts.map(context => context.close()))
    await chromium?.close()
    await server?.end('SIGKILL')
    folder.remove()
  })

  async function visitor(options: Parameters<typeof newVisitor>[1] = {}) {
    const context = await newVisitor(chromium.browser, options)
    contexts.push(context)
    return { context, page: await context.newPage() }
  }

  const on = (page: Page) => {
    const widget = page.locator('careline-widget')
    const field = widget.locator('.composer textarea')
    return {
      widget,
      field,
      own: () => widget.locator('.row.visitor .bubble').allInnerTexts(),
      answers: () => widget.locator('.row:not(.visitor) .sources').count(),
      async open() {
        await page.goto(`${origin()}/`)
        await widget.locator('.launcher').click()
        await field.waitFor()
      },
      async say(text: string) {
        await field.fill(text)
        await field.press('Enter')
      },
    }
  }

  /** What axe finds wrong; pages under a strict policy are looked at from a context that may run it. */
  async function faults(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] }
    return violations.map(({ id }) => id)
  }

  it('gets the answer with the right page cited, and the citation opens at the passage', async () => {
    const { context, page } = await visitor({ bypassCSP: true })
    const watch = await watchPage(page, origin())
    const chat = on(page)
    await chat.open()
    await chat.say(OWN_VISITS)
    const source = chat.widget.locator('.sources a').first()
    await source.waitFor()
    expect(await chat.own()).toEqual([OWN_VISITS])
    const [viewer] = await Promise.all([context.waitForEvent('page'), source.click()])
    await viewer.waitForLoadState()
    expect(await viewer.title()).toMatch(/exclud/i)
    // A passage above the first heading has no anchor: the page then opens at its top.
    expect(
      await viewer.evaluate(
        "location.hash ? (({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector(':target').getBoundingClientRect()) : scrollY === 0",
      ),
    ).toBe(true)
    expect(await faults(viewer)).toEqual([])
    expect(await faults(page)).toEqual([])
    expect({ ...watch }).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
  })

  it('finds history and rating again after a reload, and in a second tab what the first one says', async () => {
    const { context, page } = await visitor()
    const first = on(page)
    await first.open()
    await first.say(OWN_VISITS)
    const up = first.widget.getByRole('button', { name: 'Helpful', exact: true })
    const stored = page.waitForResponse(response => response.url().endsWith('/rating') && response.ok())
    await up.click()
    await stored
    const pressed = async () => (await up.getAttribute('aria-pressed')) === 'true'
    await until(pressed, 'the thumb is pressed')
    await page.reload()
    await first.field.waitFor()
    await until(pressed, 'the thumb is pressed after the reload')
    expect(await first.own()).toEqual([OWN_VISITS])
    const other = await context.newPage()
    const second = on(other)
    await other.goto(`${origin()}/`)
    await second.field.waitFor()
    await first.say('How do I add a team member?')
    await until(async () => (await second.own()).length === 2, 'the second tab shows the message')
    await until(async () => (await second.answers()) === (await first.answers()), 'both show the answer')
    expect(await second.own()).toEqual(await first.own())
  })

  it('is told that the pages do not say it, and leaves an address for a person', async () => {
    const { page } = await visitor()
    const chat = on(page)
    await chat.open()
    await chat.say(MONGOLIA)
    const offer = chat.widget.locator('.thread').getByRole('button', { name: 'Talk to a person' })
    await offer.click()
    expect(await chat.answers()).toBe(0)
    await chat.widget.getByLabel('E-mail address').fill('ana@example.com')
    await chat.widget.getByLabel('What should they know?').fill('I teach geography.')
    await chat.widget.getByRole('button', { name: 'Ask for a reply' }).click()
    await chat.widget.locator('.queue', { hasText: 'ana@example.com' }).waitFor()
    await page.reload()
    await chat.widget.locator('.queue', { hasText: 'A person will take over.' }).waitFor()
    const [key, saved] = (await page.evaluate('Object.entries(localStorage)[0]')) as [string, string]
    expect(key).toMatch(/^careline:/)
    expect(saved).not.toContain('ana@example.com')
    const { token, conversationId } = session(saved)
    const response = await fetch(`${origin()}/api/v1/conversations/${conversationId}`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(await response.json()).toMatchObject({ conversation: { holder: 'queue' } })
  })

  it('loses nothing when the server is killed in the middle of an answer and started again', async () => {
    const { context, page } = await visitor()
    const chat = on(page)
    await chat.open()
    await chat.say(OWN_VISITS)
    await until(async () => (await chat.answers()) === 1, 'the first answer is there')
    const taken = page.waitForResponse(
      response => response.request().method() === 'POST' && response.url().endsWith('/messages'),
    )
    await chat.say('How do I add a team member?')
    await taken
    await server.end('SIGKILL')
    await chat.say('Where do I see my bounce rate?')
    await context.setOffline(true)
    await chat.say('How do I delete my site?')
    const port = Number(new URL(server.address).port)
    server = await startServer(dataDir, { env, port })
    await context.setOffline(false)
    const asked = [
      OWN_VISITS,
      'How do I add a team member?',
      'Where do I see my bounce rate?',
      'How do I delete my site?',
    ]
    // Messages that came together may be answered together, so what counts is that the bot has the last word.
    const isDone = async () =>
      (await chat.widget.getByText('Waiting…').count()) === 0 &&
      (await chat.widget.locator('.dots').count()) === 0 &&
      (await chat.own()).length === asked.length &&
      (await chat.widget.locator('.messages .row').last().getAttribute('class'))?.includes('visitor') ===
        false
    await until(isDone, 'every message has its answer', 60_000)
    expect(await chat.own()).toEqual(asked)
    await page.reload()
    await until(async () => (await chat.own()).length === asked.length, 'the history is back')
    expect(await chat.own()).toEqual(asked)
    const saved = (await page.evaluate('Object.values(localStorage)[0]')) as string
    const { token, conversationId } = session(saved)
    const response = await fetch(`${origin()}/api/v1/conversations/${conversationId}/messages?limit=100`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const { messages } = (await response.json()) as {
      messages: { author: string; text: string; seq: number }[]
    }
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1))
    expect(messages.filter(({ author }) => author === 'visitor').map(({ text }) => text)).toEqual(asked)
  }, 120_000)
})

/** The session as the widget keeps it. */
function session(saved: string): { token: string; conversationId: string } {
  const token = /"token":"([^"]+)"/.exec(saved)?.[1]
  const conversationId = /"(?:conversationId|id)":"([^"]+)"/.exec(saved)?.[1]
  if (!token || !conversationId) throw new Error(`no session in ${Object.keys(JSON.parse(saved)).join(', ')}`)
  return { token, conversationId }
}
