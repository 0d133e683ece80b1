import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { faultsOn } from '../support/axe.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startWidgetRig, until, type Visit, type WidgetRig } from '../support/widget-rig.ts'

describeInBrowser('the widget in a talk with people', () => {
  let rig: WidgetRig
  let visit: Visit
  beforeAll(async () => {
    rig = await startWidgetRig()
  })
  afterAll(() => rig?.close())
  beforeEach(async () => {
    rig.reset()
    visit = await rig.visit()
    await visit.open()
    await visit.say('hello')
    await visit.page.locator('careline-widget .thumbs').first().waitFor()
  })
  afterEach(async () => {
    expect(visit.watch).toEqual({ errors: [], violations: [], foreign: [], dialogs: [] })
    await visit.close()
  })
  const stored = () => [...rig.server.conversations.values()].at(-1)!
  const id = () => stored().conversation.id

  it('shows that a member types until they have written, and tells that the visitor does', async () => {
    const row = visit.page.locator('careline-widget .typing')
    await until(() => stored().streams.size > 0, 'the stream is there')
    rig.server.tellTyping(id(), 'typing')
    await row.filter({ hasText: 'Mia is writing…' }).waitFor()
    rig.server.turnOf(id()).reply('Here I am.', {}, 'member')
    await until(async () => (await row.innerText()) === '', 'it is over')
    rig.server.told.length = 0
    await visit.field.pressSequentially('thanks')
    await until(() => rig.server.told.length === 1, 'typing was told, once')
    await visit.field.press('Enter')
    await until(() => rig.server.told.length === 2, 'its end was told')
    expect(rig.server.told).toEqual([{ doing: 'typing' }, { doing: 'nothing' }])
  })

  it('asks how it was once it is resolved, by keyboard alone, and not again', async () => {
    const resolve = (engagement: number) =>
      rig.server.append(stored(), 'conversation.resolved', { conversationId: id(), engagement, by: 'mem_1' })
    resolve(1)
    const survey = visit.page.getByRole('group', { name: 'How did we do?' })
    await survey.waitFor()
    expect(await faultsOn(visit.page)).toEqual([])
    await visit.page.getByRole('radio', { name: '1 of 5' }).focus()
    for (let press = 0; press < 3; press++) await visit.page.keyboard.press('ArrowRight')
    await visit.page.getByLabel('Anything to add?').fill('Quick and kind.')
    rig.server.told.length = 0
    await visit.page.locator('careline-widget .survey .primary').press('Enter')
    await survey.waitFor({ state: 'hidden' })
    expect(rig.server.told).toEqual([{ engagement: 1, score: 4, comment: 'Quick and kind.' }])
    resolve(1)
    await visit.say('one more thing')
    resolve(2)
    await survey.waitFor()
    await visit.page.getByRole('button', { name: 'No, thank you' }).click()
    expect(await survey.isVisible()).toBe(false)
  })
})
