import { sql } from 'kysely'
import { listTeams } from '../../accounts/index.ts'
import type { BusinessHours } from '../../contract/accounts-api.ts'
import { isOpen, nextOpening } from '../../contract/business-hours.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { ConversationRow } from '../store.ts'
import { type WaitingTexts, waitingTexts } from './texts.ts'

/** Pickups that a waiting time is told from: of these days, and never from fewer. */
const RECENT_DAYS = 7
const ENOUGH = 5
/** A member whose stream was silent for longer is not there. */
const SEEN_MS = 60_000

/** How things stand for a visitor who begins to wait. */
export interface Waiting {
  isOpen: boolean
  /** When people are back, and on whose clocks; only out of hours. */
  opens?: { at: Date; timeZone: string }
  isSomebodyThere: boolean
  position: number
  /** Median of recent pickups; absent while there are too few, or nobody is there: a number is never made up. */
  minutes?: number
  hasAddress: boolean
}

/** Reads how things stand for a conversation that is about to wait, of its team or else of all. */
export async function readWaiting(
  tx: Tx,
  conversation: ConversationRow,
  now: Date,
  { email }: { email?: string | null } = {},
): Promise<Waiting> {
  const hours = await hoursOf(tx, conversation)
  const openNow = isOneOpen(hours, now)
  const opens = openNow ? undefined : soonest(hours, now)
  const there = openNow && (await isSomebodyThere(tx, conversation, now))
  const minutes = there ? await usualMinutes(tx, conversation, now) : undefined
  return {
    ...{ isOpen: openNow, isSomebodyThere: there },
    position: await positionOf(tx, conversation),
    hasAddress: Boolean(email) || (await hasAddress(tx, conversation)),
    ...(opens ? { opens } : {}),
    ...(minutes === undefined ? {} : { minutes }),
  }
}

/** Whether the visitor must leave an address to get an answer at all. */
export const needsAddress = ({ isOpen, isSomebodyThere, hasAddress }: Waiting): boolean =>
  !hasAddress && !(isOpen && isSomebodyThere)

/** What the visitor is told of it, in the language of a BCP 47 tag; English when there is none in it. */
export function tellWaiting(waiting: Waiting, language: string | null): string {
  const primary = language?.toLowerCase().split('-')[0] ?? 'en'
  const known = Object.hasOwn(waitingTexts, primary) ? primary : 'en'
  const texts = waitingTexts[known]!
  const parts =
    waiting.isOpen && waiting.isSomebodyThere ? inQueue(waiting, texts) : [away(waiting, texts, known)]
  if (needsAddress(waiting)) parts.push(texts.leaveAddress)
  return parts.join(known === 'ja' ? '' : ' ')
}

function inQueue({ position, minutes }: Waiting, texts: WaitingTexts): string[] {
  const place = texts.position.replace('{n}', `${position}`)
  return minutes === undefined ? [place] : [place, texts.wait.replace('{n}', `${minutes}`)]
}

function away({ isOpen, opens }: Waiting, texts: WaitingTexts, language: string): string {
  if (isOpen) return texts.nobody
  if (!opens) return texts.closedForLong
  const format = new Intl.DateTimeFormat(language, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone: opens.timeZone, timeZoneName: 'short' },
  })
  return texts.closed.replace('{when}', format.format(opens.at))
}

/** Whether it is business hours for a conversation: those of its team, or else of any. */
export async function arePeopleIn(tx: Tx, conversation: ConversationRow, now: Date): Promise<boolean> {
  return isOneOpen(await hoursOf(tx, conversation), now)
}

function isOneOpen(hours: readonly BusinessHours[], now: Date): boolean {
  return hours.length === 0 || hours.some(one => isOpen(one, now))
}

/** A team that is always there makes the list empty, and so does a workspace without teams. */
async function hoursOf(tx: Tx, { workspace_id, team_id }: ConversationRow): Promise<BusinessHours[]> {
  const teams = await listTeams(tx, workspace_id)
  const asked = team_id ? teams.filter(({ id }) => id === team_id) : teams
  return asked.every(({ hours }) => hours) ? asked.map(({ hours }) => hours!) : []
}

function soonest(hours: readonly BusinessHours[], now: Date): Waiting['opens'] {
  const openings = hours.flatMap(one => {
    const at = nextOpening(one, now)
    return at ? [{ at, timeZone: one.timeZone }] : []
  })
  return openings.sort((one, other) => one.at.getTime() - other.at.getTime())[0]
}

async function isSomebodyThere(
  tx: Tx,
  { workspace_id, team_id }: ConversationRow,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from members where workspace_id = ${workspace_id} and removed_at is null and role <> 'viewer'
      and presence = 'online' and seen_at >= ${new Date(now.getTime() - SEEN_MS)}
      and (${team_id}::text is null or id in (select member_id from team_members where team_id = ${team_id})) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

async function positionOf(tx: Tx, { id, workspace_id, team_id }: ConversationRow): Promise<number> {
  const { rows } = await sql<{ ahead: number }>`
    select count(*)::int as ahead from conversations where workspace_id = ${workspace_id} and id <> ${id}
      and holder = 'queue' and status = 'open' and not blocked
      and (${team_id}::text is null or team_id = ${team_id})`.execute(tx)
  return rows[0]!.ahead + 1
}

/** In minutes, at least one. */
async function usualMinutes(
  tx: Tx,
  { workspace_id, team_id }: ConversationRow,
  now: Date,
): Promise<number | undefined> {
  const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000)
  const { rows } = await sql<{ picked: number; seconds: number | null }>`
    select count(*)::int as picked,
      percentile_cont(0.5) within group (order by extract(epoch from h.picked_up_at - h.requested_at)::float8) as seconds
    from handoffs h join conversations c on c.id = h.conversation_id
    where h.workspace_id = ${workspace_id} and h.state = 'picked-up' and h.picked_up_at >= ${since}
      and (${team_id}::text is null or c.team_id = ${team_id})`.execute(tx)
  const { picked, seconds } = rows[0]!
  return picked < ENOUGH || seconds === null ? undefined : Math.max(1, Math.round(seconds / 60))
}

async function hasAddress(tx: Tx, { contact_id }: ConversationRow): Promise<boolean> {
  if (!contact_id) return false
  const { rows } = await sql`select 1 from contacts where id = ${contact_id} and email is not null`.execute(
    tx,
  )
  return rows.length > 0
}
