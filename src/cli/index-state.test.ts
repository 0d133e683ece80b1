import { expect, test } from 'vitest'
import { describeIndex } from './index-state.ts'

const whole = { passages: 8, embedder: 'a', embedded: 8, searchable: true, wanted: 'a', collected: 0 }

test('an index that is whole is told without a warning', () => {
  expect(describeIndex(whole)).toBe('8 of 8 passages embedded with a')
  expect(describeIndex({ ...whole, passages: 0, embedder: null, embedded: 0 })).toBe('no pages yet')
})

test('a change of the embedder is a warning that says how far it is, and who searches meanwhile', () => {
  expect(describeIndex({ ...whole, wanted: 'b', collected: 3 })).toMatch(
    /^warning: searched with a while .* b: 3 of 8/,
  )
})

test('an embedder that is gone, or cannot be opened, is wrong', () => {
  expect(() => describeIndex({ ...whole, wanted: 'b', searchable: false })).toThrow(
    /find nothing: a .* b: 0 of 8/,
  )
  expect(() => describeIndex({ ...whole, wanted: null })).toThrow(/EMBEDDER/)
})
