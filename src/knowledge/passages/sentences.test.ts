import { expect, test } from 'vitest'
import { splitSentences } from './sentences.ts'

function sentencesOf(text: string, language: string): string[] {
  return splitSentences(text, language).map(({ start, end }) => text.slice(start, end))
}

test.each([
  ['tr', 'Şirket 1936 yılında kuruldu ve II. Dünya Savaşı sırasında kapandı.'],
  ['tr', 'Teslimat ayın 15. günü yapılır.'],
  ['tr', 'Okul 19. Yüzyıl ortasında açıldı.'],
  ['de', 'Die Burg ließ Kaiser Wilhelm II. Anfang 1900 umbauen.'],
  ['de', 'Wir liefern ab dem 3. Mai wieder.'],
  ['de', 'Das gilt seit dem XIV. Jahrhundert und länger.'],
  ['de', 'Sie erreichen uns bis 31. Dezember unter der alten Nummer.'],
  ['pl', 'Za panowania Zygmunta III. Wazy zamek spłonął.'],
  ['tr', 'Köprü I. Dünya Savaşı öncesinde yapıldı.'],
  ['tr', 'Roma, M.S. 5. ve VI. Yüzyıllar arasında küçüldü.'],
])('%s: an ordinal does not end a sentence: %s', (language, text) => {
  expect(sentencesOf(text, language)).toEqual([text])
})

test.each([
  ['en', 'The shop opened after World War II. It closed in 1990.', 2],
  ['en', 'It was built under Henry VIII. Parts of it burned down.', 2],
  ['de', 'Sie war die Frau von Wilhelm II. Das Paar lebte in Doorn.', 2],
  ['de', 'Das Paket kommt am 3. Die Rechnung folgt.', 2],
  ['pl', 'Sklep jest otwarty do 18:00. Sklep w Gdyni jest zamknięty.', 2],
  ['de', 'Der Preis beträgt 12 Euro. Mai und Juni sind frei.', 2],
])('%s: a sentence may end with a numeral: %s', (language, text, count) => {
  expect(sentencesOf(text, language)).toHaveLength(count)
})
