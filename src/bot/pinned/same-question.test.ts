import { expect, test } from 'vitest'
import { isSameQuestion } from './same-question.ts'

test.each([
  ['How do I cancel my subscription?', 'how can i cancel the subscription', 'en'],
  ['How do I cancel my subscription?', 'HOW DO I CANCEL MY SUBSCRIPTIONS?!', 'en'],
  ['Can I return sale items?', 'Could I please return sale items?', 'en'],
  ['Do you ship to Norway?', 'Can you ship to Norway?', 'en'],
  ['Wie lange dauert der Versand?', 'wie lange dauert der versand', 'de'],
  ['返品できますか', '返品できますか？', 'ja'],
])('“%s” and “%s” ask the same', (one, other, language) => {
  expect(isSameQuestion(one, other, language)).toBe(true)
  expect(isSameQuestion(other, one, language)).toBe(true)
})

test.each([
  ['How long does shipping take?', 'How much does shipping cost?', 'en'],
  ['Can I return sale items?', 'Can I return items?', 'en'],
  ['Can I return sale items?', 'Can I exchange sale items?', 'en'],
  ['Do you ship to Norway?', 'Do you ship to Sweden?', 'en'],
  ['Do you ship to Norway?', 'Do you ship from Norway?', 'en'],
  ['How do I get from Oslo to Bergen?', 'How do I get from Bergen to Oslo?', 'en'],
  ['Can I pay by card?', 'Can I not pay by card?', 'en'],
  ['How do I cancel my subscription?', "Why can't I cancel my subscription?", 'en'],
  ['Can I use plan 2?', 'Can I use plan 3?', 'en'],
  ['Wie lange dauert der Versand?', 'Was kostet der Versand?', 'de'],
  ['返品できますか', '返金できますか', 'ja'],
  ['How?', 'Why?', 'en'],
])('“%s” and “%s” do not', (one, other, language) => {
  expect(isSameQuestion(one, other, language)).toBe(false)
  expect(isSameQuestion(other, one, language)).toBe(false)
})
