import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { CarelineError } from '../../kit/errors.ts'

/** Lets `points` uses a minute through for each key. */
export interface Limiter {
  /** @throws CarelineError `rate-limited` with `retryAfter` in seconds. */
  use(key: string): Promise<void>
}

/** A limiter in the memory of this process; with several processes each counts for itself. */
export function createLimiter(points: number, what: string): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: 60 })
  return {
    async use(key) {
      try {
        await limiter.consume(key)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        throw new CarelineError(
          'rate-limited',
          `That is more than ${points} ${what} a minute. Please wait ${retryAfter} seconds.`,
          {
            details: { retryAfter },
          },
        )
      }
    },
  }
}
