import { expect, test } from 'vitest'
import { knowledgeFrom, passagesOf } from '../../../tests/support/small-knowledge.ts'
import { calendarDate, dateFrame, validityOf } from './dates.ts'
import { extractAnswer } from './extract.ts'
import { countWords, unitsOf } from './units.ts'

const now = new Date('2026-03-01T09:00:00Z')

const manual = `---
title: Kettle manual
---

The kettle boils a litre in three minutes. It has a lid of steel.

## Descale the kettle

Lime slows the kettle down. To get rid of it:

1. Fill the kettle with water and two spoons of citric acid.
2. Let it boil once and wait for an hour.
3. Pour it out and rinse twice.

Do this every three months.

## Prices of spare parts

| Part | Price |
| --- | --- |
| Lid | €9.00 |
| Handle | €12.50 |
| Gasket | €3.20 |

## Guarantee

The kettle has a guarantee of five years. Read [the terms](https://evil.example/terms) or [our guarantee page](guarantee.md).
`

async function answerTo(
  question: string,
  pages: Record<string, string> = { 'kettle.md': manual },
  language = 'en',
) {
  const knowledge = await knowledgeFrom(pages)
  const result = await knowledge.search.search('ws', question, { now })
  return extractAnswer({
    workspaceId: 'ws',
    question,
    context: [],
    result,
    language,
    now,
    allowedHosts: [],
    pagePassages: knowledge.pagePassages,
  })
}

test('a list of steps is given whole and in order, with the line that announces it', async () => {
  const answer = await answerTo('How do I descale the kettle?')
  const text = answer?.text ?? ''
  expect(text).toContain('To get rid of it:\n\n1. Fill the kettle')
  expect(text.indexOf('2. Let it boil')).toBeGreaterThan(text.indexOf('1. Fill'))
  expect(text).toContain('3. Pour it out and rinse twice.')
  expect(answer?.sentences.filter(sentence => sentence.kind === 'step')).toHaveLength(3)
})

test('every sentence is cited, and every quote is verbatim in its page', async () => {
  const answer = await answerTo('How do I descale the kettle?')
  const numbers = answer?.citations.map(citation => citation.number) ?? []
  for (const sentence of answer?.sentences ?? []) {
    expect(sentence.citations.length).toBeGreaterThan(0)
    for (const number of sentence.citations) expect(numbers).toContain(number)
  }
  for (const citation of answer?.citations ?? []) {
    const page = passagesOf('kettle.md', manual).find(passage => passage.id === citation.passageId)
    expect(page?.text).toContain(citation.quote)
  }
})

test('a row of a table is quoted with the names of its columns', async () => {
  const answer = await answerTo('Which price has the spare part "handle"?')
  expect(answer?.text).toContain('Part: Handle; Price: €12.50')
  expect(answer?.text).not.toContain('Gasket')
  expect(answer?.sentences.some(sentence => sentence.kind === 'row')).toBe(true)
})

test('a question about one thing is answered by its sentence and not by the sections around it', async () => {
  const answer = await answerTo('How long is the guarantee of the kettle?')
  expect(answer?.text).toContain('a guarantee of five years')
  expect(answer?.text).not.toMatch(/Descale|citric|Handle/)
})

const faq = `# Camping

Is there water at the site?

There are two taps beside the gate. They are closed from November to March.

May I bring a dog?

Dogs are welcome. This holds for the huts as well, if the dog sleeps in its own bed.
`

test('of a page of questions and answers without headings the answer below the right question is given', async () => {
  const answer = await answerTo('May I bring a dog to the site?', { 'camping.md': faq })
  expect(answer?.text).toContain('Dogs are welcome. This holds for the huts as well')
  expect(answer?.text).not.toContain('taps')
})

test('an answer does not begin with a sentence that leans on the one before it', async () => {
  const answer = await answerTo('Does that hold for the huts if the dog sleeps there?', { 'camping.md': faq })
  expect(answer?.text).toContain('Dogs are welcome. This holds for the huts')
})

