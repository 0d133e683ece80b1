import { expect, test } from 'vitest'
import { passagesOf } from '../../../tests/support/small-knowledge.ts'
import type { Candidate } from '../../knowledge/index.ts'
import { gather, type Lender } from './gather.ts'
import { viewQuestion } from './score-units.ts'
import { unitsOf } from './units.ts'

const view = viewQuestion('keeping tools sharp', { terms: [] } as never)

/** A page as it lends sentences: those that hold a word of `good` fit the question, the rest hardly. */
function lender(path: string, text: string, good: RegExp, fused = 1): Lender {
  const passages = passagesOf(path, text)
  const page = unitsOf(passages)
  for (const unit of page) unit.score = good.test(unit.sentence.text) ? 0.9 : 0.1
  return { candidate: { passage: passages[0], fused } as Candidate, page }
}

const said = (lenders: Lender[]) =>
  gather(lenders, view).map(units => units.map(unit => unit.sentence.text).join(' '))

test('the sentences that fit are taken from several pages, the best page first, and the rest is left', () => {
  const saw = lender('saw.md', '# Saw\n\nA saw is kept sharp with a file. It hangs on a nail.\n', /sharp/)
  const axe = lender(
    'axe.md',
    '# Axe\n\nOak is hard. An axe wants a wet whetstone to be sharp.\n',
    /sharp/,
    0.9,
  )
  expect(said([saw, axe])).toEqual([
    'A saw is kept sharp with a file.',
    'An axe wants a wet whetstone to be sharp.',
  ])
})

test('a sentence that leans on the one before it brings that along', () => {
  const text = '# Axe\n\nOil the whetstone first. This keeps the blade cool and sharp.\n'
  expect(said([lender('axe.md', text, /sharp/)])).toEqual([
    'Oil the whetstone first. This keeps the blade cool and sharp.',
  ])
})

test('what another page says in the same words is not said twice', () => {
  const one = lender('a.md', '# A\n\nA saw is kept sharp with a triangular file.\n', /sharp/)
  const many = Array.from({ length: 9 }, (_, at) =>
    lender(
      `b${at}.md`,
      `# B\n\nTool ${at} wants the ${'abcdefghi'[at]}-type of stone, sharp and wet, for ten minutes.\n`,
      /sharp/,
      0.9,
    ),
  )
  const same = lender('c.md', '# C\n\nA saw is kept sharp with a triangular file!\n', /sharp/, 0.9)
  const texts = said([one, same, ...many])
  expect(texts.filter(text => text.includes('triangular'))).toHaveLength(1)
})

test('a list of steps is taken whole or not at all', () => {
  const steps = ['Wet the stone.', 'Lay the blade flat until it is sharp.', 'Wipe it.']
  const text = `# Axe\n\nSharpen it so:\n\n${steps.map((step, at) => `${at + 1}. ${step}`).join('\n')}\n`
  expect(said([lender('axe.md', text, /sharp/)])).toEqual([['Sharpen it so:', ...steps].join(' ')])
})

test('of a long list of steps broken by code no half is given', () => {
  const text =
    '# Axe\n\n1. Wet the stone well with water.\n\n```\nwater --on\n```\n\n2. Lay the blade flat until it is sharp.\n'
  const [answer] = said([lender('axe.md', text, /sharp/)])
  expect(answer).toMatch(/Wet the stone.*Lay the blade flat/)
})

test('questions, notes that point elsewhere and lines without content are not answers', () => {
  const text = '# Axe\n\nIt stays sharp when it is oiled. Is it sharp? Why would it be? N/A sharp.\n'
  expect(said([lender('axe.md', text, /sharp/)])[0]).toMatch(/oiled\.$/)
})

test('another page is quoted only for what is about as good as the best sentence', () => {
  const saw = lender('saw.md', '# Saw\n\nA saw is kept sharp with a file.\n', /sharp/)
  const axe = lender('axe.md', '# Axe\n\nAn axe wants a wet whetstone to be good.\n', /sharp/, 0.9)
  for (const unit of axe.page) unit.score = 0.7
  expect(said([saw, axe])).toEqual(['A saw is kept sharp with a file.'])
})
