import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { startWidgetRig, until, type Visit, type WidgetRig } from '../support/widget-rig.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  nodes: { target: unknown }[]
}

describeInBrowser('the widget on its page', () => {
  let rig: WidgetRig
  beforeAll(async () => {
    rig = await startWidgetRig()
  })
  afterAll(() => rig?.close())
  beforeEach(() => rig.reset())

  /** What axe finds wrong, as `rule: places`. Motion is over before it looks, or fading text would fail on contrast. */
  async function faults({ page }: Visit): Promise<string[]> {
    await page.evaluate(
      "Promise.all(document.querySelector('careline-widget').shadowRoot.getAnimations().filter(({ effect }) => effect.getComputedTiming().iterations < 9).map(({ finished }) => finished))",
    )
    await page.evaluate(`if (!window.axe) { ${axe} }`)
    const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] }
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => JSON.stringify(target)).join(', ')}`,
    )
  }
  const answered = (visit: Visit) => visit.page.locator('careline-widget .thumbs').first().waitFor()

  it('lets axe find a fault that was planted', async () => {
    rig.server.page.body = '<img src="/favicon.ico"><button></button>'
    const visit = await rig.visit()
    expect((await faults(visit)).join()).toContain('button-name')
    await visit.close()
  })

  it('declares every token that its style sheets use, so that fields have borders', async () => {
    const visit = await rig.visit()
    await visit.open()
    const undeclared = await visit.page.evaluate(`(() => {
      const sheets = document.querySelector('careline-widget').shadowRoot.adoptedStyleSheets
      const css = sheets.flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText).join('')
      return [...css.matchAll(/var\\((--[\\w-]+)\\)/g)].map(([, name]) => name).filter(name => !css.includes(name + ':'))
    })()`)
    expect(undeclared).toEqual([])
    await visit.close()
  })

  const looks: [
    name: string,
    options: Parameters<WidgetRig['visit']>[0],
    lang: string,
    colour: string | null,
  ][] = [
    ['in light', { colorScheme: 'light' }, 'en', null],
    ['in dark', { colorScheme: 'dark' }, 'en', null],
    ['from right to left', { colorScheme: 'light' }, 'ar', '#0f766e'],
    [
      'on a phone',
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      'de',
      '#ffd400',
    ],
    [
      'in dark on a phone in Hebrew',
      { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
      'he',
      '#111111',
    ],
  ]
  it.each(looks)(
    'has nothing for axe to find %s: closed, open, with messages, asking for a person',
    async (_name, options, lang, colour) => {
      rig.server.page.lang = lang
      rig.server.page.head =
        '<style>@media(prefers-color-scheme:dark){body{background:#111;color:#eee}}</style>'
      // Landmarks of the page, beside which the widget must have none of the same kind.
      rig.server.page.body = '<header>Shop</header><footer>Imprint</footer>'
      rig.server.setSettings({ colour, starters: [] })
      rig.server.setScript((text, turn) => {
        turn.reply(
          'See **this**:\n\n1. `one`\n2. two\n\n| a | b |\n|---|---|\n| 1 | [x](https://help.example/x) |',
          {
            decision: 'answered',
            citations: [
              {
                number: 1,
                passageId: 'p',
                pageId: 'p',
                path: 'a.md',
                title: 'A page',
                headingPath: [],
                url: 'https://help.example/a#b',
                quote: 'q',
              },
            ],
          },
        )
        turn.reply(text, { decision: 'refused', options: ['One', 'Two'], offerPerson: true })
        rig.server.turnOf(turn.conversationId).start()
      })
      const visit = await rig.visit(options)
      await visit.launcher.waitFor()
      expect(await faults(visit)).toEqual([])
      await visit.open()
      expect(await faults(visit)).toEqual([])
      await visit.say('hello')
      await answered(visit)
      await visit.page.locator('careline-widget .dots').waitFor()
      expect(await faults(visit)).toEqual([])
      rig.server.setFault(() => ({ status: 422 }))
      await visit.say('refused')
      await visit.page.locator('careline-widget .failed').waitFor()
      rig.server.setFault(() => undefined)
      rig.server.setAbsent(true)
      await visit.page.locator('careline-widget .person').click()
      await visit.page.locator('careline-widget #email').waitFor()
      expect(await faults(visit)).toEqual([])
      const panel = await visit.page.locator('careline-widget .panel').boundingBox()
      if (options?.viewport?.width === 390) expect(panel).toEqual({ x: 0, y: 0, width: 390, height: 844 })
      if (lang === 'ar') expect(panel!.x).toBeLessThan(100)
      expect(visit.watch.errors).toEqual([])
      await visit.close()
    },
  )

  it('keeps the focus inside while it fills the screen, and gives it back', async () => {
    const visit = await rig.visit({ viewport: { width: 390, height: 700 } })
    rig.server.page.body = '<a href="/x">A link of the page</a>'
    await visit.page.reload()
    await visit.open()
    for (let i = 0; i < 15; i++) {
      await visit.page.keyboard.press('Tab')
      expect(await visit.page.evaluate('document.activeElement?.localName'), `after ${i}`).not.toBe('a')
    }
    expect(await visit.page.evaluate('document.documentElement.style.overflow')).toBe('hidden')
    await visit.page.keyboard.press('Escape')
    expect(await visit.page.locator('careline-widget .launcher:focus').count()).toBe(1)
    expect(await visit.page.evaluate('document.documentElement.style.overflow')).toBe('')
    await visit.close()
  })

  it('speaks the language of the page, with the texts its owner and the page put in', async () => {
    rig.server.page.lang = 'fr-CA'
    rig.server.page.attributes = 'data-text-placeholder="Votre question"'
    rig.server.setSettings({ texts: { person: 'Une vraie personne', placeholder: 'lost' } })
    const visit = await rig.visit()
    await visit.open()
    expect(await visit.page.locator('careline-widget .head').innerText()).toContain('Assistant IA')
    expect(await visit.field.getAttribute('placeholder')).toBe('Votre question')
    expect(await visit.page.getByRole('button', { name: 'Une vraie personne' }).isVisible()).toBe(true)
    await visit.close()
  })

  it('takes colour, side and theme from the bot or the page', async () => {
    rig.server.page.attributes = 'data-theme="dark"'
    rig.server.setSettings({ colour: '#ffd400', position: 'left' })
    const visit = await rig.visit()
    await visit.open()
    const style = (selector: string, name: string) =>
      visit.page.evaluate(
        `getComputedStyle(document.querySelector('careline-widget').shadowRoot.querySelector('${selector}')).${name}`,
      )
    expect(await style('.launcher', 'backgroundColor')).toBe('rgb(255, 212, 0)')
    expect(await style('.launcher', 'color')).toBe('rgb(0, 0, 0)')
    expect(await style('.panel', 'backgroundColor')).toBe('rgb(22, 24, 29)')
    expect((await visit.page.locator('careline-widget .panel').boundingBox())!.x).toBe(20)
    expect(await style('.panel', 'fontFamily')).toBe(
      await visit.page.evaluate('getComputedStyle(document.body).fontFamily'),
    )
    await visit.close()
  })

  it('plays the commands that came before it, and those after', async () => {
    const code = `window.Careline = function () { (Careline.q = Careline.q || []).push(arguments) }
      window.heard = []
      for (const name of ['ready', 'open', 'close', 'message', 'unread', 'handoff'])
        Careline('on', name, detail => heard.push(detail && detail.text ? name + ' ' + detail.author : name))
      Careline('open')`
    rig.server.page.head = `<script src="/page.js?code=${encodeURIComponent(code)}"></script>`
    const visit = await rig.visit()
    await visit.field.waitFor()
    await visit.say('hello')
    await answered(visit)
    await visit.page.evaluate("Careline('close')")
    await until(async () => !(await visit.field.isVisible()), 'it is closed')
    const { conversation } = [...rig.server.conversations.values()][0]!
    rig.server.turnOf(conversation.id).reply('more')
    await until(
      async () => `${await visit.page.evaluate('heard.join()')}`.endsWith('unread'),
      'the page heard of it',
    )
    expect(await visit.page.evaluate('heard')).toEqual([
      'ready',
      'open',
      'message bot',
      'close',
      'message bot',
      'unread',
    ])
    await visit.page.evaluate(
      "window.end = Careline('on', 'open', () => heard.push('again')); end(); Careline('open')",
    )
    await visit.field.waitFor()
    expect(await visit.page.evaluate('heard.includes("again")')).toBe(false)
    await visit.page.evaluate("Careline('shutdown')")
    expect(await visit.page.locator('careline-widget').count()).toBe(0)
    expect(await visit.stored()).toEqual([])
    const before = rig.server.requests.length
    await visit.page.evaluate("document.body.append('changed'); Careline('open')")
    expect(await visit.page.locator('careline-widget').count()).toBe(0)
    expect(rig.server.requests).toHaveLength(before)
    expect(visit.watch.errors).toEqual([])
    await visit.close()
  })

  it('lives through single-page navigation: new address, new children, a new body', async () => {
    const visit = await rig.visit()
    await visit.open()
    await visit.say('hello')
    await answered(visit)
    await visit.field.fill('half a thought')
    for (const change of [
      "history.pushState({}, '', '/next')",
      "document.body.replaceChildren(document.createElement('main'))",
      "document.body = document.createElement('body')",
    ]) {
      await visit.page.evaluate(change)
      await visit.field.waitFor()
      expect(await visit.field.inputValue(), change).toBe('half a thought')
      expect(await visit.own(), change).toEqual(['hello'])
    }
    expect(await visit.page.locator('careline-widget').count()).toBe(1)
    await visit.field.press('Enter')
    await until(async () => (await visit.own()).length === 2, 'it still sends')
    expect(rig.server.conversations.size).toBe(1)
    await visit.close()
  })

  it('is one widget even when its script is on the page twice', async () => {
    rig.server.page.body = '<script src="/widget.js" data-bot-id="shop"></script>'
    const visit = await rig.visit()
    await visit.launcher.waitFor()
    expect(await visit.page.locator('careline-widget').count()).toBe(1)
    expect(visit.watch.errors).toEqual([])
    await visit.close()
  })

  it('joins the conversation that another tab began', async () => {
    const visit = await rig.visit()
    const second = await visit.page.context().newPage()
    await second.goto(rig.server.origin)
    await second.locator('careline-widget .launcher').click()
    await second.locator('careline-widget .composer textarea').waitFor()
    await visit.open()
    await visit.say('from the first tab')
    await second.locator('careline-widget .visitor .bubble', { hasText: 'from the first tab' }).waitFor()
    await second.locator('careline-widget .thumbs').waitFor()
    expect(rig.server.conversations.size).toBe(1)
    await visit.close()
  })

  it('tries again to load when the first click found no network', async () => {
    const visit = await rig.visit()
    rig.server.setFault((_method, path) => (path.includes('/widget/') ? 'drop' : undefined))
    await visit.launcher.click()
    await until(async () => (await visit.launcher.getAttribute('aria-busy')) === null, 'it gave up')
    rig.server.setFault(() => undefined)
    await visit.open()
    expect(await visit.field.isVisible()).toBe(true)
    await visit.close()
  })
})
