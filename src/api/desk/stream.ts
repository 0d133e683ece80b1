import type { Context } from 'hono'
import { type AccountDeps, findPrincipal, isKeyGood, type Staff } from '../../accounts/index.ts'
import { hearActivity, lastEventNumber, subscribe, type ToldActivity } from '../../events/index.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { eventStream } from '../../platform/http/event-stream.ts'
import { shownEvent } from './shown.ts'

const HEARTBEAT_MS = 15_000
/** How often a stream asks whether its member may still see it; a revoked session is cut within five seconds. */
const ASK_MS = 4_000
const RETRY_MS = 2_000

export interface DeskStream {
  accounts: AccountDeps
  bus: Bus
  stopping: AbortSignal
}

/**
 * The live events of a workspace for one member, numbered, so that whoever was away goes on after the last one they saw.
 * Ends when the client goes, the server stops, or the session or right behind it ends.
 */
export async function streamDesk(
  c: Context,
  { accounts, bus, stopping }: DeskStream,
  given: {
    principal: Staff
    after: number | undefined
    /** Told at the beginning and at each heartbeat that the member is there. */
    onSignOfLife: (member: { workspaceId: string; memberId: string }) => Promise<void>
  },
): Promise<Response> {
  const { sql } = accounts.database
  const last = await lastEventNumber(sql)
  const gone = new AbortController()
  const signal = AbortSignal.any([gone.signal, stopping])
  const { workspaceId } = given.principal
  const events = subscribe(
    { sql, bus },
    { after: Math.min(given.after ?? last, last), workspaceId },
    { signal },
  )
  return eventStream(c, async stream => {
    stream.onAbort(() => gone.abort())
    const { principal } = given
    // A presence that cannot be stored cuts nobody off.
    const isThere = async () => {
      if (principal.kind === 'member') await given.onSignOfLife(principal).catch(() => undefined)
    }
    await isThere()
    const heartbeat = setInterval(() => {
      void stream.write(': ping\n\n').catch(() => gone.abort())
      void isThere()
    }, HEARTBEAT_MS)
    const watch = setInterval(
      () => void stillMay(accounts, given.principal).then(may => may || gone.abort()),
      ASK_MS,
    )
    const unhear = await hearActivity(bus, told => {
      if (told.workspaceId === workspaceId && !isOwn(told, given.principal))
        void stream.writeSSE(frameOf(told)).catch(() => gone.abort())
    })
    try {
      await stream.write(`retry: ${RETRY_MS}\n\n`)
      for await (const event of events) {
        const { conversationId, at } = event
        await stream.writeSSE({
          id: String(event.number),
          event: event.name,
          data: JSON.stringify({
            conversationId,
            at: at.toISOString(),
            ...shownEvent(given.principal, event),
          }),
        })
      }
    } finally {
      clearInterval(heartbeat)
      clearInterval(watch)
      await unhear()
    }
  })
}

/** Nobody is told what they do themselves. */
const isOwn = ({ memberId }: ToldActivity, principal: Staff) =>
  principal.kind === 'member' && principal.memberId === memberId

const frameOf = ({ workspaceId, holds, ...activity }: ToldActivity) => ({
  event: 'activity',
  data: JSON.stringify(activity),
})

/** A database that is away for a while cuts nobody off. */
async function stillMay(accounts: AccountDeps, principal: Staff): Promise<boolean> {
  try {
    if (principal.kind === 'member')
      return (await findPrincipal(accounts, principal))?.rights.has('conversation:subscribe') === true
    if (principal.kind === 'api-key')
      return await isKeyGood(accounts.database.sql, principal.keyId, accounts.clock.now())
    return true
  } catch {
    return true
  }
}
