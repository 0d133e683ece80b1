const HOUR_MS = 3_600_000
const MONDAY = 1

/** When a snooze may end, where whoever looks is. */
export function snoozeTimes(now: Date = new Date()): { key: 'hour' | 'tomorrow' | 'monday'; at: Date }[] {
  return [
    { key: 'hour', at: new Date(now.getTime() + HOUR_MS) },
    { key: 'tomorrow', at: nineIn(now, 1) },
    { key: 'monday', at: nineIn(now, (MONDAY - now.getDay() + 7) % 7 || 7) },
  ]
}

function nineIn(now: Date, days: number): Date {
  const at = new Date(now)
  at.setDate(at.getDate() + days)
  at.setHours(9, 0, 0, 0)
  return at
}
