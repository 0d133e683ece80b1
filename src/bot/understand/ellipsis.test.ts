import { expect, test } from 'vitest'
import type { HistoryLine } from '../respond-types.ts'
import { fillIn } from './ellipsis.ts'
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
  ['Do you deliver in Sweden?', 'and to the Czech Republic?', 'Do you deliver in Czech Republic?'],
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

test('a chain of such questions is filled in one after the other, and searched by the result alone', () => {
  const history: HistoryLine[] = ['How much is the kettle?', 'and the stove?'].flatMap(text => [
    { role: 'visitor' as const, text },
    { role: 'bot' as const, text: 'It costs 40 euros.' },
  ])
  expect(makeStandalone('and the lantern?', history)).toEqual({
    ...{ text: 'How much is the lantern?', leaning: 'none', context: [], complete: true },
  })
})
