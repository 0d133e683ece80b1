import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { startWidgetRig, until, type Visit, type WidgetRig } from '../support/widget-rig.ts'
import { citation, type ScriptedTurn } from '../support/widget-server.ts'

const hasFocus = async (visit: Visit, selector: string) =>
  (await visit.page.locator(`careline-widget ${selector}:focus`).count()) === 1

describeInBrowser('the widget in a browser', () => {
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
  const conversation = () => [...rig.server.conversations.values()].at(-1)!
  const answered = (count = 1) =>
    until(
      async () => (await visit.page.locator('careline-widget .thumbs').count()) >= count,
      'the answer is there',
    )
  const sent = () =>
    rig.server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
  const sentence = (text: string, citations: number[] = []) => ({
    text,
    citations,
    kind: 'sentence' as const,
  })

  it('opens by click, greets, and offers the starter questions', async () => {
    await visit.open()
    const text = await visit.page.locator('careline-widget .welcome').innerText()
    expect(text).toContain('What would you like to know?')
    expect(text).toContain('Where is my order?')
    expect(await visit.page.getByRole('dialog', { name: 'Ada' }).innerText()).toContain('AI assistant')
    expect(await visit.page.getByRole('link', { name: 'Privacy' }).getAttribute('href')).toBe(
      `${rig.server.origin}/privacy`,
    )
    expect(await visit.page.getByRole('button', { name: 'Talk to a person' }).isVisible()).toBe(true)
    await visit.page.getByRole('button', { name: 'Where is my order?' }).click()
    await answered()
    expect(await visit.own()).toEqual(['Where is my order?'])
    expect(await visit.page.getByRole('button', { name: 'Where is my order?' }).isVisible()).toBe(false)
  })

  it('is used from end to end with the keyboard alone', async () => {
    await visit.launcher.focus()
    await visit.page.keyboard.press('Enter')
    await visit.field.waitFor()
    await until(() => hasFocus(visit, 'textarea'), 'the field has the focus')
    await visit.page.keyboard.type('one')
    await visit.page.keyboard.press('Shift+Enter')
    await visit.page.keyboard.type('two')
    await visit.page.keyboard.press('Enter')
    await answered()
    expect(await visit.own()).toEqual(['one\ntwo'])
    await visit.page.keyboard.press('Escape')
    expect(await visit.field.isVisible()).toBe(false)
    expect(await hasFocus(visit, '.launcher')).toBe(true)
    expect(await visit.launcher.getAttribute('aria-expanded')).toBe('false')
  })

  it('shows an answer as it is written, then the stored one with its citations', async () => {
    let turn!: ScriptedTurn
    rig.server.setScript((_text, started) => {
      turn = started
      turn.start()
    })
    await visit.open()
    await visit.say('How do I return it?')
    await visit.page.locator('careline-widget .dots').waitFor()
    turn.part(0, sentence('Send it back **within 30 days**.', [1]), [citation(1)])
    await until(
      async () => (await visit.answers()).join() === 'Send it back within 30 days.\u20601',
      'the first part shows',
    )
    turn.part(1, sentence('We pay the postage.', [2]), [citation(2, { title: 'Postage' })])
    await until(async () => (await visit.answers()).join().includes('postage'), 'the second part shows')
    const sentences = [sentence('Send it back **within 30 days**.', [1]), sentence('We pay.', [2])]
    turn.reply('Send it back. We pay.', {
      decision: 'answered',
      sentences,
      citations: [
        citation(1),
        citation(2, { title: 'Postage', url: 'https://help.example/postage#who-pays' }),
      ],
    })
    turn.end()
    await answered()
    expect(await visit.answers()).toEqual(['Send it back within 30 days.\u20601 We pay.\u20602'])
    expect(await visit.page.locator('careline-widget .dots').count()).toBe(0)
    const chip = visit.page.locator('careline-widget .bubble a.chip')
    expect(await chip.first().getAttribute('href')).toBe(`${rig.server.origin}/pages/page-1#refund-time`)
    expect(await chip.nth(1).getAttribute('href')).toBe('https://help.example/postage#who-pays')
    expect(await chip.first().getAttribute('target')).toBe('_blank')
    expect(await chip.first().getAttribute('rel')).toBe('noreferrer')
    const [opened] = await Promise.all([visit.page.context().waitForEvent('page'), chip.first().click()])
    expect(opened.url()).toBe(`${rig.server.origin}/pages/page-1#refund-time`)
    expect(await opened.evaluate('window.opener')).toBe(null)
  })

  it('says each answer once to a screen reader, and says what was typed by whom', async () => {
    await visit.open()
    await visit.say('hello')
    await answered()
    const said = visit.page.locator('careline-widget .panel > .hidden[role=status]')
    expect((await said.innerText()).match(/five working days/g)).toHaveLength(1)
    rig.server.repeatEvents(conversation().conversation.id)
    await visit.say('again')
    await answered(2)
    expect((await said.innerText()).match(/five working days/g)).toHaveLength(2)
    expect(await visit.page.locator('careline-widget .row.visitor').first().innerText()).toContain('You:')
  })

  it('keeps the history over a reload, also a long one, and opens where it was', async () => {
    await visit.open()
    await visit.say('first')
    await answered()
    const { conversation: known } = conversation()
    for (let i = 0; i < 450; i++) rig.server.turnOf(known.id).reply(`note ${i}`)
    await visit.page.reload()
    await visit.field.waitFor()
    await until(async () => (await visit.answers()).length === 451, 'all pages of the history are there')
    expect((await visit.answers()).at(-1)).toBe('note 449')
    expect(await visit.own()).toEqual(['first'])
    expect(rig.server.conversations.size).toBe(1)
  })

  it('goes on after its server was killed in the middle of an answer, without loss or repeat', async () => {
    let turn!: ScriptedTurn
    rig.server.setScript((_text, started) => {
      turn = started
      turn.start(1)
      turn.part(0, sentence('Half of the first attempt.'))
    })
    await visit.open()
    await visit.say('Tell me')
    await until(async () => (await visit.answers()).join().includes('Half'), 'the first part shows')
    await rig.server.kill()
    await rig.server.restart()
    const again = rig.server.turnOf(turn.conversationId, turn.id)
    again.start(2)
    again.part(0, sentence('Whole answer.'), [], 2)
    again.reply('Whole answer.', { decision: 'answered', sentences: [sentence('Whole answer.')] })
    again.end()
    await answered()
    expect(await visit.answers()).toEqual(['Whole answer.'])
    expect(await visit.own()).toEqual(['Tell me'])
  })

  it('shows nothing twice when events come again', async () => {
    await visit.open()
    await visit.say('one')
    await answered()
    rig.server.repeatEvents(conversation().conversation.id)
    await visit.say('two')
    await answered(2)
    expect(await visit.own()).toEqual(['one', 'two'])
    expect(await visit.answers()).toHaveLength(2)
  })

  it('sends again under the same id when the answer to a message was lost', async () => {
    // Neither the answer nor the event that would have told of the message: the widget cannot know that it arrived.
    rig.server.setFault((method, path) => {
      if (sent().length > 1) return undefined
      if (path.endsWith('/events')) return { status: 503 }
      return method === 'POST' && path.endsWith('/messages') ? 'drop-after' : undefined
    })
    await visit.open()
    await visit.say('only once')
    await answered()
    await until(() => sent().length === 2, 'it was sent again')
    expect(new Set(sent().map(({ body }) => body)).size).toBe(1)
    expect(conversation().messages.filter(({ author }) => author === 'visitor')).toHaveLength(1)
    expect(await visit.own()).toEqual(['only once'])
  })

  it('starts one conversation only when the answer to its start was lost', async () => {
    let lost = 0
    rig.server.setFault((method, path) =>
      method === 'POST' && path.endsWith('/conversations') && lost++ === 0 ? 'drop-after' : undefined,
    )
    await visit.open()
    await visit.say('hello')
    await answered()
    expect(rig.server.conversations.size).toBe(1)
  })

  it('keeps messages while offline and sends them in order afterwards', async () => {
    await visit.open()
    await visit.say('before')
    await answered()
    await visit.page.context().setOffline(true)
    await visit.say('first')
    await visit.say('second')
    await visit.page.getByText('You are offline.').waitFor()
    expect(await visit.page.getByText('Waiting…').count()).toBe(2)
    await visit.page.context().setOffline(false)
    await answered(3)
    expect(
      conversation()
        .messages.filter(({ author }) => author === 'visitor')
        .map(({ text }) => text),
    ).toEqual(['before', 'first', 'second'])
    await until(
      async () => !(await visit.page.getByText('You are offline.').isVisible()),
      'the notice is gone',
    )
  })

  it('sends what waits after a reload too, once', async () => {
    rig.server.setFault((method, path) =>
      method === 'POST' && path.endsWith('/messages') ? { status: 503 } : undefined,
    )
    await visit.open()
    await visit.say('kept')
    await until(() => sent().length > 0, 'it was tried')
    await visit.page.reload()
    rig.server.setFault(() => undefined)
    await answered()
    expect(conversation().messages.filter(({ text }) => text === 'kept')).toHaveLength(1)
    expect(rig.server.conversations.size).toBe(1)
  })

  it('waits as long as the server says when it was too much, though the stream comes up meanwhile', async () => {
    let refusals = 0
    let streams = 0
    rig.server.setFault((method, path) => {
      if (method === 'POST' && path.endsWith('/messages') && refusals++ === 0)
        return { status: 429, headers: { 'retry-after': '4' } }
      return path.endsWith('/events') && streams++ === 0 ? { status: 503 } : undefined
    })
    await visit.open()
    // The note stands for the four seconds only: it is looked for from before the message on.
    const told = visit.page.getByText('Sending again in 4 s.').waitFor()
    await visit.say('slowly')
    await told
    await until(() => streams === 2, 'the stream came up')
    expect(sent()).toHaveLength(1)
    await answered()
    expect(sent()).toHaveLength(2)
  })

  it('says when a message is refused, and lets the visitor try again or take it back', async () => {
    rig.server.setFault((method, path) =>
      method === 'POST' && path.endsWith('/messages') ? { status: 422 } : undefined,
    )
    await visit.open()
    await visit.say('bad one')
    await visit.say('bad two')
    await until(async () => (await visit.page.getByText('Not sent').count()) === 2, 'both are refused')
    await visit.page.getByRole('button', { name: 'Remove' }).first().click()
    rig.server.setFault(() => undefined)
    await visit.page.getByRole('button', { name: 'Try again' }).click()
    await answered()
    expect(await visit.own()).toEqual(['bad two'])
  })

  it('begins anew when the server has forgotten the session', async () => {
    await visit.open()
    await visit.say('one')
    await answered()
    rig.server.conversations.clear()
    await visit.say('two')
    await until(async () => (await visit.own()).join() === 'two', 'the new conversation shows')
    await answered()
    expect(rig.server.conversations.size).toBe(1)
  })

  it('fetches a person at once, and asks for no address while somebody is there', async () => {
    await visit.open()
    await visit.say('My parcel is broken')
    await answered()
    await visit.page.getByRole('button', { name: 'Talk to a person' }).click()
    await visit.page.getByText('Your place in the queue: 2.').first().waitFor()
    expect(rig.server.handoffs).toEqual([{}])
    const bar = visit.page.locator('careline-widget .queue')
    await bar.filter({ hasText: 'A person will take over.' }).waitFor()
    expect(await visit.page.getByLabel('E-mail address').isVisible()).toBe(false)
    await visit.page.getByRole('button', { name: 'Leave your e-mail address' }).click()
    await visit.page.getByText('We use it for this reply only.').waitFor()
    await visit.page.getByLabel('E-mail address').fill('ana')
    await visit.page.getByRole('button', { name: 'Ask for a reply' }).click()
    expect(rig.server.handoffs).toHaveLength(1)
    await visit.page.getByLabel('E-mail address').fill('ana@example.com')
    await visit.page.getByLabel('What should they know?').fill('Since Monday')
    await visit.page.getByRole('button', { name: 'Ask for a reply' }).click()
    await bar.filter({ hasText: 'A person will reply to ana@example.com.' }).waitFor()
    expect(rig.server.handoffs.at(-1)).toEqual({ email: 'ana@example.com', note: 'Since Monday' })
    expect(await visit.page.evaluate('JSON.stringify(localStorage)')).not.toContain('ana@example.com')
    await visit.page.reload()
    await bar.filter({ hasText: 'A person will take over.' }).waitFor()
  })

  it('fetches a person for somebody who has not written yet, asks for an address when nobody is there, and says when that did not work', async () => {
    rig.server.setAbsent(true)
    await visit.open()
    rig.server.setFault((_method, path) => (path.endsWith('/handoff') ? { status: 500 } : undefined))
    await visit.page.getByRole('button', { name: 'Talk to a person' }).click()
    await visit.page.locator('careline-widget .queue', { hasText: 'That did not work.' }).waitFor()
    rig.server.setFault(() => undefined)
    await visit.page.getByRole('button', { name: 'Talk to a person' }).click()
    await until(() => hasFocus(visit, '#email'), 'the form opens by itself')
    await visit.page.getByLabel('E-mail address').fill('ana@example.com')
    await visit.page.getByRole('button', { name: 'Ask for a reply' }).click()
    await visit.page.locator('careline-widget .queue', { hasText: 'ana@example.com' }).waitFor()
    expect(rig.server.conversations.size).toBe(1)
  })

  it('asks for an address when a person was asked for in words, until one is left', async () => {
    rig.server.setScript((_text, turn) => {
      turn.reply('Of course. Nobody is at the desk right now.', { decision: 'handoff', askAddress: true })
      rig.server.passToQueue(turn.conversationId)
    })
    await visit.open()
    await visit.say('I want to talk to a human')
    const leave = visit.page.getByRole('button', { name: 'Leave your e-mail address' })
    await leave.waitFor()
    const bar = visit.page.locator('careline-widget .queue')
    expect(await bar.innerText()).toContain('Leave your e-mail address and a person')
    await visit.page.reload()
    await leave.click()
    await visit.page.getByLabel('E-mail address').fill('ana@example.com')
    await visit.page.getByRole('button', { name: 'Ask for a reply' }).click()
    await bar.filter({ hasText: 'A person will reply to ana@example.com.' }).waitFor()
    expect(await leave.count()).toBe(0)
    await visit.page.reload()
    await bar.filter({ hasText: 'What you write here is kept for them.' }).waitFor()
    expect(await leave.count()).toBe(0)
  })

  it('has one control to fetch a person, always in sight: under the offer, else below the field', async () => {
    rig.server.setScript((text, turn) => {
      turn.reply(`${text}: ${'a long line. '.repeat(40)}`, { decision: 'refused', offerPerson: true })
    })
    await visit.open()
    const person = visit.page.locator('careline-widget').getByRole('button', { name: 'Talk to a person' })
    const isInSight = async () => {
      const [control, panel] = [
        await person.boundingBox(),
        await visit.page.locator('careline-widget .panel').boundingBox(),
      ]
      return control!.y > panel!.y && control!.y + control!.height <= panel!.y + panel!.height
    }
    for (const text of ['one', 'two', 'three']) {
      await visit.say(text)
      await until(
        async () =>
          (await visit.answers()).length ===
          rig.server.requests.filter(({ path, method }) => method === 'POST' && path.endsWith('/messages'))
            .length,
        'it was refused',
      )
    }
    await visit.page.locator('careline-widget .thread .person').waitFor()
    expect(await person.count()).toBe(1)
    expect(await isInSight()).toBe(true)
    await visit.page.evaluate(
      "document.querySelector('careline-widget').shadowRoot.querySelector('.thread').scrollTop = 0",
    )
    expect(await isInSight()).toBe(true)
    rig.server.setScript()
    await visit.say('four')
    await answered()
    expect(await person.count()).toBe(1)
    expect(await visit.page.locator('careline-widget .below .person').isVisible()).toBe(true)
  })

  it('shows an answer longer than the view from its beginning, also when it opens again', async () => {
    const sentences = Array.from({ length: 60 }, (_, i) =>
      sentence(`${i + 1}. Step number ${i + 1} of many.`),
    )
    rig.server.setScript((_text, turn) => {
      turn.start()
      sentences.forEach((part, index) => {
        turn.part(index, { ...part, kind: 'step' })
      })
      turn.reply('Long', {
        decision: 'answered',
        sentences: sentences.map(part => ({ ...part, kind: 'step' })),
      })
      turn.end()
    })
    await visit.open()
    await visit.say('first')
    await answered()
    await visit.say('second')
    await answered(2)
    const top = async () => {
      const [row, thread] = await Promise.all([
        visit.page.locator('careline-widget .row').last().boundingBox(),
        visit.page.locator('careline-widget .thread').boundingBox(),
      ])
      return Math.round(row!.y - thread!.y)
    }
    await until(async () => (await top()) === 16, 'its beginning is at the top')
    await visit.page.reload()
    await visit.field.waitFor()
    await until(async () => (await top()) === 16, 'its beginning is at the top again')
  })

  it('names the heading of each source, so that two of one page differ', async () => {
    rig.server.setScript((_text, turn) => {
      turn.reply('Both.', {
        decision: 'answered',
        sentences: [sentence('Both.', [1, 2])],
        citations: [citation(1), citation(2, { headingPath: ['Returns and refunds', 'Exchanges'] })],
      })
    })
    await visit.open()
    await visit.say('both')
    await answered()
    expect(await visit.page.locator('careline-widget .origin bdi').allInnerTexts()).toEqual([
      'Returns and refunds › How long it takes',
      'Returns and refunds › Exchanges',
    ])
  })

  it('takes nothing but the form while it asks for an address', async () => {
    rig.server.setAbsent(true)
    await visit.open()
    await visit.page.getByRole('button', { name: 'Talk to a person' }).click()
    await visit.page.getByLabel('E-mail address').waitFor()
    expect(await visit.page.locator('careline-widget .composer[inert]').count()).toBe(1)
    await visit.page.getByRole('button', { name: 'Cancel' }).click()
    expect(await visit.page.locator('careline-widget .composer[inert]').count()).toBe(0)
  })

  it('leaves the focus on the page when it opens by itself after a reload', async () => {
    await visit.open()
    await visit.say('hello')
    await answered()
    await visit.page.reload()
    await visit.field.waitFor()
    expect(await visit.page.evaluate('document.activeElement.localName')).toBe('body')
  })

  it('offers a person under an answer that was refused', async () => {
    rig.server.setAbsent(true)
    rig.server.setScript((_text, turn) => {
      turn.reply('That is not in our pages.', {
        decision: 'refused',
        reason: 'none-relevant',
        offerPerson: true,
      })
    })
    await visit.open()
    await visit.say('What is the capital of Mongolia?')
    await visit.page
      .locator('careline-widget .thread')
      .getByRole('button', { name: 'Talk to a person' })
      .click()
    await visit.page.getByLabel('E-mail address').waitFor()
    await visit.page.keyboard.press('Escape')
    expect(await visit.page.getByLabel('E-mail address').isVisible()).toBe(false)
    expect(await visit.field.isVisible()).toBe(true)
  })

  it('sends a quick reply that was pressed, and offers those of the last message only', async () => {
    rig.server.setScript((text, turn) => {
      turn.reply(`${text}?`, { decision: 'clarify', options: [`${text} yearly`, `${text} monthly`] })
    })
    await visit.open()
    await visit.say('plan')
    await visit.page.getByRole('button', { name: 'plan yearly', exact: true }).click()
    await visit.page.getByRole('button', { name: 'plan yearly yearly' }).waitFor()
    expect(await visit.own()).toEqual(['plan', 'plan yearly'])
    expect(await visit.page.locator('careline-widget .choices').count()).toBe(1)
  })

  it('rates an answer, changes the rating and takes it back', async () => {
    await visit.open()
    await visit.say('hello')
    await answered()
    const up = visit.page.getByRole('button', { name: 'Helpful', exact: true })
    const down = visit.page.getByRole('button', { name: 'Not helpful' })
    const pressed = (button: typeof up, value: string) =>
      until(async () => (await button.getAttribute('aria-pressed')) === value, `it is ${value}`)
    await up.click()
    await pressed(up, 'true')
    await down.click()
    await pressed(up, 'false')
    await pressed(down, 'true')
    await down.click()
    await pressed(down, 'false')
    expect(rig.server.ratings).toEqual([{ rating: 'up' }, { rating: 'down' }, { rating: null }])
  })

  it('shows on the closed bubble how much is unread, also to one who comes back', async () => {
    await visit.open()
    await visit.say('hello')
    await answered()
    await visit.page.getByRole('button', { name: 'Close chat' }).click()
    rig.server.turnOf(conversation().conversation.id).reply('One more thing.')
    await until(
      async () => (await visit.launcher.getAttribute('aria-label')) === 'Chat (1)',
      'the badge shows',
    )
    await visit.page.reload()
    await until(
      async () => (await visit.launcher.getAttribute('aria-label')) === 'Chat (1)',
      'the badge shows again',
    )
    expect(await visit.field.isVisible()).toBe(false)
    await visit.launcher.click()
    await until(async () => (await visit.launcher.getAttribute('aria-label')) === 'Chat', 'it is read')
    await visit.page.reload()
    await visit.field.waitFor()
    expect(await visit.launcher.getAttribute('aria-label')).toBe('Chat')
  })

  it('stores nothing before the visitor writes, and asks nobody but its server', async () => {
    await visit.open()
    await visit.page.getByRole('button', { name: 'Close chat' }).click()
    await visit.page.reload()
    await visit.open()
    expect(await visit.stored()).toEqual([])
    expect(
      rig.server.requests.filter(({ path }) => path.startsWith('/api') && !path.includes('/settings')),
    ).toEqual([])
    await visit.say('now')
    await answered()
    expect(await visit.stored()).toEqual(['careline:shop'])
    expect(rig.server.requests.every(({ headers }) => headers.cookie === undefined)).toBe(true)
  })

  it('shows no bubble for a bot its server does not know, and says why', async () => {
    rig.server.setFault((_method, path) => (path.includes('/settings') ? { status: 404 } : undefined))
    const said = visit.page.waitForEvent('console', message => message.text().startsWith('Careline:'))
    await visit.page.reload()
    expect((await said).text()).toContain('no bot "shop"')
    await visit.page.evaluate("document.body.append('a change')")
    expect(await visit.page.locator('careline-widget').count()).toBe(0)
  })
})
