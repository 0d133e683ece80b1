import type pg from 'pg'
import { messageOf } from '../../kit/errors.ts'
import { endInTime, hangUp } from './server-connection.ts'

const RECONNECT_MS = 1000

/**
 * One connection of its own for LISTEN, since a pooled one would be handed to somebody else; comes back by itself. It
 * only hears, so it would not notice that nobody speaks any more: every `askMs` it asks.
 */
export function createListener(connect: () => pg.Client, askMs: number, log: (text: string) => void) {
  const listeners = new Map<string, Set<(payload: string) => void>>()
  let client: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const open = async (): Promise<pg.Client> => {
    const next = connect()
    next.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '')
    })
    next.on('error', error => log(`the listening connection ended: ${error.message}`))
    next.on('end', lost)
    try {
      await next.connect()
      for (const channel of listeners.keys()) await next.query(`listen "${channel}"`)
    } catch (error) {
      hangUp(next)
      throw error
    }
    const asking = setInterval(() => void next.query('select 1').catch(() => hangUp(next)), askMs)
    asking.unref()
    next.once('end', () => clearInterval(asking))
    return next
  }
  /** What was told while nobody listened is not known: everybody looks. */
  const wakeAll = () => {
    for (const each of listeners.values()) for (const listener of each) listener('')
  }
  /** Readers poll as well, so a hint missed while we were away is late and not lost. */
  const lost = () => {
    client = undefined
    if (closed || listeners.size === 0) return
    // A failed attempt is told twice, by its promise and by its `end`: without this each would start two more.
    clearTimeout(retry)
    retry = setTimeout(() => {
      // Somebody who came to listen was quicker.
      if (client) return
      client = open()
      client.then(wakeAll, lost)
    }, RECONNECT_MS)
    retry.unref()
  }

  return {
    async listen(channel: string, listener: (payload: string) => void) {
      const known = listeners.get(channel)
      listeners.set(channel, (known ?? new Set()).add(listener))
      const told = (error: unknown) => log(`cannot listen just now: ${messageOf(error)}`)
      // A server that is away is listened to when it is back; until then readers look by themselves.
      if (client && !known) await client.then(open => open.query(`listen "${channel}"`)).catch(told)
      if (!client) {
        client = open()
        client.catch(lost)
        await client.catch(told)
      }
      return async () => {
        listeners.get(channel)?.delete(listener)
      }
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.then(endInTime, () => undefined)
    },
  }
}
