/** Where every part that needs the time gets it, so that tests can hold it still. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that moves only when told to; for tests and replays. */
export function createFakeClock(
  start: Date | string = '2026-03-01T09:00:00Z',
): Clock & { advance(ms: number): void; set(at: Date | string): void } {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    advance: ms => {
      at += ms
    },
    set: to => {
      at = new Date(to).getTime()
    },
  }
}
