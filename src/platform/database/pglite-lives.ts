import { setTimeout as wait } from 'node:timers/promises'
import { CarelineError } from '../../kit/errors.ts'
import type { PgliteConnection } from './pglite-connection.ts'

/** An embedded database that is opened again when its session dies, as it does when the disk is full. */
export interface PgliteLives {
  /** The session there is now. @throws CarelineError `unavailable` while there is none. */
  current(): PgliteConnection
  close(): Promise<void>
}

interface LivesOptions {
  connect(): Promise<PgliteConnection>
  /** Puts a new session in order before anybody else can use it. */
  restore(connection: PgliteConnection): Promise<void>
  log(text: string): void
  /** Pause before the next try, in ms; `failed` counts the tries that failed. */
  pause?: (failed: number) => number
}

/** Opens the first session, and another whenever one has died. @throws whatever the first `connect` throws. */
export async function keepPgliteOpen(options: LivesOptions): Promise<PgliteLives> {
  const { connect, restore, log, pause = growing } = options
  const closing = new AbortController()
  let life: PgliteConnection | undefined
  let reopening: Promise<void> = Promise.resolve()

  const live = (connection: PgliteConnection) => {
    life = connection
    void connection.died.then(reason => {
      if (closing.signal.aborted) return
      life = undefined
      log(`The embedded database stopped (${causeOf(reason)}) and is opened again.`)
      reopening = reopen()
    })
  }

  const reopen = async () => {
    for (let failed = 0; !closing.signal.aborted; failed++) {
      try {
        await wait(pause(failed), undefined, { signal: closing.signal })
        const connection = await connect()
        await restore(connection).catch(error => endAnd(connection, error))
        if (closing.signal.aborted) return await connection.close()
        live(connection)
        return log('The embedded database is open again.')
      } catch (error) {
        if (!closing.signal.aborted) log(`The embedded database cannot be opened yet: ${causeOf(error)}`)
      }
    }
  }

  live(await connect())
  return {
    current() {
      if (life) return life
      throw new CarelineError('unavailable', 'The database does not answer. Please try again shortly.')
    },
    async close() {
      closing.abort()
      await reopening
      await life?.close()
    },
  }
}

async function endAnd(connection: PgliteConnection, error: unknown): Promise<never> {
  await connection.close().catch(() => undefined)
  throw error
}

/** 0.25 s, 0.5 s, 1 s ... up to half a minute: a full disk may stay full for long. */
const growing = (failed: number) => Math.min(30_000, 250 * 2 ** failed)

function causeOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}
