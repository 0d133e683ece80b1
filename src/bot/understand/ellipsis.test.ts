import { expect, test } from 'vitest'
import type { HistoryLine } from '../respond-types.ts'
import { fillIn } from './ellipsis.ts'
import { findLeaning } from './pointing.ts'
import { makeStandalone } from './standalone.ts'

test.each([
  ['How much is the kettle?', 'and the stove?', 'How much is the stove?'],
  [
    'What does standard delivery to Germany cost?',
    'And to Norway?',
    'What does standard delivery to Norway cost?',
  ],
  [
    'Can I pay in instalments for the monthly plan?',
    'and for the yearly plan?',
    'Can I pay in instalments for the yearly plan?',
  ],
  ['Do you deliver in Sweden?', 'what about Norway?', 'Do you deliver in Norway?'],
  ['Do you deliver in Sweden?', 'and to the Czech Republic?', 'Do you deliver to the Czech Republic?'],
  ['Do you deliver in Sweden?', 'and the Netherlands?', 'Do you deliver in the Netherlands?'],
  ['Is it free for the yearly plan?', 'and for my team plan?', 'Is it free for my team plan?'],
  ['Was kostet der Monatstarif?', 'Und die Jahreskarte?', 'Was kostet die Jahreskarte?'],
  [
    'Was kostet der Versand in der Schweiz?',
    'Und die Rücknahme?',
    'Was kostet die Rücknahme in der Schweiz?',
  ],
  [
    'Was kostet der Versand nach Schweden?',
    'Und nach Österreich?',
    'Was kostet der Versand nach Österreich?',
  ],
  [
    'Combien coûte la livraison pour les particuliers ?',
    'Et pour les entreprises ?',
    'Combien coûte la livraison pour les entreprises ?',
  ],
  [
    '¿Cuánto cuesta el envío para particulares?',
    'y para empresas?',
    '¿Cuánto cuesta el envío para empresas?',
  ],
])('after "%s", "%s" asks %s', (before, followUp, filled) => {
  expect(fillIn(followUp, before)).toBe(filled)
})

test.each([
  'How do I return it?',
  'And how long does that take?',
  'thanks',
  'and then?',
  'and where can I see the invoices of last year?',
])('what asks by itself or names nothing is left alone: %s', followUp => {
  expect(fillIn(followUp, 'How much is the kettle?')).toBeUndefined()
})

test.each([
  ['Was kostet der Monatstarif?', 'Und nach Spanien?'],
  ['Was kostet der Monatstarif?', 'Und Spanien?'],
  ['Was kostet der Versand in der Schweiz?', 'Und mit der Post?'],
  ['Was kostet der Versand nach Schweden?', 'Und Rücknahme?'],
  ['¿Cuánto cuesta el plan Mensual?', '¿Y a España?'],
  ['How much is the monthly plan?', 'and to Norway?'],
  ['How much is the kettle?', 'and with the lantern?'],
  ['How much is the monthly plan?', 'what about refunds'],
])('after "%s", "%s" takes no place, and is searched in its own words too', (before, followUp) => {
  expect(fillIn(followUp, before)).toBeUndefined()
  const standalone = makeStandalone(followUp, [
    { role: 'visitor', text: before },
    { role: 'bot', text: 'It costs 9 euros.' },
  ])
  expect(standalone).not.toHaveProperty('complete')
  expect(standalone.text).toContain(followUp)
})

test('words of amount are no topic of the question before', () => {
  const history: HistoryLine[] = [{ role: 'visitor', text: 'How much is the monthly plan?' }]
  expect(makeStandalone('and how many?', history).context).toEqual(['monthly', 'plan'])
})

test('a thing with no role in the question before may be a topic of its own, and then counts for more', () => {
  expect(findLeaning('what about refunds')).toBe('short')
  expect(findLeaning('and gift vouchers?')).toBe('short')
  for (const bound of ['what about Norway', 'and for refunds?', 'and the refunds?', 'and that?'])
    expect(findLeaning(bound)).toBe('pointing')
})

test('a chain of such questions is filled in one after the other, and searched by the result alone', () => {
  const history: HistoryLine[] = ['How much is the kettle?', 'and the stove?'].flatMap(text => [
    { role: 'visitor' as const, text },
    { role: 'bot' as const, text: 'It costs 40 euros.' },
  ])
  expect(makeStandalone('and the lantern?', history)).toEqual({
    ...{ text: 'How much is the lantern?', leaning: 'none', context: [], complete: true },
  })
})
