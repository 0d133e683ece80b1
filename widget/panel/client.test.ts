import { describe, expect, it } from 'vitest'
import { callFailure, isGone, isPassing } from './client.ts'

describe('what a status means', () => {
  it('tries again what may pass', () => {
    for (const status of [undefined, 408, 429, 500, 502, 503, 504])
      expect(isPassing(status), `${status}`).toBe(true)
    for (const status of [400, 403, 409, 413, 422])
      expect(isPassing(status) || isGone(status), `${status}`).toBe(false)
    for (const status of [401, 404, 410]) expect(isGone(status) && !isPassing(status), `${status}`).toBe(true)
  })

  it('waits as long as the server says, within reason', () => {
    expect(callFailure(429, '7').waitMs).toBe(7000)
    expect(callFailure(429, '99999').waitMs).toBe(600_000)
    expect(callFailure(503, null).waitMs).toBe(0)
    expect(callFailure(503, 'Wed, 21 Oct 2026 07:28:00 GMT').waitMs).toBe(0)
  })
})
