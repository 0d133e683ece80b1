import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { startWidgetRig, until, type Visit, type WidgetRig } from '../support/widget-rig.ts'

describeInBrowser('the widget on a page that knows its visitor', () => {
  let rig: WidgetRig
  let visit: Visit
  beforeAll(async () => {
    rig = await startWidgetRig()
  })
  afterAll(() => rig?.close())
  beforeEach(async () => {
    rig.reset()
    visit = await rig.visit()
  })
  afterEach(async () => {
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await visit.close()
  })
  const identify = (sub: string) =>
    visit.page.evaluate(`Careline('identify', { token: async sid => '${sub}@' + sid })`)
  const answered = () => visit.page.locator('careline-widget .thumbs').first().waitFor()
  const stored = () => [...rig.server.conversations.values()]
  const proved = (sub: string) => until(() => stored().at(-1)?.sub === sub, `${sub} is identified`)
  const earlier = () => visit.page.getByRole('button', { name: 'Earlier conversations' })

  it('proves who the visitor is, and lists and shows earlier conversations, to read only', async () => {
    await visit.open()
    expect(await earlier().count()).toBe(0)
    await visit.say('My lamp is broken')
    await answered()
    await identify('ana')
    await proved('ana')
    const other = await rig.visit()
    await other.open()
    await other.page.evaluate("Careline('identify', { token: sid => 'ana@' + sid })")
    await proved('ana')
    await other.page.getByRole('button', { name: 'Earlier conversations' }).click()
    await until(
      async () => (await other.page.locator('careline-widget .cover h2:focus').count()) === 1,
      'the list has the focus',
    )
    await other.page.getByRole('button', { name: 'My lamp is broken' }).click()
    const cover = other.page.locator('careline-widget .cover')
    await cover.locator('.row.visitor').waitFor()
    expect(await cover.locator('.row').count()).toBe(2)
    expect(await cover.locator('.thumb:visible').count()).toBe(0)
    await other.page.keyboard.press('Escape')
    expect(await cover.isVisible()).toBe(false)
    expect(await other.field.isVisible()).toBe(true)
    await other.close()
  })

  it('begins anew when somebody else has signed in on the device', async () => {
    await visit.open()
    await visit.say('of Ana')
    await answered()
    await identify('ana')
    await proved('ana')
    await visit.page.reload()
    await visit.field.waitFor()
    await identify('ben')
    await proved('ben')
    await until(async () => (await visit.own()).length === 0, 'what Ana said is gone')
    expect(stored()).toHaveLength(2)
    expect(await visit.page.evaluate('JSON.stringify(localStorage)')).not.toContain(stored()[0]!.token)
  })

  it('gives the page the conversation for its token, and keeps a claim until there is one', async () => {
    await visit.page.evaluate("Careline('update', { name: 'Ana', attributes: { plan: 'gold' } })")
    await visit.open()
    expect(stored()).toHaveLength(0)
    await visit.say('hello')
    await answered()
    await until(() => rig.server.claims.length === 1, 'the claim was sent')
    expect(rig.server.claims).toEqual([{ name: 'Ana', attributes: { plan: 'gold' } }])
    const sid = await visit.page.evaluate("new Promise(resolve => Careline('session', resolve))")
    expect(sid).toBe(stored()[0]!.conversation.id)
    const said = visit.page.waitForEvent('console', message => message.text().startsWith('Careline:'))
    await visit.page.evaluate("Careline('identify', { token: 'ana@another' })")
    expect((await said).text()).toContain('not identified (403)')
  })
})
