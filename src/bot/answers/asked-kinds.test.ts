import { expect, test } from 'vitest'
import { holdsKind, kindsAsked } from './asked-kinds.ts'

test.each([
  ['How much is delivery?', ['amount'], 'It is €4.90.', 'It depends on the weight.'],
  ['When do you ship?', ['day'], 'Parcels leave on Friday.', 'Parcels leave by van.'],
  ['How long is the guarantee?', ['span'], 'It lasts five years.', 'It covers the burner.'],
  ['Who sharpens saws?', ['person'], 'Ask Mara at the bench.', 'Ask at the bench.'],
  ['Wie viel kostet der Versand?', ['amount'], 'Er kostet 4,90 €.', 'Er hängt vom Gewicht ab.'],
  ['Wann kommt das Paket?', ['day'], 'Es kommt am Montag.', 'Es kommt mit der Post.'],
  ['¿Cuándo llega?', ['day'], 'Llega el 3 de mayo.', 'Llega por correo.'],
])('%s asks for a value that one sentence holds and the other does not', (question, kinds, holds, lacks) => {
  expect(kindsAsked(question)).toEqual(kinds)
  expect([holdsKind(holds, kindsAsked(question)), holdsKind(lacks, kindsAsked(question))]).toEqual([
    true,
    false,
  ])
})

test('a question how or why asks for no kind of value', () => {
  expect(kindsAsked('How do I send a parcel back?')).toEqual([])
  expect(kindsAsked('Why is my parcel late?')).toEqual([])
})
