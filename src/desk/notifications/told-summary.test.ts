import { expect, test } from 'vitest'
import { buildPack } from '../pack/build-pack.ts'
import { toldSummary } from './told-summary.ts'

const packOf = (need: string, name: string | null = null) => {
  const contact = { name, email: 'al@mailbox.example', verified: false }
  const page = { url: null, title: null }
  const story = { reason: 'asked-for', language: 'en', messages: [], notes: [need], contact, page }
  return buildPack({ ...story, email: null } as unknown as Parameters<typeof buildPack>[0])
}

test.each([
  ['Where is order #4711? Write to al@mailbox.example or call +49 30 1234567.', /4711|mailbox|1234567/],
  ['Where is order ٤٧١١٢٢?', /٤٧١١|4711/],
  ['My card 4111 1111 1111 1111 was charged 49.90 EUR on 2026-02-11', /1111|49\.90|2026-02-11/],
  ['See https://shop.example/orders?token=abcdef and tell me', /https|token/],
])('what identifies a visitor is left out of %s', (need, given) => {
  const told = toldSummary(packOf(need), { details: false })
  expect(told).not.toMatch(given)
  expect(told).toContain('…')
  expect(toldSummary(packOf(need), { details: true })).toContain('Wants: ')
})

test('a name is left out where it stands, and no other word that begins like it', () => {
  const told = toldSummary(packOf('Al Fine here. Also, all lamps are broken, Fine says.', 'Al Fine'), {
    details: false,
  })
  expect(told).toContain('Also, all lamps are broken')
  expect(told).not.toMatch(/\bAl\b|Fine/)
})
