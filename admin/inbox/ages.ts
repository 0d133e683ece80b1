const MINUTE_MS = 60_000

/** How long ago a time is, short: `5m`, `3h`, `2d`. */
export function ageOf(time: string, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(time)) / MINUTE_MS))
  if (minutes < 60) return `${minutes}m`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h`
  return `${Math.floor(minutes / (24 * 60))}d`
}

/** The longer somebody waits, the warmer. */
export function waitColour(since: string, now: number = Date.now()): 'gray' | 'yellow' | 'red' {
  const minutes = (now - Date.parse(since)) / MINUTE_MS
  return minutes < 5 ? 'gray' : minutes < 30 ? 'yellow' : 'red'
}
