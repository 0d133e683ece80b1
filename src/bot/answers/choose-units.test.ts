import { expect, test } from 'vitest'
import { passagesOf } from '../../../tests/support/small-knowledge.ts'
import { chooseUnits } from './choose-units.ts'
import { keepSafeLinks } from './safe-links.ts'
import { type Unit, unitsOf } from './units.ts'

const nothingAsked = { steps: false, yesNo: false, values: [], code: false, fact: false }

function unitsIn(markdown: string): Unit[] {
  return unitsOf(passagesOf('page.md', markdown))
}

function textsOf(units: readonly Unit[]): string[] {
  return units.map(unit => unit.sentence.text)
}

test('an announcement whose list is left out is left out too', () => {
  const units = unitsIn('# Page\n\nThe stove burns wood. Read more:\n')
  expect(textsOf(chooseUnits(units, false, nothingAsked))).toEqual(['The stove burns wood.'])
})

test('a question at the end of what was cut does not end an answer', () => {
  const units = unitsIn('# Page\n\nThe stove burns wood. What about gas?\n')
  expect(textsOf(chooseUnits(units, false, nothingAsked))).toEqual(['The stove burns wood.'])
})

test('the best block is in the answer however late it comes', () => {
  const filler = Array.from(
    { length: 12 },
    (_, at) => `Paragraph ${at} tells a long story about something else that nobody asked for today.`,
  )
  const units = unitsIn(`# Page\n\n${filler.join('\n\n')}\n\nThe lid costs nine euros.\n`)
  for (const unit of units) unit.score = unit.sentence.text.includes('lid') ? 1 : 0.1
  expect(textsOf(chooseUnits(units, false, nothingAsked))).toContain('The lid costs nine euros.')
})

test('of a long table the rows that fit the question are kept, in their order', () => {
  const rows = Array.from({ length: 60 }, (_, at) => `| Country ${at} | ${at} euros and some cents |`)
  const units = unitsIn(`# Prices\n\n| Place | Price |\n| --- | --- |\n${rows.join('\n')}\n`)
  for (const unit of units) unit.score = /Country (?:7|41);/.test(unit.sentence.text) ? 1 : 0.1
  const chosen = textsOf(chooseUnits(units, false, nothingAsked))
  const [first, second] = ['Country 7', 'Country 41'].map(name =>
    chosen.findIndex(text => text.includes(`${name};`)),
  )
  expect(first).toBeGreaterThanOrEqual(0)
  expect(second).toBeGreaterThan(first ?? 0)
  expect(chosen.length).toBeLessThan(40)
})

test('code is left out unless it is asked for or short', () => {
  const code = Array.from({ length: 12 }, (_, at) => `line ${at} of a program`).join('\n')
  const units = unitsIn(`# Page\n\nSet it up like this.\n\n\`\`\`js\n${code}\n\`\`\`\n`)
  expect(chooseUnits(units, false, nothingAsked).some(unit => unit.sentence.kind === 'code')).toBe(false)
  const asked = chooseUnits(units, false, { ...nothingAsked, code: true })
  expect(asked.some(unit => unit.sentence.kind === 'code')).toBe(true)
})

const listOf = (items: number) =>
  Array.from(
    { length: items },
    (_, at) => `- Item ${at} is allowed in the hut when it has been cleaned`,
  ).join('\n')

test('a list is whole up to 200 words', () => {
  const units = unitsIn(`# Page\n\nWhat you may bring:\n\n${listOf(15)}\n`)
  expect(chooseUnits(units, true, nothingAsked)).toHaveLength(16)
})

test('a longer list after an answer that stands without it is left out with its announcement', () => {
  const start = [1, 2, 3, 4].map(day => `On day ${day} the hut is open to all who sweep it.`).join(' ')
  const units = unitsIn(
    `# Page\n\n${start} Brooms hang beside the door.\n\nWhat you may bring:\n\n${listOf(25)}\n`,
  )
  for (const unit of units) unit.score = unit.sentence.kind === 'item' ? 0.1 : 1
  const chosen = chooseUnits(units, true, nothingAsked)
  expect(chosen.every(unit => unit.sentence.kind === 'sentence')).toBe(true)
  expect(chosen.at(-1)?.sentence.text).toBe('Brooms hang beside the door.')
})

const rule = { allowedHosts: ['partner.example'], pageUrl: 'https://help.shop.example/page' }

test.each([
  ['[a](https://help.shop.example/b)', '[a](https://help.shop.example/b)'],
  ['[a](https://docs.partner.example/b)', '[a](https://docs.partner.example/b)'],
  ['[a](../other.md#part)', '[a](../other.md#part)'],
  ['[a](mailto:help@shop.example)', '[a](mailto:help@shop.example)'],
  ['[a](https://partner.example.evil.test/b)', 'a'],
  ['[a](javascript:alert(1))', 'a'],
  ['[a](data:text/html,x)', 'a'],
  ['[a](//evil.test/x)', 'a'],
  ['[a](mailto:x@y.z?bcc=evil)', 'a'],
  ['look ![pixel](https://evil.test/p.png) here', 'look here'],
  ['`[a](https://evil.test)` is code', '`[a](https://evil.test)` is code'],
])('%s reads %s', (text, expected) => {
  expect(keepSafeLinks(text, rule)).toBe(expected)
})
