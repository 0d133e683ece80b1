import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { CarelineError } from '../../kit/errors.ts'

/** Lets so many uses a minute through for each key. */
export interface Limiter {
  /**
   * @param points how many a minute this key has, when it is another number than the limiter's own.
   * @throws CarelineError `rate-limited` with `retryAfter` in seconds.
   */
  use(key: string, points?: number | null): Promise<void>
}

/** A limiter in the memory of this process; with several processes each counts for itself. */
export function createLimiter(ownPoints: number, what: string): Limiter {
  const limiters = new Map<number, RateLimiterMemory>()
  const limiterOf = (points: number) => {
    const limiter = limiters.get(points) ?? new RateLimiterMemory({ points, duration: 60 })
    limiters.set(points, limiter)
    return limiter
  }
  return {
    async use(key, given) {
      const points = given ?? ownPoints
      try {
        await limiterOf(points).consume(key)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        throw new CarelineError(
          'rate-limited',
          `That is more than ${points} ${what} a minute. Please wait ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}.`,
          {
            details: { retryAfter },
          },
        )
      }
    },
  }
}
