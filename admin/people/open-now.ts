import type { BusinessHours } from '../../src/contract/accounts-api.ts'
import { isOpen, nextOpening } from '../../src/contract/business-hours.ts'
import type { Say } from '../texts/index.ts'

/** Says whether people are there at `now`, and when they are back, on the clocks of the hours' own zone. */
export function openNow(say: Say, hours: BusinessHours | null, now: Date): string {
  if (!hours) return say('hours.always')
  if (isOpen(hours, now)) return say('hours.openNow')
  const at = nextOpening(hours, now)
  if (!at) return say('hours.closedForLong')
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone: hours.timeZone, timeZoneName: 'short' },
  })
  return say('hours.closedUntil', { when: format.format(at) })
}
