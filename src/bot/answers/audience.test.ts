import { expect, test } from 'vitest'
import { passagesOf } from '../../../tests/support/small-knowledge.ts'
import type { Candidate } from '../../knowledge/index.ts'
import { audienceWorth } from './audience.ts'

function candidate(markdown: string, dense: number): Candidate {
  const [passage] = passagesOf('page.md', markdown)
  if (!passage) throw new Error('no passage')
  return { passage, dense, lexical: 0, fused: 0.5, sentenceScores: [] } as unknown as Candidate
}

const forPersons = candidate('# Returns\n\nPrivate customers can return goods within 30 days.\n', 0.4)
const forFirms = candidate('# Returns for businesses\n\nReturn goods within 14 days.\n', 0.4)
const farOff = candidate('# Jobs at our business\n\nWe look for a cook.\n', 0.1)
const all = [forPersons, forFirms, farOff]

test.each([
  'We bought kettles as a company. Until when can we return them?',
  'Is there a discount for our small business?',
  'Wir haben das als Unternehmen gekauft, wie lange können wir zurückgeben?',
  '¿Puedo devolverlo como empresa?',
])('who speaks as a business is told the rules for businesses: %s', question => {
  expect(audienceWorth(forFirms, all, question)).toBeGreaterThan(0)
  expect(audienceWorth(forPersons, all, question)).toBeLessThan(0)
  expect(audienceWorth(farOff, all, question)).toBe(0)
})

test.each([
  'Until when can I return what I bought?',
  'I need our company name on the invoice',
  'What does the Business plan cost?',
])('other questions change nothing: %s', question => {
  for (const each of all) expect(audienceWorth(each, all, question)).toBe(0)
})
