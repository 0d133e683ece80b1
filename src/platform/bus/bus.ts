import type { Database } from '../database/database.ts'

/**
 * Wakes readers. A hint only: what it says can always be read from the database, so a lost message is late, never lost.
 * Payloads are short texts such as an event's number.
 */
export interface Bus {
  publish(topic: string, payload: string): Promise<void>
  /** Returns the way to stop. */
  subscribe(topic: string, listener: (payload: string) => void): Promise<() => Promise<void>>
}

/** Within one process. */
export function createMemoryBus(): Bus {
  const listeners = new Map<string, Set<(payload: string) => void>>()
  return {
    async publish(topic, payload) {
      for (const listener of listeners.get(topic) ?? []) listener(payload)
    },
    async subscribe(topic, listener) {
      const known = listeners.get(topic) ?? new Set()
      listeners.set(topic, known.add(listener))
      return async () => void known.delete(listener)
    },
  }
}

/** Between the processes that share a PostgreSQL server, through LISTEN and NOTIFY. */
export function createDatabaseBus(database: Database): Bus {
  return {
    publish: (topic, payload) => database.notify(topic, payload),
    subscribe: (topic, listener) => database.listen(topic, listener),
  }
}
