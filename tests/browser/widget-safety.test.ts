import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { startWidgetRig, until, type Visit, type WidgetRig } from '../support/widget-rig.ts'
import { citation } from '../support/widget-server.ts'

interface Row {
  id: string
  input: string
  canary?: string
  family: string
}

/** The shared hostile rows; loud and empty where they are not there, a failure with `CI=true`. */
function rows(name: string): Row[] {
  const file = new URL(`../../../shared/data/security/${name}.jsonl`, import.meta.url)
  if (existsSync(file))
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  if (process.env['CI'] === 'true') throw new Error(`${name}.jsonl is not there`)
  console.error(`NOT RUN: ${name}.jsonl is not there`)
  return []
}

/** Everything in the widget's shadow root that could run, load or lead somewhere, as `name: value`. Runs in the page. */
const inspect = `(() => {
  const found = { elements: new Set(), hrefs: [], wrong: [] }
  for (const element of document.querySelector('careline-widget').shadowRoot.querySelectorAll('*')) {
    found.elements.add(element.localName)
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^src|^srcdoc$|^action$|^formaction$|^xlink|^background$|^poster$|^data$/.test(name))
        found.wrong.push(element.localName + ' ' + name + '=' + value)
      if (name === 'href') found.hrefs.push(value)
    }
  }
  return { elements: [...found.elements].sort(), hrefs: found.hrefs, wrong: found.wrong }
})()`
interface Found {
  elements: string[]
  hrefs: string[]
  wrong: string[]
}
const harmless =
  'a bdi blockquote br button code dialog div em fieldset form h2 i input label legend li ol p path pre span strong svg table tbody td textarea th tr ul'.split(
    ' ',
  )

