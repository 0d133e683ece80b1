import { expect, test } from 'vitest'
import { NearWords } from './near-words.ts'

function wordsOf(...passages: string[][]): NearWords {
  const words = new NearWords()
  for (const passage of passages) words.count(passage, 1)
  return words
}

test.each([
  ['delviery', 'delivery'],
  ['delivry', 'delivery'],
  ['dellivery', 'delivery'],
  ['dekivery', 'delivery'],
  ['delvivary', 'delivery'],
])('%s means %s', (word, meant) => {
  expect(wordsOf(['delivery', 'recovery', 'stove']).nearest(word)).toBe(meant)
})

test('a short word is allowed one slip, and its first letter is right', () => {
  const words = wordsOf(['stove', 'lamp'])
  expect(words.nearest('stoev')).toBe('stove')
  expect(words.nearest('sovt')).toBeUndefined()
  expect(words.nearest('camp')).toBeUndefined()
})

test('of words equally near the one with the same first letter wins, then the more frequent', () => {
  const words = wordsOf(['cooker', 'locker'], ['locker'], ['cooked'])
  expect(words.nearest('cookee')).toBe('cooked')
  words.count(['cooker'], 1)
  expect(words.nearest('cookee')).toBe('cooker')
  expect(words.nearest('rocker')).toBe('locker')
})

test('numbers and codes are near to nothing, and a word that left its last passage is forgotten', () => {
  const words = wordsOf(['delivery', 'mo204817'])
  expect(words.nearest('mo204818')).toBeUndefined()
  words.count(['delivery'], -1)
  expect(words.nearest('delviery')).toBeUndefined()
})
