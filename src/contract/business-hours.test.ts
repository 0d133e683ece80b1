import { expect, test } from 'vitest'
import { createFakeClock } from '../kit/clock.ts'
import { BusinessHours } from './accounts-api.ts'
import { isOpen, nextOpening } from './business-hours.ts'

const week = ['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [day, [['09:00', '17:00']]])
const berlin = BusinessHours.parse({
  ...{ timeZone: 'Europe/Berlin', weekly: Object.fromEntries(week), holidays: ['2026-12-25'] },
})
const opening = (hours: BusinessHours, at: string) => nextOpening(hours, new Date(at))?.toISOString()

test('hours are told in the time of their zone, through a change to daylight saving and back', () => {
  // A Monday in winter, and the Monday after the clocks went forward: 9 o'clock is another time of the world.
  expect(isOpen(berlin, new Date('2026-03-23T07:59:00Z'))).toBe(false)
  expect(isOpen(berlin, new Date('2026-03-23T08:00:00Z'))).toBe(true)
  expect(isOpen(berlin, new Date('2026-03-30T07:00:00Z'))).toBe(true)
  expect(isOpen(berlin, new Date('2026-03-30T15:00:00Z'))).toBe(false)
  expect(opening(berlin, '2026-03-27T18:00:00Z')).toBe('2026-03-30T07:00:00.000Z')
  expect(opening(berlin, '2026-10-23T18:00:00Z')).toBe('2026-10-26T08:00:00.000Z')
})

test('a time that daylight saving leaves out opens when the clocks go on', () => {
  const early = BusinessHours.parse({ timeZone: 'Europe/Berlin', weekly: { sun: [['02:30', '04:00']] } })
  expect(opening(early, '2026-03-28T12:00:00Z')).toMatch(/^2026-03-29T0[01]:30/)
  expect(isOpen(early, new Date('2026-03-29T01:00:00Z'))).toBe(true)
})

test('a shift over midnight is two spans, and is open at midnight as the clock goes on', () => {
  const night = BusinessHours.parse({
    ...{ timeZone: 'America/New_York', weekly: { fri: [['22:00', '24:00']], sat: [['00:00', '02:00']] } },
  })
  const clock = createFakeClock(new Date('2026-06-06T01:59:00Z'))
  const seen: boolean[] = []
  for (const minutes of [0, 1, 119, 1, 119, 1]) {
    clock.advance(minutes * 60_000)
    seen.push(isOpen(night, clock.now()))
  }
  expect(seen).toEqual([false, true, true, true, true, false])
})

test('a holiday is closed from midnight to midnight, and the next working day is named', () => {
  expect(isOpen(berlin, new Date('2026-12-25T10:00:00Z'))).toBe(false)
  expect(opening(berlin, '2026-12-24T17:00:00Z')).toBe('2026-12-28T08:00:00.000Z')
})

test('without hours it is always open, and hours without a day never', () => {
  expect(isOpen(null, new Date())).toBe(true)
  const never = BusinessHours.parse({ timeZone: 'UTC', weekly: {} })
  expect([isOpen(never, new Date()), nextOpening(never, new Date())]).toEqual([false, undefined])
})
