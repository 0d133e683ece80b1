import { expect, test } from 'vitest'
import { asksFor } from './asks.ts'

test.each([
  'Is the shop in Hamburg open on Mondays?',
  'We bought thirty stoves. Until when can we send them back?',
  'i paid by card, when do i see the money',
  'Wie lange dauert die Lieferung?',
  '¿Cuál es el precio del envío?',
  'Où est votre magasin ?',
  'Kargo ne kadar sürer?',
  'هل يمكنني الدفع نقدا؟',
  'いくらですか',
  'Was the parcel sent today?',
])('one thing is asked: %s', question => {
  expect(asksFor(question).fact).toBe(true)
})

test.each([
  'How do I send an item back?',
  'What happens if I exceed my limit?',
  'How does pro-rating work when I upgrade?',
  'Wie kann ich mein Passwort ändern?',
  'My stove smells of gas!',
  'Was passiert mit meinem Paket?',
])('more than one thing is asked: %s', question => {
  expect(asksFor(question).fact).toBe(false)
})
