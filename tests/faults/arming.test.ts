import { expect, it } from 'vitest'
import { createArming } from './arming.ts'

it('counts a point over all who pass it, and inflicts a fault once', () => {
  const arming = createArming()
  const hits: number[] = []
  const kill = { point: 'S03-message-row-written', occurrence: 2, action: 'kill', ms: 0 } as const
  arming.arm([{ ...kill, occurrence: 9 }, kill], index => hits.push(index))
  expect(arming.pass('S03-message-row-written')).toEqual([])
  expect(arming.pass('S04-commit')).toEqual([])
  expect(arming.pass('S03-message-row-written')).toEqual([{ action: 'kill', ms: 0 }])
  expect(arming.pass('S03-message-row-written')).toEqual([])
  expect({ hits, points: arming.points() }).toEqual({ hits: [1], points: ['S03-message-row-written'] })
  arming.disarm()
  expect(arming.points()).toEqual([])
})
