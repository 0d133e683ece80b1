import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { faultsOn } from '../support/axe.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startWidgetRig, until, type Visit, type WidgetRig } from '../support/widget-rig.ts'

/** One blue pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=='
const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') })
const text = (name: string, bytes: number) => ({
  ...{ name, mimeType: 'text/plain', buffer: Buffer.alloc(bytes, 'x') },
})

describeInBrowser('files in the widget', () => {
  let rig: WidgetRig
  let visit: Visit
  beforeAll(async () => {
    rig = await startWidgetRig()
  })
  afterAll(() => rig?.close())
  beforeEach(async () => {
    rig.reset()
    rig.server.setScript(() => undefined)
    rig.server.page.csp =
      "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
    visit = await rig.visit()
  })
  afterEach(async () => {
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await visit.close()
  })
  const widget = () => visit.page.locator('careline-widget')
  const input = () => widget().locator('input[type=file]')
  const chosen = () => widget().locator('.chosen li')
  const ready = (count: number) =>
    until(
      async () => (await chosen().count()) === count && (await widget().locator('progress').count()) === 0,
      `${count} files are kept`,
    )
  const sent = () => [...rig.server.conversations.values()].flatMap(({ messages }) => messages)

  /** A paste or drop of a picture, as a browser tells it. */
  const hand = (selector: string, event: 'paste' | 'drop') =>
    visit.page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${PNG}'), letter => letter.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], '${event}.png', { type: 'image/png' }))
      const at = document.querySelector('careline-widget').shadowRoot.querySelector('${selector}')
      at.dispatchEvent('${event}' === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    })()`)

  it('sends files by button, paste and drop with one message, shows pictures, and saves what was sent', async () => {
    await visit.open()
    await visit.page.getByRole('button', { name: 'Attach a file' }).waitFor()
    await input().setInputFiles([picture('parcel.png'), text('order.txt', 20)])
    await ready(2)
    await hand('.composer textarea', 'paste')
    await hand('dialog', 'drop')
    await ready(4)
    await visit.page.getByRole('button', { name: 'Remove paste.png' }).click()
    expect(await chosen().count()).toBe(3)
    expect(await faultsOn(visit.page)).toEqual([])
    await visit.page.getByRole('button', { name: 'Send', exact: true }).click()
    await until(() => sent().length === 1, 'they were sent')
    expect(sent()[0]).toMatchObject({
      text: '',
      content: { attachments: [{ name: 'parcel.png' }, { name: 'order.txt' }, { name: 'drop.png' }] },
    })
    expect(await chosen().count()).toBe(0)
    await until(async () => (await widget().locator('.files canvas').count()) === 2, 'the pictures show')
    expect(await faultsOn(visit.page)).toEqual([])
    const [saved] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('button', { name: 'Download order.txt' }).click(),
    ])
    expect(saved.suggestedFilename()).toBe('order.txt')
    expect(readFileSync(await saved.path(), 'utf8')).toBe('x'.repeat(20))
    const { id } = [...rig.server.conversations.values()][0]!.conversation
    rig.server.turnOf(id).reply('See this.', { attachments: sent()[0]!.content.attachments! }, 'member')
    await until(
      async () => (await widget().locator('.row.member canvas').count()) === 2,
      'a member’s show too',
    )
  })

  it('refuses in plain words what is too large, of another kind, or too much at once', async () => {
    await visit.open()
    await visit.page.getByRole('button', { name: 'Attach a file' }).waitFor()
    const said = widget().locator('.composer [role=alert]')
    await input().setInputFiles(text('long.txt', 1024 * 1024 + 1))
    expect(await said.innerText()).toBe('long.txt is larger than 1 MB.')
    await input().setInputFiles({ ...picture('run.exe'), mimeType: 'application/x-msdownload' })
    expect(await said.innerText()).toBe('run.exe is of a kind that is not taken here.')
    rig.server.setFault((_method, path) => (path.endsWith('/attachments') ? { status: 429 } : undefined))
    await input().setInputFiles(picture('a.png'))
    await said.filter({ hasText: 'Those were many files.' }).waitFor()
    rig.server.setFault((_method, path) => (path.endsWith('/attachments') ? { status: 422 } : undefined))
    await input().setInputFiles(picture('b.png'))
    await said.filter({ hasText: 'b.png is of a kind' }).waitFor()
    expect(await chosen().count()).toBe(0)
  })

  it('offers nothing where the bot takes no files', async () => {
    rig.server.setSettings({ attachments: { types: [], megabytes: 5, perMinute: 10 } })
    await visit.page.reload()
    await visit.open()
    await visit.page.getByRole('button', { name: 'Talk to a person' }).waitFor()
    await visit.page.waitForFunction(
      "document.querySelector('careline-widget').shadowRoot.querySelector('.person-form')",
    )
    expect(await input().count()).toBe(0)
  })
})
