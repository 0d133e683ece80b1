import { expect, test } from 'vitest'
import { eachTerm } from './words.ts'

function terms(text: string, language = 'en'): string[] {
  const found: string[] = []
  eachTerm(text, language, term => found.push(term))
  return found
}

test('identifiers are found whole and by their parts', () => {
  expect(terms('custom_props')).toEqual(['custom_props', 'custom', 'prop'])
  expect(terms('X-Forwarded-For')).toEqual(['xforwardedfor', 'x', 'forward', 'for'])
  expect(terms('getOrders')).toEqual(expect.arrayContaining(['get', 'order']))
})

test('numbers, versions, dates and error codes stay whole', () => {
  expect(terms('1.5 2.10.3 2026-01-01 E1234')).toEqual(['1.5', '2.10.3', '2026-01-01', 'e1234'])
})

test('compounds match however they are joined', () => {
  expect(terms('sign-up')).toContain(terms('signup')[0])
  expect(terms('sign-up')).toEqual(expect.arrayContaining(terms('sign up')))
})

test('words of one family share a stem, each in its language', () => {
  expect(terms('excluding')).toEqual(terms('excluded'))
  expect(terms('Bestellungen', 'de')).toEqual(terms('Bestellung', 'de'))
  expect(terms('İADELER', 'tr')).toEqual(terms('iadeler', 'tr'))
  expect(terms("l'abonnement", 'fr')).toEqual(terms('abonnements', 'fr'))
})

test('accents left out in typing make no difference to a stemmed word', () => {
  expect(terms('Bücher', 'de')).toEqual(terms('bucher', 'de'))
})

test('scripts without spaces are cut into pairs of characters, with Latin words between them whole', () => {
  expect(terms('返品方法', 'ja')).toEqual(['返品', '品方', '方法'])
  expect(terms('iPhoneの返品', 'ja')).toEqual(expect.arrayContaining(['iphone', '返品']))
})

test('ten thousand joiners take no time', () => {
  const started = performance.now()
  terms(`a${'-_.'.repeat(10_000)}b`)
  terms('a-'.repeat(20_000))
  expect(performance.now() - started).toBeLessThan(1000)
})
