import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { type DeskBrowser, startDeskBrowser } from '../../tests/browser/desk-browser.ts'
import { chromiumPath } from '../../tests/support/browser.ts'
import { quantile } from '../lib/measure.ts'
import { report } from '../lib/result.ts'

/**
 * How evenly the inbox scrolls with 10,000 conversations, all of them loaded, in Chromium without a graphics card: frames a
 * second while the wheel turns steadily for ten seconds, and once more while conversations change once a second. Held
 * against a blank page that scrolls the same way in the same browser.
 */
const CONVERSATIONS = 10_000
const SECONDS = 10
const WHEEL_PX = 400
const WHEEL_EVERY_MS = 50

async function fill({ app }: DeskBrowser): Promise<void> {
  const db = app.storage.database.sql
  const { workspaceId, botId } = app
  await sql`insert into conversations (id, workspace_id, bot_id, session_hash, last_seq, created_at, updated_at)
    select 'con_' || n, ${workspaceId}, ${botId}, 'hash ' || n, 1, now(), now() - n * interval '1 minute'
    from generate_series(1, ${CONVERSATIONS}::int) n`.execute(db)
  await sql`insert into messages (id, workspace_id, bot_id, conversation_id, seq, author, text, content, epoch, created_at)
    select 'msg_' || n, ${workspaceId}, ${botId}, 'con_' || n, 1, 'visitor', 'Where is my parcel number ' || n || '?', '{}', 0,
      now() - n * interval '1 minute'
    from generate_series(1, ${CONVERSATIONS}::int) n`.execute(db)
}

/** Turns the wheel down and up over the element, and gives the milliseconds between the frames that were drawn meanwhile. */
async function framesWhile(page: Page, selector: string, each: () => Promise<void>): Promise<number[]> {
  await page.locator(selector).first().hover()
  await page.evaluate(`(() => {
    const frames = (window.frames = [])
    let before
    const next = at => { if (before) frames.push(at - before); before = at; window.going = requestAnimationFrame(next) }
    window.going = requestAnimationFrame(next)
  })()`)
  const began = performance.now()
  for (let turn = 0; performance.now() - began < SECONDS * 1000; turn++) {
    await page.mouse.wheel(0, Math.floor(turn / 40) % 2 ? -WHEEL_PX : WHEEL_PX)
    if (turn % Math.round(1000 / WHEEL_EVERY_MS) === 0) await each()
    await page.waitForTimeout(WHEEL_EVERY_MS)
  }
  return (await page.evaluate('cancelAnimationFrame(window.going), window.frames')) as number[]
}

const rate = (frames: readonly number[]) => 1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length)

/** Scrolls to the end again and again until every line is loaded. */
async function loadAll(page: Page): Promise<void> {
  await page.waitForFunction(
    `(() => { const list = document.querySelector('.list .scroll'); list.scrollTop = list.scrollHeight
      return list.querySelector('[data-index="${CONVERSATIONS - 1}"]') !== null })()`,
    undefined,
    { timeout: 300_000, polling: 200 },
  )
}

async function measure(desk: DeskBrowser): Promise<void> {
  const blank = await desk.open()
  await blank.setContent(
    '<div class="scroll" style="height:90vh;overflow:auto"><div style="height:900000px;background:linear-gradient(red,blue)">',
  )
  const bare = await framesWhile(blank, '.scroll', async () => undefined)
  await blank.context().close()
  await fill(desk)
  const page = await desk.open({ bypassCSP: true })
  await desk.setUpOwner(page)
  await page.goto(`${desk.origin}/admin/inbox`)
  await page.getByRole('button', { name: /^All/ }).click()
  await page.locator('.line').first().waitFor()
  await loadAll(page)
  const requests: string[] = []
  page.on('request', request => requests.push(request.url()))
  const still = await framesWhile(page, '.list .scroll', async () => undefined)
  requests.length = 0
  let at = 0
  const busy = await framesWhile(page, '.list .scroll', async () => {
    await page.evaluate(`fetch('/api/v1/conversations', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ botId: '${desk.app.botId}' }) }).then(answer => answer.json()).then(({ conversation, sessionToken }) =>
      fetch('/api/v1/conversations/' + conversation.id + '/messages', { method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer ' + sessionToken },
        body: JSON.stringify({ clientId: 'c${at++}', text: 'Hello' }) })), 0`)
  })
  const lists = requests.filter(url => url.includes('desk/conversations?')).length
  for (const [name, frames, detail] of [
    ['inbox scrolls', still, ''],
    ['inbox scrolls while it changes', busy, `, ${at} conversations came, ${lists} requests for lists`],
  ] as const)
    report({
      name,
      ours: `${rate(frames).toFixed(1)} frames/s`,
      other: `${rate(bare).toFixed(1)} frames/s of a blank page`,
      value: rate(frames),
      unit: ' fps',
      goal: { atLeast: 59 },
      detail:
        `${CONVERSATIONS} conversations, ${SECONDS} s, p95 between frames ${quantile(frames, 0.95).toFixed(1)} ms, ` +
        `longest ${Math.max(...frames).toFixed(0)} ms${detail}`,
    })
}

if (chromiumPath()) {
  const desk = await startDeskBrowser()
  try {
    await measure(desk)
  } finally {
    await desk.close()
  }
} else process.stderr.write('inbox scrolling: not measured, no Chromium found; name one in CHROMIUM\n')
