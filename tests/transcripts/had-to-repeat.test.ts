import { expect, test } from 'vitest'
import { hadToRepeat } from '../../src/desk/pack/had-to-repeat.ts'
import { storyOf } from './transcripts.ts'

const told = [
  { visitor: 'Where is my parcel? Order LH-20417, it was due on 12 May.' },
  { bot: 'Two to three days.', answered: ['Delivery times and prices'] },
  { visitor: 'talk to a human' },
]
const share = (...more: object[]) => hadToRepeat(storyOf({ says: [...told, ...more] }, 'en'))

test('what a visitor says again to a person is counted against all they had told', () => {
  expect(share()).toBeNull()
  const asked = { member: 'Hello, what is your order number?' }
  expect(share(asked)).toBe(0)
  expect(share(asked, { visitor: 'lh 20417' })).toBeCloseTo(1 / 3)
  expect(share(asked, { visitor: 'LH-20417, due on 12 May' })).toBeCloseTo(2 / 3)
  expect(
    share(asked, { visitor: 'As I said: where is my parcel, order LH-20417, it was due on 12 May' }),
  ).toBe(1)
  expect(share({ member: 'It comes today.' }, { visitor: 'Great, thank you so much' })).toBe(0)
})

test('nothing can be said again where nothing was told', () => {
  const says = [{ visitor: 'hello' }, { member: 'How can I help?' }, { visitor: 'Order #4711 is late' }]
  expect(hadToRepeat(storyOf({ says }, 'en'))).toBeNull()
})