test('the heading is said where the words below it would not be understood without it', async () => {
  const answer = await answerTo('Does the pot work on an induction hob?', {
    'pot.md':
      '# Pot\n\nA pot of aluminium.\n\n## Hobs it works on\n\nGas and open fire. Not on induction, since aluminium is not magnetic.\n',
  })
  expect(answer?.text).toMatch(/^\*\*Hobs it works on\*\*\n\nGas and open fire\. Not on induction/)
})

test('links that lead to a stranger lose their address and keep their words', async () => {
  const answer = await answerTo('How long is the guarantee of the kettle?')
  expect(answer?.text).toContain('five years')
  expect(answer?.text).not.toContain('evil.example')
  expect(answer?.text).toContain('the terms')
})

test('a long section is cut to what can be read, from its beginning', async () => {
  const sentences = Array.from(
    { length: 40 },
    (_, at) => `Fact number ${at + 1} about the returns of parcels is told here.`,
  )
  const answer = await answerTo('How do returns of parcels work?', {
    'returns.md': `# Returns\n\n## How returns of parcels work\n\n${sentences.join(' ')}\n`,
  })
  expect(countWords(answer?.text ?? '')).toBeLessThanOrEqual(125)
  expect(answer?.text.startsWith('Fact number 1 ')).toBe(true)
})

const policy = (effective: string, expires: string | undefined, days: number) =>
  `---\ntitle: Shipping policy\neffective: ${effective}\n${expires === undefined ? '' : `expires: ${expires}\n`}---\n\nStandard parcels are delivered within ${days} working days after the order was paid.\n`

test('an answer that rests on a dated page says the date', async () => {
  const answer = await answerTo('When are standard parcels delivered?', {
    'policy.md': policy('2026-01-01', undefined, 4),
  })
  expect(answer?.text).toMatch(
    /^According to our shipping policy \(effective 2026-01-01\):\n\nStandard parcels/,
  )
  const german = await answerTo(
    'When are standard parcels delivered?',
    { 'policy.md': policy('2026-01-01', undefined, 4) },
    'de',
  )
  expect(german?.text).toMatch(/^Laut unserer Seite „Shipping policy“ \(gültig ab 2026-01-01\):/)
})

test('of three versions the one in force leads, the coming one is told with its start, the expired one is not cited', async () => {
  const answer = await answerTo('When are standard parcels delivered?', {
    'policy-2025.md': policy('2025-01-01', '2025-12-31', 9),
    'policy-2026.md': policy('2026-01-01', '2026-12-31', 4),
    'policy-2027.md': policy('2027-01-01', undefined, 2),
  })
  expect(answer?.citations.map(citation => citation.path)).toEqual(['policy-2026.md', 'policy-2027.md'])
  expect(answer?.text).toContain('within 4 working days')
  expect(answer?.text).toContain('From 2027-01-01 on, our shipping policy will say:')
  expect(answer?.text).not.toContain('9 working days')
})

test('a page is valid from the start of its first day to the end of its last', () => {
  const page = { effectiveOn: '2026-01-01', expiresOn: '2026-12-31' }
  expect(validityOf(page, new Date('2025-12-31T23:59:59Z'))).toBe('coming')
  expect(validityOf(page, new Date('2026-01-01T00:00:00Z'))).toBe('in-force')
  expect(validityOf(page, new Date('2026-12-31T23:59:59Z'))).toBe('in-force')
  expect(validityOf(page, new Date('2027-01-01T00:00:00Z'))).toBe('expired')
  expect(validityOf({ effectiveOn: null, expiresOn: null }, now)).toBe('undated')
  expect(calendarDate(now)).toBe('2026-03-01')
})

test('a title that asks is named as a page and not as a thing of ours', () => {
  const [passage] = passagesOf(
    'p.md',
    '---\ntitle: How to return an item\neffective: 2026-01-01\n---\n\nSend it back.\n',
  )
  if (!passage) throw new Error('no passage')
  expect(dateFrame(passage, 'en', now)).toBe(
    'According to our page “How to return an item” (effective 2026-01-01):',
  )
})

