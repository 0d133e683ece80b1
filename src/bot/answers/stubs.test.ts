import { expect, test } from 'vitest'
import { passagesOf } from '../../../tests/support/small-knowledge.ts'
import { withoutStubs } from './stubs.ts'
import { unitsOf } from './units.ts'

const left = (text: string) =>
  withoutStubs(unitsOf(passagesOf('page.md', `# Page\n\n${text}\n`))).map(unit => unit.sentence.text)

test('an announcement stays with its list and goes without it', () => {
  expect(left('Do this:\n\n1. Wet the stone.\n2. Wipe it.')).toHaveLength(3)
  expect(left('The stone is wet. To do this, follow these steps:')).toEqual(['The stone is wet.'])
  expect(left('The stone is wet. To do so, follow the next steps.')).toEqual(['The stone is wet.'])
})

test('of announcements alone nothing is left', () => {
  expect(left('To do this, follow these steps:')).toEqual([])
  expect(left('See below:\n\nFor example:')).toEqual([])
})

test('an item that announces something left out goes, and a step never does', () => {
  expect(left('- Wet the stone\n- Then run the following command:')).toEqual(['Wet the stone'])
  expect(left('1. Wet the stone.\n2. Run the following command:')).toHaveLength(2)
})

test('lone connectives and captions go, and short sentences stay', () => {
  expect(left('Use a file.\n\nor\n\nUse a stone.')).toEqual(['Use a file.', 'Use a stone.'])
  expect(left('Table 2.\n\nYes. Use a stone.')).toEqual(['Yes.', 'Use a stone.'])
})
