import { z } from 'zod'
import { Activity } from '../contract/activity.ts'
import type { Bus } from '../platform/bus/bus.ts'

const TOPIC = 'careline_activity'

const Told = Activity.extend({
  workspaceId: z.string(),
  /** Whether it is the holder who does it: only that is a visitor's to see. */
  holds: z.boolean(),
})
export type ToldActivity = z.infer<typeof Told>

/** Tells who types or looks on, past the log: it is never stored, and may be lost. */
export async function tellActivity(bus: Bus, activity: ToldActivity): Promise<void> {
  await bus.publish(TOPIC, JSON.stringify(activity))
}

/** Hears what is told from now on. Returns the way to stop. */
export async function hearActivity(
  bus: Bus,
  listener: (activity: ToldActivity) => void,
): Promise<() => Promise<void>> {
  return await bus.subscribe(TOPIC, payload => {
    const told = read(payload)
    if (told) listener(told)
  })
}

/** A bus may wake its listeners with nothing to say, and what comes over it is not ours alone. */
function read(payload: string): ToldActivity | undefined {
  try {
    return Told.parse(JSON.parse(payload))
  } catch {
    return undefined
  }
}