const ownVisits = `# The quiet counter

## To leave your visits out of the count

:::tip You can leave out a whole office too
This is the easiest way to leave out your own visits. [See here](office.md)
:::

Open the site that should leave out your visits in your browser and press F12. Then choose the tab named Console, which is the second or third one in the row of tabs and may be hidden behind an arrow in a narrow window. On other makes of browser it is found in the menu under More tools.

It will look like this:

![console](console.png)

**Note:** A private window forgets all of this when it is closed, so use an ordinary window whenever you can, and do not clear its storage after a visit.

Then paste this command and press Enter:

\`\`\`js
localStorage.skip = true
\`\`\`

Do so in every browser that you use, and once more for each domain.
`

test('a question how is answered by what to do with its command, and not by the boxes beside it', async () => {
  const answer = await answerTo('How do I leave out my own visits?', { 'own.md': ownVisits })
  expect(answer?.text).toMatch(/^Open the site that should leave out your visits/)
  expect(answer?.text).toContain('localStorage.skip = true')
  expect(answer?.text).not.toMatch(/^[\s\S]{0,200}easiest way|look like this/)
})

test('the title of a box is no heading of what follows the box', () => {
  const heading = 'To leave your visits out of the count'
  const units = unitsOf(passagesOf('own.md', ownVisits))
  const boxed = units.find(unit => unit.sentence.text.includes('easiest way'))
  expect(boxed).toMatchObject({ aside: true, headings: [heading, 'You can leave out a whole office too'] })
  const after = units.find(unit => unit.sentence.text.startsWith('Open the site'))
  expect(after).toMatchObject({ aside: false, headings: [heading] })
})

test('of the same page nothing is added that only names its subject again', async () => {
  const answer = await answerTo('Does the stove S2 work in the cold?', {
    'stove.md':
      '# Stove S2\n\n## In the cold\n\nThe stove S2 works down to minus 15 degrees.\n\n## Windshield\n\nThe windshield W1 fits the stove S2 only.\n',
  })
  expect(answer?.text).toContain('minus 15 degrees')
  expect(answer?.text).not.toContain('windshield')
})

test('a heading that says all that is asked has its section read, however much more it says', async () => {
  const answer = await answerTo('It says delivered but I have nothing', {
    'lost.md':
      '# Lost\n\n## The tracking says delivered, but nothing came\n\nLook at the photo and ask at home. Then write to us.\n',
    'trade.md': '# Orders of firms\n\n## Delivery\n\nDelivery is free. Pallets are delivered to the kerb.\n',
  })
  expect(answer?.text).toContain('Look at the photo and ask at home. Then write to us.')
  expect(answer?.text).not.toContain('Pallets')
})

test('a page that only announces steps is passed over for one that tells them', async () => {
  const answer = await answerTo('How do I descale the kettle?', {
    'kettle.md': '# Descale the kettle\n\nTo descale the kettle, follow these steps:\n',
    'lime.md':
      '# Descale the kettle with acid\n\nTo descale the kettle, boil it with citric acid and rinse it.\n',
    'tea.md': '# Tea\n\nGreen tea is best at eighty degrees.\n',
  })
  expect(answer?.text).toContain('boil it with citric acid')
  expect(answer?.text).not.toContain('follow these steps')
})

test('an announcement whose steps no page holds is no answer', async () => {
  const page = '# Descale the kettle\n\nTo descale the kettle, follow these steps:\n'
  expect(await answerTo('How do I descale the kettle?', { 'kettle.md': page })).toBeUndefined()
})

test('a question for a span prefers the sentence that holds one', async () => {
  const page =
    '# Battery\n\nCharging the battery of the lantern is done with the cable in the box.\n\nThe battery of the lantern is full after three hours of charging.\n'
  const answer = await answerTo('How long does charging the battery of the lantern take?', { 'b.md': page })
  expect(answer?.text).toContain('three hours')
})
