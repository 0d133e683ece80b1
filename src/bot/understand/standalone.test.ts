import { expect, test } from 'vitest'
import type { HistoryLine } from '../respond-types.ts'
import {
  findAmbiguousNoun,
  findLostReferent,
  findPairedReferent,
  findTiedPages,
  findUnheardOf,
  isTooVague,
} from './clarify.ts'
import { findLeaning } from './pointing.ts'
import { makeStandalone } from './standalone.ts'

const asked = (...texts: string[]): HistoryLine[] =>
  texts.flatMap(text => [
    { role: 'visitor' as const, text },
    { role: 'bot' as const, text: 'Here is how it works.' },
  ])

test.each([
  'And for the yearly plan?',
  'what about Germany',
  'How do I do that?',
  'Does it cost extra?',
  'Und für Geschäftskunden?',
  'Et pour les entreprises ?',
  '¿Y para empresas?',
  'E per le aziende?',
  'Peki ya Almanya?',
  'وماذا عن الشحن؟',
  'それはいくらですか',
])('a follow-up points back: %s', message => {
  expect(findLeaning(message)).toBe('pointing')
})

test('a question after a person spoke is about what they told', () => {
  const member = { role: 'member' as const, text: 'I am here. The delivery of your new kettle began today.' }
  const thanks = { role: 'member' as const, text: 'Thank you for your patience.' }
  const history = [...asked('Is my warranty over?'), member, thanks]
  const { context } = makeStandalone('How long does it take?', history)
  expect(context.join(' ')).toContain('delivery')
})

test.each([
  'Is it possible to export my data as a spreadsheet?',
  'How long does it take to receive a parcel in Norway?',
  'I think that the invoice address printed is wrong',
  'Which payment methods are accepted in Switzerland?',
])('a question that says all it needs leans on nothing: %s', message => {
  expect(findLeaning(message)).toBe('none')
})

test('a follow-up is put beside the topic of the turn before, newest words last', () => {
  const { text } = makeStandalone('And for the yearly plan?', asked('How do I cancel my subscription?'))
  expect(text).toBe('cancel subscription: And for the yearly plan?')
})

test('a chain of follow-ups reaches back to the question that named the topic', () => {
  const { context } = makeStandalone(
    'Does it cost extra?',
    asked('Do you ship batteries to Norway?', 'And by express?'),
  )
  expect(context).toEqual(['ship', 'batteries', 'norway', 'express'])
})

test('a new topic is left alone, and so is the first question of a conversation', () => {
  const question = 'Which payment methods are accepted in Switzerland?'
  expect(makeStandalone(question, asked('How do I clean the stove?')).text).toBe(question)
  expect(makeStandalone('And for the yearly plan?', []).text).toBe('And for the yearly plan?')
})

test('small talk between two questions is not a topic', () => {
  const { context } = makeStandalone('How do I do that?', asked('Change my delivery address', 'Thanks a lot'))
  expect(context).toEqual(['change', 'delivery', 'address'])
})

test('a noun the conversation has in several kinds is asked back about, with the kinds to choose from', () => {
  const history: HistoryLine[] = [
    { role: 'visitor', text: 'Which plans are there?' },
    { role: 'bot', text: 'There is a Trial plan and a Standard plan. The Trial plan ends after 30 days.' },
  ]
  expect(findAmbiguousNoun('How many sites are in the plan?', history)).toEqual({
    ask: 'whichOne',
    options: ['Trial plan', 'Standard plan'],
  })
  expect(findAmbiguousNoun('How many sites are in the Trial plan?', history)).toBeUndefined()
  expect(findAmbiguousNoun('How many sites are in the plan?', [])).toBeUndefined()
})

test('one thing that the conversation does not settle is asked back about, several are not', () => {
  const history = asked('Is the kettle made by Nordic Steel or by Ember Works?')
  expect(findLostReferent('Did it win an award?', history)?.ask).toBe('whichOne')
  expect(findLostReferent('Did they win an award?', history)).toBeUndefined()
  expect(findLostReferent('Did it win an award?', [])).toBeUndefined()
})

test('of two things that were just compared, "it" is asked back about', () => {
  const compared = asked('Which is better: the gas stove or the wood stove?')
  expect(findPairedReferent('How much does it weigh?', compared)?.options).toEqual([
    'gas stove',
    'wood stove',
  ])
  expect(findPairedReferent('How much does it weigh, the gas stove?', compared)).toBeUndefined()
  expect(findPairedReferent('How much do they weigh?', compared)).toBeUndefined()
  expect(findPairedReferent('Does it cost extra?', asked('Do you deliver to Norway?'))).toBeUndefined()
  const between = asked('What is the difference between express and standard delivery?')
  expect(findPairedReferent('Is it insured?', between)?.options).toEqual(['express', 'standard delivery'])
})

test('a follow-up of whose own words the passages hold none is asked back about, not answered about its topic', () => {
  const passage = {
    title: 'Kettles',
    headingPath: [],
    text: 'The Nordic Kettle is made of steel by Ember Works.',
  }
  const found = [{ passage }] as never
  const history = asked('Is the Nordic Kettle made by Ember Works?')
  expect(findUnheardOf('Did it win prizes or awards?', history, found)?.ask).toBe('whichOne')
  expect(findUnheardOf('Is it of steel or of copper?', history, found)).toBeUndefined()
  expect(findUnheardOf('Who wins prizes and awards?', history, found)).toBeUndefined()
})

test('a choice is offered only where there is one, and no name twice', () => {
  const one = asked('Who makes the Nordlicht Kettle?')
  expect(findLostReferent('Did it win an award?', one)).toEqual({ ask: 'moreDetail', options: [] })
  const twice = asked('Does the Glow Lantern, or the Lantern, or the Kettle shine?')
  expect(findLostReferent('Did it win an award?', twice)?.options).toEqual(['Glow Lantern', 'Kettle'])
})

test('"are there" at the end of a question points at nothing', () => {
  expect(findLeaning('Which kinds of delivery to the islands in the north are there?')).toBe('none')
})

test.each(['help me with this problem please', 'it does not work', 'Es funktioniert nicht.', '???'])(
  'a message with nothing to search by is too vague: %s',
  message => {
    expect(isTooVague(message)).toBe(message !== 'help me with this problem please')
  },
)

test('pages that answer a bare word about equally well are offered, unless one is named by it', () => {
  const candidate = (title: string) => ({ passage: { pageId: title, title, headingPath: [] } }) as never
  const tied = ['Refund times for cards', 'Refund rules in detail', 'Refund of gift vouchers'].map(candidate)
  expect(findTiedPages('refund', tied, () => 0.5)?.options).toHaveLength(3)
  expect(findTiedPages('refund', [...tied, candidate('Refunds')], () => 0.5)).toBeUndefined()
  expect(findTiedPages('when is my refund paid out', tied, () => 0.5)).toBeUndefined()
  expect(findTiedPages('It is about a refund that I have', tied, () => 0.5)).toBeUndefined()
})
