import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { visitorOf } from '../support/small-app.ts'
import { type DeskBrowser, startDeskBrowser } from './desk-browser.ts'

interface Manifest {
  start_url: string
  scope: string
  display: string
  icons: { src: string; sizes: string; type: string }[]
}

describeInBrowser('the installed staff application', () => {
  let desk: DeskBrowser
  let page: Page
  let context: BrowserContext

  beforeAll(async () => {
    desk = await startDeskBrowser()
    page = await desk.open()
    context = page.context()
    page.setDefaultTimeout(20_000)
    await context.grantPermissions(['notifications'], { origin: desk.origin })
    await desk.setUpOwner(page)
  }, 300_000)
  afterAll(() => desk?.close())

  /** The worker, once it works for the page's folder. */
  async function worker() {
    const scope = await page.evaluate<string>('navigator.serviceWorker.ready.then(({ scope }) => scope)')
    expect(scope).toBe(`${desk.origin}/admin/`)
    return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  }

  test('has a manifest with icons of the sizes that they are said to have', async () => {
    const href = await page.evaluate<string>(`document.querySelector('link[rel=manifest]').href`)
    expect(href).toBe(`${desk.origin}/admin/manifest.webmanifest`)
    const answer = await fetch(href)
    expect(answer.headers.get('content-type')).toBe('application/manifest+json')
    const manifest = (await answer.json()) as Manifest
    expect(manifest).toMatchObject({ start_url: './inbox', scope: './', display: 'standalone' })
    for (const { src, sizes, type } of manifest.icons) {
      const icon = await fetch(new URL(src, href))
      expect(icon.headers.get('content-type'), src).toBe(type)
      const side = new DataView(await icon.arrayBuffer()).getUint32(16)
      if (type === 'image/png') expect(`${side}x${side}`, src).toBe(sizes)
    }
    const session = await context.newCDPSession(page)
    const { errors } = await session.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
  })

  test('shows what was pushed, and a click on it opens the conversation where one is', async () => {
    const visitor = await visitorOf(desk.app)
    expect((await visitor.askForPerson('Where is my parcel?')).status).toBe(201)
    const at = await worker()
    const session = await context.newCDPSession(page)
    const registered = new Promise<string>(resolve => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL === `${desk.origin}/admin/`)
        if (ours) resolve(ours.registrationId)
      })
    })
    await session.send('ServiceWorker.enable')
    const data = JSON.stringify({ title: 'Parcels', body: '', conversationId: visitor.conversationId })
    const registrationId = await registered
    await session.send('ServiceWorker.deliverPushMessage', { origin: desk.origin, registrationId, data })
    const shown = () =>
      at.evaluate<object[]>(`registration.getNotifications()
        .then(all => all.map(({ title, tag }) => ({ title, tag })))`)
    await expect.poll(shown).toEqual([{ title: 'Parcels', tag: visitor.conversationId }])
    await at.evaluate(`registration.getNotifications().then(([notification]) => {
      dispatchEvent(new NotificationEvent('notificationclick', { notification }))
    })`)
    await page.waitForURL(`${desk.origin}/admin/inbox/${visitor.conversationId}`)
    await page.getByRole('region', { name: 'Handed over' }).waitFor()
    await expect.poll(shown).toEqual([])
  })

  test('says that it is offline, and shows nothing that was kept', async () => {
    await worker()
    await context.setOffline(true)
    await page.goto(`${desk.origin}/admin/people`)
    await page.getByRole('heading', { name: 'You are offline' }).waitFor()
    await context.setOffline(false)
    await page.getByRole('link', { name: 'Try again' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    const kept = await page.evaluate<string[]>(`caches.open('careline-offline')
      .then(cache => cache.keys()).then(all => all.map(({ url }) => new URL(url).pathname))`)
    expect(kept).toEqual(['/admin/offline.html'])
  })

  test('counts in its title what is unread, and sounds for who begins to wait and who writes in one of mine', async () => {
    await page.addInitScript(`globalThis.notes = 0
      const { start } = AudioScheduledSourceNode.prototype
      AudioScheduledSourceNode.prototype.start = function (...given) {
        globalThis.notes++
        return start.apply(this, given)
      }`)
    const notes = () => page.evaluate<number>('notes')
    await page.goto(`${desk.origin}/admin/account`)
    const silent = await visitorOf(desk.app)
    expect((await silent.askForPerson('Hello?')).status).toBe(201)
    await expect.poll(() => page.title()).toMatch(/^\(\d+\) Careline$/)
    expect(await notes()).toBe(0)
    await page.getByRole('switch', { name: 'Play a tone here' }).click()
    await expect.poll(notes).toBe(2)
    await page.getByRole('link', { name: 'Inbox' }).click()
    const visitor = await visitorOf(desk.app)
    expect((await visitor.askForPerson('Hello?')).status).toBe(201)
    await expect.poll(notes).toBe(4)
    await page.locator('.line').first().click()
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('button', { name: 'Give back to the bot' }).waitFor()
    let said = 0
    const noteAfterMore = async () => {
      await visitor.say(`Are you there ${said++}?`)
      return await notes()
    }
    await expect.poll(noteAfterMore, { interval: 500 }).toBeGreaterThan(4)
  })

  test('is told of what one chooses, and says where push cannot be had', async () => {
    await page.goto(`${desk.origin}/admin/account`)
    const mail = page.getByRole('switch', { name: 'Send me an e-mail' })
    await mail.waitFor()
    expect(await mail.isChecked()).toBe(true)
    await mail.click()
    await expect.poll(() => mail.isChecked()).toBe(false)
    await page.reload()
    await mail.waitFor()
    await expect.poll(() => mail.isChecked()).toBe(false)
    await page.getByRole('button', { name: 'Use this browser' }).waitFor()
    expect(await desk.faults(page)).toEqual([])
    expect(desk.problems.filter(problem => !/ERR_INTERNET_DISCONNECTED/.test(problem))).toEqual([])
  })
})
