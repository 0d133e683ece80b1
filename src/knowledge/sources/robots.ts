import robotsParser from 'robots-parser'
import { CarelineError } from '../../kit/errors.ts'
import type { GuardedFetch } from '../../platform/fetch/guarded-fetch.ts'

/** What a site's robots.txt says to us (RFC 9309). */
export interface Robots {
  allows(address: string): boolean
  /** Seconds to wait between two requests, when it asks for that. */
  crawlDelay: number | undefined
  sitemaps: string[]
}

interface ParsedRobots {
  isAllowed(url: string, userAgent?: string): boolean | undefined
  getCrawlDelay(userAgent?: string): number | undefined
  getSitemaps(): string[]
}

// The package is CommonJS: its default import is the function itself, which its types deny.
const parseRobots = robotsParser as unknown as (url: string, text: string) => ParsedRobots

/** The name by which robots.txt addresses us. */
const ROBOT_NAME = 'Careline'
/** RFC 9309, section 2.5: at least 500 KiB are read. */
const MAX_BYTES = 512 * 1024

/**
 * Reads a site's robots.txt. Without one (any 4xx) everything is allowed; when the server fails to tell (5xx, no
 * connection) nothing is, so the reading is put off. @throws CarelineError unavailable
 */
export async function readRobots(
  origin: string,
  guardedFetch: GuardedFetch,
  signal?: AbortSignal,
): Promise<Robots> {
  const url = `${origin}/robots.txt`
  const response = await guardedFetch(url, { maxBytes: MAX_BYTES, ...(signal ? { signal } : {}) })
  if (response.status >= 500)
    throw new CarelineError(
      'unavailable',
      `${url} answers ${response.status}, so the site was not read. Try again later.`,
    )
  const text = response.status === 200 ? new TextDecoder().decode(response.body) : ''
  const robots = parseRobots(url, text)
  return {
    // Asked on the origin of robots.txt: `http` and `www.` variants of the site share its rules.
    allows: address => {
      const { pathname, search } = new URL(address)
      return robots.isAllowed(origin + pathname + search, ROBOT_NAME) ?? true
    },
    crawlDelay: robots.getCrawlDelay(ROBOT_NAME),
    sitemaps: robots.getSitemaps(),
  }
}
