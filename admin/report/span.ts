/** Which days are asked for, as part of an address. */
export const spanOf = (days: string, timeZone: string): string =>
  new URLSearchParams({ days, timeZone }).toString()
