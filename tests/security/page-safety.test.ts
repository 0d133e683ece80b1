import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser, newVisitor, type Watch, watchPage } from '../support/browser.ts'
import { startWebSite, type WebSite } from '../support/web-site.ts'
import { type ApiRig, startApi } from './api-rig.ts'
import { sharedRows } from './shared-rows.ts'

interface Row {
  id: string
  input: string
}

/** So many rows stand on one page: each page holds each row in every place. */
const AT_ONCE = 30
const inputs = [
  ...sharedRows<Row>('xss_html.jsonl').map(({ input }) => input),
  ...sharedRows<Row>('markdown_output.jsonl').map(({ input }) => input),
]
const groups = Array.from({ length: Math.ceil(inputs.length / AT_ONCE) }, (_, at) =>
  inputs.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
)

const line = (text: string) => text.replace(/\s+/g, ' ')
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A Markdown page with each text in its title, headings, lists, tables, quotes, code and links, and as it is. */
const markdownOf = (group: readonly string[], at: number) =>
  `---\ntitle: ${JSON.stringify(line(group[at % group.length] as string))}\n---\n${group
    .map(text =>
      [
        `## ${line(text)}`,
        text,
        `- ${line(text)}`,
        `> ${line(text)}`,
        `| ${line(text).replaceAll('|', '\\|')} | b |\n|---|---|\n| ${line(text).replaceAll('|', '\\|')} | c |`,
        `[${line(text)}](${line(text)})`,
        `\`\`\`\n${text}\n\`\`\``,
      ].join('\n\n'),
    )
    .join('\n\n')}\n`

/** The same on a web page, as text and as markup, with titles and addresses that hold it. */
const htmlOf = (group: readonly string[], at: number) =>
  `<html lang="en"><head><title>${escaped(group[at % group.length] as string)}</title></head><body><main>${group
    .map(
      text =>
        `<h2 id="${escaped(text)}">${escaped(text)}</h2><p>${escaped(text)}</p><pre>${escaped(text)}</pre>` +
        `<ul><li>${escaped(text)}</li></ul><table><tr><th>${escaped(text)}</th></tr><tr><td>${escaped(text)}</td></tr></table>` +
        `<p><a href="${escaped(text)}">a link</a></p><div>${text}</div>`,
    )
    .join('\n')}</main></body></html>`

/** Everything of the page that could run, load or lead somewhere. Runs in the page. */
const inspect = `(() => {
  const found = { elements: new Set(), hrefs: [], wrong: [] }
  for (const element of document.querySelectorAll('*')) {
    found.elements.add(element.localName)
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^src|^srcdoc$|^action$|^formaction$|^xlink|^background$|^poster$|^data$|^http-equiv$/.test(name))
        found.wrong.push(element.localName + ' ' + name + '=' + value)
      if (name === 'href') found.hrefs.push(value)
    }
  }
  return { elements: [...found.elements].sort(), hrefs: found.hrefs, wrong: found.wrong }
})()`

const harmless =
  'a blockquote body code div em h1 h2 h3 h4 h5 h6 head html li link main meta ol p pre strong table tbody td th thead title tr ul'.split(
    ' ',
  )

describeInBrowser('the pages that Careline shows, made of hostile text', () => {
  let api: ApiRig
  let site: WebSite
  let chromium: Awaited<ReturnType<typeof launchBrowser>>
  let server: ReturnType<typeof serve>
  let origin: string
  let shown: { id: string; title: string }[]

  beforeAll(async () => {
    site = await startWebSite(
      Object.fromEntries([
        ['/', groups.map((_, at) => `<a href="/${at}.html">${at}</a>`).join('')],
        ...groups.map((group, at) => [`/${at}.html`, htmlOf(group, at)] as const),
      ]),
    )
    api = await startApi({ FETCH_ALLOW: site.allow })
    const folder = join(api.folder, 'docs')
    mkdirSync(folder)
    groups.forEach((group, at) => {
      writeFileSync(join(folder, `${at}.md`), markdownOf(group, at))
      writeFileSync(join(folder, `${at}.html`), htmlOf(group, at))
    })
    for (const source of [
      { kind: 'folder', location: folder, baseUrl: 'https://help.shop.example/' },
      { kind: 'url', location: `${site.origin}/` },
      { kind: 'text', location: '<img src=x onerror=alert(1)>.md', text: markdownOf(groups[0]!, 0) },
    ])
      await api.call('/api/v1/sources', { token: api.app.adminToken, body: source })
    await api.app.settle()
    shown = await api.app.storage.database.sql.selectFrom('pages').select(['id', 'title']).execute()
    await new Promise<void>(resolve => {
      server = serve({ fetch: api.app.http.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        origin = `http://127.0.0.1:${port}`
        resolve()
      })
    })
    chromium = await launchBrowser()
  }, 120_000)
  afterAll(async () => {
    await chromium?.close()
    server?.close()
    await site?.close()
    await api?.close()
  })

  async function visit(path: string, look: (page: Page, watch: Watch) => Promise<void>): Promise<void> {
    const context = await newVisitor(chromium.browser)
    const page = await context.newPage()
    const watch = await watchPage(page, origin)
    await page.goto(`${origin}${path}`)
    await look(page, watch)
    expect(watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await context.close()
  }

  it('all were read', () => {
    expect(shown.length).toBeGreaterThanOrEqual(groups.length * 3)
  })

  it('shows each with nothing that runs, loads or leads to a script', async () => {
    for (const { id, title } of shown)
      await visit(`/pages/${id}`, async page => {
        expect(await page.title()).toBe(title.trim())
        const found = (await page.evaluate(inspect)) as Record<'elements' | 'hrefs' | 'wrong', string[]>
        expect(found.wrong).toEqual([])
        expect(found.elements.filter(name => !harmless.includes(name))).toEqual([])
        for (const href of found.hrefs) expect(href).toMatch(/^(https?:\/\/|mailto:|tel:|#|\/pages\.css$)/)
        for (const href of found.hrefs)
          if (/^https?:/.test(href)) expect(new URL(href)).toMatchObject({ username: '', password: '' })
      })
  }, 120_000)

  it('opens a bot with hostile names on the demo page, and the widget shows them as text', async () => {
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>'
    const changes = { name: hostile, companyName: hostile, greeting: hostile, starters: [hostile] }
    const path = `/api/v1/bots/${api.app.botId}`
    const changed = await api.call(path, { method: 'PATCH', token: api.app.adminToken, body: changes })
    expect(changed.status).toBe(200)
    await visit('/', async page => {
      await page.locator('careline-widget .launcher').click()
      await page.locator('careline-widget .composer textarea').waitFor()
      await page.locator('careline-widget').getByText('<img src=x onerror').first().waitFor()
      expect(await page.locator('careline-widget img, careline-widget script').count()).toBe(0)
    })
  })

  it('sends a policy without inline scripts, and nosniff, with every page of HTML and every refusal', async () => {
    for (const path of ['/', `/pages/${shown[0]!.id}`, '/pages/none', '/none', '/pages/%3Cscript%3E']) {
      const { headers, type } = await api.call(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, path).toMatch(/default-src '(none|self)'/)
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain('frame-ancestors')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(type).toMatch(/^text\/html; charset=utf-8|^application\/problem\+json/)
    }
  })
})
