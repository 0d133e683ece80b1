import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../tests/support/browser.ts'
import { report } from '../lib/result.ts'

/**
 * Bytes and time to usable input of our widget beside typebot's, in one run: the same blank page, gzip level 9 over
 * loopback, a stub of each one's server, the processor slowed four times, loads alternated A B A B. "Usable input" is
 * from the start of navigation to a visible, enabled text field that takes the focus; the bubble is clicked as soon as
 * it can be seen. Times are wall times of a shared machine: the ratio is what counts.
 */

const throttle = 4
const peers = new URL('../peers/node_modules/', import.meta.url)
const peerFile = new URL('@typebot.io/js/dist/web.js', peers)

interface Contender {
  name: string
  page: string
  launcher: string
}

const html = (body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>blank</title></head><body><h1>Host page</h1>${body}</body></html>`

const contenders: Contender[] = [
  {
    name: 'careline',
    page: html('<script async src="/widget.js" data-bot-id="demo"></script>'),
    launcher: '.launcher',
  },
  {
    name: 'typebot',
    page: html(
      `<script type="module">import Typebot from '/typebot/web.js'; Typebot.initBubble({ typebot: 'demo', apiHost: location.origin })</script>`,
    ),
    launcher: 'button',
  },
]

/** One load of one contender. */
interface Load {
  name: string
  launcherMs: number
  inputMs: number
  scriptMs: number
  requests: number
  gzipBytes: number
}

interface SpeedResult {
  name: string
  loads: number
  requests: number
  gzipBytes: number
  launcherMs: number
  inputMs: number
  inputMinMs: number
  inputMaxMs: number
  scriptMs: number
}

/** What the page's own script reports: looks once a frame, through open shadow roots, for bubble and field. */
const watcher = (launcher: string) => `(() => {
  const seen = (window.seen = {})
  const visible = element => {
    const { width, height } = element.getBoundingClientRect()
    const { visibility, display } = getComputedStyle(element)
    return width > 4 && height > 4 && visibility !== 'hidden' && display !== 'none'
  }
  const all = function* (root) {
    for (const element of root.querySelectorAll('*')) {
      yield element
      if (element.shadowRoot) yield* all(element.shadowRoot)
    }
  }
  const isField = element => element.matches('textarea, input[type=text], input:not([type])') && !element.disabled && !element.readOnly
  let clicked = -1e9
  const look = () => {
    for (const element of document.body ? all(document) : []) {
      if (seen.launcher && isField(element) && visible(element)) {
        element.focus()
        seen.input = performance.now()
        return
      }
      if (element.matches(${JSON.stringify(launcher)}) && visible(element) && performance.now() - clicked > 2500) {
        seen.launcher ??= performance.now()
        clicked = performance.now()
        element.click()
      }
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()`

/** Stub answers of both servers: settings of ours, the start of a chat of typebot's. */
function stub(path: string): unknown {
  if (path.includes('/startChat')) {
    return {
      sessionId: 's',
      resultId: 'r',
      typebot: {
        id: 'demo',
        version: '6.1',
        theme: { general: {}, chat: {} },
        settings: { general: {} },
        publishedAt: '2026-01-01T00:00:00Z',
      },
      messages: [
        {
          id: 'm',
          type: 'text',
          content: { type: 'richText', richText: [{ type: 'p', children: [{ text: 'Hello' }] }] },
        },
      ],
      input: { id: 'i', type: 'text input', options: {} },
    }
  }
  return { botId: 'demo', name: 'Ada', companyName: 'Shop', starters: [], linkHosts: [] }
}

async function serve(dist: string) {
  const cache = new Map<string, Buffer>()
  const sent = { requests: 0, bytes: 0 }
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://bench.test')
    const contender = contenders.find(({ name }) => pathname === `/${name}`)
    const send = (type: string, body: string | Buffer, headers = {}) => {
      response.writeHead(200, { 'content-type': type, ...headers })
      response.end(body)
    }
    if (contender) return send('text/html', contender.page)
    if (pathname === '/favicon.ico') return response.writeHead(204).end()
    const file =
      pathname === '/typebot/web.js' ? peerFile.pathname : join(dist, pathname.replace(/^\/widget\//, '/'))
    if (!pathname.endsWith('.js') || !existsSync(file))
      return send('application/json', JSON.stringify(stub(pathname)))
    const bytes = cache.get(file) ?? gzipSync(readFileSync(file), { level: 9 })
    cache.set(file, bytes)
    sent.requests++
    sent.bytes += bytes.length
    return send('text/javascript', bytes, { 'content-encoding': 'gzip' })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close: () => server.close(),
  }
}

async function load(
  browser: Browser,
  server: Awaited<ReturnType<typeof serve>>,
  { name, launcher }: Contender,
): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Performance.enable')
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  await page.addInitScript({ content: watcher(launcher) })
  Object.assign(server.sent, { requests: 0, bytes: 0 })
  await page.goto(`${server.origin}/${name}`)
  await page.waitForFunction('window.seen.input', undefined, { timeout: 30_000 })
  const seen = (await page.evaluate('window.seen')) as { launcher: number; input: number }
  const { metrics } = await devtools.send('Performance.getMetrics')
  const scriptMs = (metrics.find(metric => metric.name === 'ScriptDuration')?.value ?? 0) * 1000
  await context.close()
  return {
    name,
    launcherMs: seen.launcher,
    inputMs: seen.input,
    scriptMs,
    requests: server.sent.requests,
    gzipBytes: server.sent.bytes,
  }
}

const median = (values: number[]) => Math.round(values.sort((a, b) => a - b)[values.length >> 1]!)

/** Measures both, `runs` loads each after one that does not count. Needs Chromium, and `npm install` in bench/peers. */
async function measureWidgets(runs = 7): Promise<SpeedResult[]> {
  if (!existsSync(peerFile)) throw new Error('typebot is not there: run npm install in bench/peers')
  const dist = mkdtempSync(join(tmpdir(), 'careline-bench-'))
  const build = await import(new URL('../../scripts/build-widget.mjs', import.meta.url).href)
  await build.buildWidget(dist)
  const server = await serve(dist)
  const { browser, close } = await launchBrowser()
  const loads: Load[] = []
  for (let run = 0; run <= runs; run++) {
    for (const contender of contenders) {
      const one = await load(browser, server, contender)
      if (run > 0) loads.push(one)
    }
  }
  await close()
  server.close()
  rmSync(dist, { recursive: true })
  return contenders.map(({ name }) => {
    const own = loads.filter(one => one.name === name)
    const inputs = own.map(one => one.inputMs)
    return {
      name,
      loads: own.length,
      requests: own[0]!.requests,
      gzipBytes: own[0]!.gzipBytes,
      launcherMs: median(own.map(one => one.launcherMs)),
      inputMs: median([...inputs]),
      inputMinMs: Math.round(Math.min(...inputs)),
      inputMaxMs: Math.round(Math.max(...inputs)),
      scriptMs: median(own.map(one => one.scriptMs)),
    }
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [ours, peer] = (await measureWidgets()) as [SpeedResult, SpeedResult]
  report({
    name: "time to usable input, as a share of typebot's",
    ours: `${ours.inputMs} ms`,
    other: `${peer.inputMs} ms`,
    value: ours.inputMs / peer.inputMs,
    unit: '',
    goal: { atMost: 0.333 },
    detail: `${ours.loads} loads each, processor slowed ${throttle} times; ours ${ours.inputMinMs} to ${ours.inputMaxMs} ms, theirs ${peer.inputMinMs} to ${peer.inputMaxMs} ms`,
  })
  report({
    name: 'bytes of the widget with its panel, gzip',
    ours: `${(ours.gzipBytes / 1000).toFixed(1)} kB`,
    other: `${(peer.gzipBytes / 1000).toFixed(1)} kB`,
    value: ours.gzipBytes / 1000,
    unit: ' kB',
    goal: { atMost: 15 },
    detail: `${ours.requests} requests; typebot's is ${(peer.gzipBytes / ours.gzipBytes).toFixed(1)} times as much`,
  })
}
