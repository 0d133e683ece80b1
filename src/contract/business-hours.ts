import type { BusinessHours } from './accounts-api.ts'

const DAY_MS = 86_400_000
/** How far ahead an opening is looked for; the longest list of holidays is not longer. */
const DAYS = 420
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Whether people are there at `now`; without hours always. Holidays are closed from midnight to midnight, local time. */
export function isOpen(hours: BusinessHours | null, now: Date): boolean {
  if (!hours) return true
  const { date, time } = localTime(now, hours.timeZone)
  return spansOf(hours, date).some(([from, to]) => from <= time && time < to)
}

/** When people are there next, after `now`; `undefined` when that is not in sight. */
export function nextOpening(hours: BusinessHours, now: Date): Date | undefined {
  const today = Date.parse(`${localTime(now, hours.timeZone).date}T00:00:00Z`)
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(today + day * DAY_MS).toISOString().slice(0, 10)
    for (const [from] of spansOf(hours, date)) {
      const opening = instantOf(date, from, hours.timeZone)
      if (opening > now) return opening
    }
  }
  return undefined
}

function spansOf({ weekly, holidays }: BusinessHours, date: string): [from: string, to: string][] {
  if (holidays.includes(date)) return []
  const spans = weekly[days[new Date(`${date}T00:00:00Z`).getUTCDay()]!] ?? []
  return [...spans].sort(([one], [other]) => (one < other ? -1 : 1))
}

/** The date and the time of day on the clocks of a zone. */
function localTime(at: Date, timeZone: string): { date: string; time: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
  }
}

/** When the clocks of a zone show this; of a time that daylight saving leaves out, when they go on. */
function instantOf(date: string, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutesOf(time) * 60_000
  const shown = (at: number) => {
    const local = localTime(new Date(at), timeZone)
    return Date.parse(`${local.date}T${local.time}:00Z`)
  }
  // The offset may differ between the guess and what it leads to, so it is asked twice.
  const first = wanted - (shown(wanted) - wanted)
  return new Date(first + (wanted - shown(first)))
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
