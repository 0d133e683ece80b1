import { setTimeout as pause } from 'node:timers/promises'
import { type LoggedEvent, lastEventNumber, readEvents, subscribe } from '../events/index.ts'
import { messageOf } from '../kit/errors.ts'
import type { MemoryIndex } from '../knowledge/index.ts'
import type { Log } from '../platform/log.ts'
import type { Storage } from './storage.ts'

/** Keeps the index as new as the log: a page that changed is read anew, one that is gone leaves. */
export interface IndexFollower {
  /** Resolves when the index has followed the log to its present end. */
  settle(): Promise<void>
  /** Why the index falls behind at the moment; `undefined` while it follows. */
  trouble(): string | undefined
  close(): Promise<void>
}

const BATCH = 200
const LONGEST_PAUSE_MS = 30_000

/**
 * Follows the log from its present end. What fails is tried again from the last event that was followed, after
 * pauses that grow to half a minute (`pauseMs`, by the failures in a row), until it succeeds or `close` is called.
 */
export async function followLog(
  index: Pick<MemoryIndex, 'replacePages'>,
  { database, bus }: Pick<Storage, 'database' | 'bus'>,
  { log, pauseMs = growing }: { log: Log; pauseMs?: (failures: number) => number },
): Promise<IndexFollower> {
  const stopping = new AbortController()
  const { signal } = stopping
  const names = ['passages.changed'] as const
  // Read before the index can hold anything, so that no change falls between the two.
  let followed = await lastEventNumber(database.sql)
  let trouble: string | undefined

  const show = async (event: LoggedEvent) =>
    index.replacePages(event.workspaceId, (event.data as { pageIds: string[] }).pageIds, String(event.number))
  /** Shows what came after event `after`. @returns the number of the last one shown. */
  const catchUp = async (after: number): Promise<number> => {
    const events = await readEvents(database.sql, { after, names, limit: BATCH })
    for (const event of events) {
      await show(event)
      after = event.number
    }
    return events.length < BATCH ? after : catchUp(after)
  }
  const follow = async (onFollowed: () => void) => {
    followed = await catchUp(followed)
    onFollowed()
    for await (const event of subscribe({ sql: database.sql, bus }, { after: followed, names }, { signal })) {
      await show(event)
      followed = event.number
    }
  }
  const keepFollowing = async () => {
    let failures = 0
    while (!signal.aborted) {
      try {
        await follow(() => {
          failures = 0
          trouble = undefined
        })
      } catch (error) {
        failures++
        trouble = `it does not follow the changes of pages after event ${followed} and tries again: ${messageOf(error)}`
        log.error({ error, after: followed, failures }, 'the index could not follow the log')
        await pause(pauseMs(failures), undefined, { signal }).catch(() => undefined)
      }
    }
  }
  const following = keepFollowing()

  return {
    settle: async () => void (await catchUp(followed)),
    trouble: () => trouble,
    async close() {
      stopping.abort()
      await following
    },
  }
}

function growing(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (failures - 1))
}
