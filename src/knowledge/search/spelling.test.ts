import { expect, test } from 'vitest'
import { knowledgeFrom } from '../../../tests/support/small-knowledge.ts'
import { createHashEmbedder, type Embedder } from '../../models/index.ts'

const pages = {
  'delivery.md': '# Delivery\n\nThe delivery of a canister to Germany costs €4.90 with order MO204817.\n',
  'stove.md': '# Stove\n\nThe stove is lit with a match. It is blue.\n',
  'lamp.md': '# Lamp\n\nThe lantern of Marten holds a candle.\n',
}

async function readingOf(question: string, ordinary: readonly string[] = []) {
  const embedder: Embedder = {
    ...createHashEmbedder(256),
    countPieces: async words => words.map(word => (ordinary.includes(word) ? 1 : 3)),
  }
  const { search } = await knowledgeFrom(pages, embedder)
  return (await search.search('ws', question)).query
}

test('a misspelt word is searched, and told, as the near word of the pages', async () => {
  const query = await readingOf('What does the delviery cost?')
  expect(query.text).toBe('What does the delivery cost?')
  expect(query.corrections).toEqual([{ word: 'delviery', near: 'delivery' }])
  expect(query.terms.find(({ word }) => word === 'delivery')?.known).toBe(true)
})

test.each([
  'What does the delivery cost?',
  'Where is order MO204818?',
  'What is "delviery" for?',
  'Does the shop of Martin sell stoves?',
  'Is delviery.example yours?',
])('nothing is corrected in: %s', async question => {
  expect((await readingOf(question)).corrections).toBeUndefined()
})

test('a word of the general language is left as it is, though no page holds it', async () => {
  expect((await readingOf('Is it safe to handle?', ['handle'])).corrections).toBeUndefined()
  expect((await readingOf('Do you sell a candla?', ['handle'])).corrections).toEqual([
    { word: 'candla', near: 'candle' },
  ])
  expect((await readingOf('Is there a handle?', ['handle'])).corrections).toBeUndefined()
})

test('a question that misspells a word finds the page that the right word finds', async () => {
  const { search } = await knowledgeFrom(pages)
  const found = await search.search('ws', 'cannister delviery')
  expect(found.candidates[0]?.passage.path).toBe('delivery.md')
})
