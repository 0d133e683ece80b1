import { Cron } from 'croner'
import { CarelineError } from '../../kit/errors.ts'

/**
 * When a source is to be read next by its schedule (cron, five fields, in `timezone`), after `now`; `undefined`
 * when never. More often than hourly is not polite to a web site and refused.
 * @throws CarelineError invalid
 */
export function nextSync(schedule: string, now: Date, timezone = 'UTC'): Date | undefined {
  const cron = parse(schedule, timezone)
  const [next, after] = cron.nextRuns(2, now)
  if (next && after && after.getTime() - next.getTime() < 3_600_000)
    throw new CarelineError('invalid', `The schedule "${schedule}" is more often than hourly.`)
  return next
}

function parse(schedule: string, timezone: string): Cron {
  try {
    if (schedule.trim().split(/\s+/).length !== 5) throw new Error('five fields are expected')
    return new Cron(schedule, { paused: true, timezone })
  } catch (error) {
    throw new CarelineError(
      'invalid',
      `"${schedule}" is not a schedule such as "0 4 * * *" (daily at four).`,
      {
        cause: error,
      },
    )
  }
}