describeInBrowser('the widget against hostile input', () => {
  let rig: WidgetRig
  let visit: Visit
  beforeAll(async () => {
    rig = await startWidgetRig()
  })
  afterAll(() => rig?.close())
  beforeEach(() => rig.reset())

  /** Loads a conversation that holds these texts in every place a text can reach, and waits until the last one shows. */
  async function show(texts: Row[], settings: Record<string, unknown> = {}): Promise<Found> {
    rig.server.setSettings(settings)
    visit = await rig.visit()
    await visit.open()
    await visit.say('hello')
    await until(() => rig.server.conversations.size === 1, 'the conversation has begun')
    const [stored] = [...rig.server.conversations.values()]
    for (const { input } of texts) {
      const turn = rig.server.turnOf(stored!.conversation.id)
      const cited = citation(1, {
        title: input,
        headingPath: [input],
        quote: input,
        path: input,
        url: input || 'x',
      })
      turn.reply(input)
      turn.reply(input, {}, 'member')
      turn.reply(input, {
        decision: 'answered',
        sentences: (['sentence', 'step', 'row', 'heading', 'code'] as const).map(kind => ({
          text: input,
          kind,
          citations: [1],
        })),
        citations: [cited],
      })
    }
    const last = rig.server.turnOf(stored!.conversation.id)
    last.reply('the end', { options: texts.map(({ input }) => input), offerPerson: true })
    await visit.page.getByText('the end').first().waitFor()
    const found = (await visit.page.evaluate(inspect)) as Found
    expect(found.wrong).toEqual([])
    expect(found.elements.filter(name => !harmless.includes(name))).toEqual([])
    for (const href of found.hrefs) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    return found
  }

  it('finds a script that does run, so that finding none means something', async () => {
    rig.server.page.body = '<img src="//collector.example/x" onerror="alert(1)">'
    const victim = await rig.visit()
    await until(
      () => victim.watch.dialogs.length > 0 && victim.watch.foreign.length > 0,
      'the planted script ran',
    )
    await victim.close()
  })

  it('draws every row of xss_html in every place as plain text', async () => {
    const texts = rows('xss_html')
    await show(texts, {
      name: texts
        .map(({ input }) => input)
        .join(' ')
        .slice(0, 3000),
      greeting: texts.map(({ input }) => input).join('\n'),
      companyName: texts[0]?.input ?? '',
      starters: texts.slice(0, 6).map(({ input }) => input),
      privacyUrl: 'javascript:alert(1)',
      colour: 'red;background:url(//collector.example/x)',
      texts: { label: texts[1]?.input ?? '', send: texts[2]?.input ?? '' },
    })
    const drawn = await visit.page.locator('careline-widget .thread').innerText()
    for (const { input } of texts.slice(0, 20))
      expect(drawn.replace(/\s+/g, ' ')).toContain(input.slice(0, 12).trim().replace(/\s+/g, ' '))
    expect(await visit.page.getByRole('link', { name: 'Privacy' }).count()).toBe(0)
    await visit.close()
  })

  it('takes every row of xss_html as the words of a visitor', async () => {
    visit = await rig.visit()
    rig.server.setScript(() => {})
    await visit.open()
    const texts = rows('xss_html')
      .map(({ input }) => input.trim())
      .filter(Boolean)
    for (const text of texts) {
      await visit.field.fill(text)
      await visit.field.press('Enter')
    }
    await until(async () => (await visit.own()).length === texts.length, 'all are shown')
    const found = (await visit.page.evaluate(inspect)) as Found
    expect(found.wrong).toEqual([])
    expect(found.elements.filter(name => !harmless.includes(name))).toEqual([])
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await visit.close()
  })

  it('leads nowhere but to allowed hosts, whatever markdown_output tries', async () => {
    const texts = rows('markdown_output')
    const streamed = texts
      .filter(({ family }) => family === 'streamed-cut-at-every-char')
      .flatMap(row => Array.from(row.input, (_, i) => ({ ...row, input: row.input.slice(0, i + 1) })))
    rig.server.setSettings({ linkHosts: ['shop.example', 'help.shop.example'] })
    visit = await rig.visit()
    await visit.open()
    await visit.say('hello')
    await until(() => rig.server.conversations.size === 1, 'the conversation has begun')
    const [stored] = [...rig.server.conversations.values()]
    for (const { input } of [...texts, ...streamed, { input: '[fine](https://help.shop.example/a)' }])
      rig.server
        .turnOf(stored!.conversation.id)
        .reply(input, { decision: 'answered', sentences: [{ text: input, citations: [], kind: 'sentence' }] })
    await visit.page.getByRole('link', { name: 'fine' }).waitFor()
    const { hrefs, wrong, elements } = (await visit.page.evaluate(inspect)) as Found
    expect(wrong).toEqual([])
    expect(elements.filter(name => !harmless.includes(name))).toEqual([])
    const outside = hrefs.filter(href => !href.startsWith(rig.server.origin))
    expect(outside).toContain('https://help.shop.example/a')
    for (const href of outside)
      expect(['shop.example', 'help.shop.example']).toContain(new URL(href).hostname)
    for (const { canary } of texts) if (canary) expect(hrefs.join()).not.toContain(canary)
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await visit.close()
  })

  it('draws every slow pattern string without holding the page', async () => {
    const texts = rows('slow_pattern_strings')
    visit = await rig.visit()
    await visit.open()
    await visit.say('hello')
    await until(() => rig.server.conversations.size === 1, 'the conversation has begun')
    const [stored] = [...rig.server.conversations.values()]
    const devtools = await visit.page.context().newCDPSession(visit.page)
    // The thread's own time: what others do on a busy machine does not count.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const scriptMs = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return 1000 * metrics.find(({ name }) => name === 'ScriptDuration')!.value
    }
    for (const { input, id } of texts) {
      const before = await scriptMs()
      rig.server.turnOf(stored!.conversation.id).reply(`${input}`, { decision: 'answered' })
      rig.server.turnOf(stored!.conversation.id).reply(`end of ${id}`)
      await visit.page.getByText(`end of ${id}`, { exact: true }).first().waitFor()
      expect((await scriptMs()) - before, id).toBeLessThan(250)
    }
    await visit.close()
  })

  it('works under the strictest content security policy without one violation', async () => {
    rig.server.page.csp =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    visit = await rig.visit()
    await visit.open()
    await visit.say('hello')
    await visit.page.locator('careline-widget .thumbs').waitFor()
    rig.server.setAbsent(true)
    await visit.page.getByRole('button', { name: 'Talk to a person' }).click()
    await visit.page.setViewportSize({ width: 390, height: 844 })
    await visit.page.getByLabel('E-mail address').fill('ana@example.com')
    await visit.page.getByRole('button', { name: 'Ask for a reply' }).click()
    await visit.page.locator('careline-widget .queue').filter({ hasText: 'ana@' }).waitFor()
    const width = await visit.page.locator('careline-widget .panel').boundingBox()
    expect(width?.width).toBe(390)
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await visit.close()
  })

  it('notices a violation, so that none means something', async () => {
    Object.assign(rig.server.page, {
      csp: "default-src 'none'; script-src 'self'; connect-src 'self'",
      head: '<style>h1{color:red}</style>',
    })
    const victim = await rig.visit()
    await until(() => victim.watch.violations.length > 0, 'the refused style is reported')
    await victim.close()
  })

  it('stays within its size: shell 5 kB, with panel and any one language 15 kB, with what comes after the first look 25 kB, all of it compressed', () => {
    const { 'widget.js': shell, 'panel.js': panel, 'extras.js': extras, ...texts } = rig.sizes
    const first = shell!.gzip + panel!.gzip
    const languages = Object.keys(texts).filter(name => name.startsWith('locales/'))
    expect(shell!.gzip).toBeLessThanOrEqual(5000)
    expect(languages).toHaveLength(12)
    for (const name of languages) {
      const withWords = first + texts[name]!.gzip
      expect(withWords, name).toBeLessThanOrEqual(15_000)
      const more = texts[name.replace('locales/', 'extras/')]!
      expect(withWords + extras!.gzip + more.gzip, name).toBeLessThanOrEqual(25_000)
    }
  })

  it('brings no font, no HTML parser sink and no code from text', () => {
    const code = Object.keys(rig.sizes)
      .map(name => rig.file(name))
      .join('\n')
    expect(code).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|@font-face|createContextualFragment/,
    )
  })
})
