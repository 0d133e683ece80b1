import { type RawBuilder, sql } from 'kysely'
import type { InboxCounts, InboxFilter, InboxLine } from '../contract/desk-api.ts'
import { hasWaitingDraft } from '../conversations/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'

/** Who looks: views such as "mine" and unread are theirs. */
export interface Viewer {
  workspaceId: string
  memberId: string | null
}

interface LineRow {
  id: string
  bot_id: string
  holder: string
  status: InboxLine['status']
  priority: InboxLine['priority']
  team_id: string | null
  assignee_id: string | null
  language: string | null
  waiting_since: Date | null
  snoozed_until: Date | null
  updated_at: Date
  last_seq: number
  contact_id: string | null
  contact_name: string | null
  contact_email: string | null
  contact_verified: boolean | null
  labels: string[]
  read_seq: number
  mentioned: boolean
  draft_waits: boolean
  last_author: string | null
  last_text: string | null
  last_at: Date | null
}

/** How much of the last message a line shows. */
const EXCERPT = 160

/**
 * Lines of the inbox, the last changed first.
 * @throws CarelineError `invalid` for a cursor that is none.
 */
export async function listInbox(
  db: Sql,
  viewer: Viewer,
  filter: InboxFilter & { after?: string; limit: number },
): Promise<{ conversations: InboxLine[]; next: string | null }> {
  const where = [...conditionsOf(viewer, filter), ...(filter.after ? [olderThan(filter.after)] : [])]
  const rows = await linesWhere(db, viewer, sql.join(where, sql` and `), filter.limit + 1)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  const next = rows.length > filter.limit && last ? cursorOf(last) : null
  return { conversations: page.map(lineOf), next }
}

/** One line. `undefined` when it is not of this workspace. */
export async function findInboxLine(db: Sql, viewer: Viewer, id: string): Promise<InboxLine | undefined> {
  const [row] = await linesWhere(db, viewer, sql`c.workspace_id = ${viewer.workspaceId} and c.id = ${id}`, 1)
  return row && lineOf(row)
}

/** How many conversations each view holds. */
export async function countInbox(db: Sql, viewer: Viewer): Promise<InboxCounts> {
  const { rows } = await sql<{ kind: string; n: number }>`
    select 'mine' as kind, count(*)::int as n from conversations c where ${viewOf('mine', viewer)}
    union all select 'unassigned', count(*)::int from conversations c where ${viewOf('unassigned', viewer)}
    union all select 'bot', count(*)::int from conversations c where ${viewOf('bot', viewer)}
    union all select 'snoozed', count(*)::int from conversations c where ${viewOf('snoozed', viewer)}
    union all select 'mentioned', count(*)::int from conversations c where ${ofWorkspace(viewer)} and ${mentions(viewer, 'new')}
    union all select 'unread', count(*)::int from conversations c
      left join conversation_reads r on r.conversation_id = c.id and r.member_id = ${viewer.memberId}
      where ((${viewOf('mine', viewer)}) or (${viewOf('unassigned', viewer)})) and c.last_seq > coalesce(r.seq, 0)
    union all select 'open', count(*)::int from conversations c where ${ofWorkspace(viewer)} and c.status = 'open'
    union all select 'team:' || team_id, count(*)::int from conversations c
      where ${ofWorkspace(viewer)} and c.status = 'open' and team_id is not null group by team_id`.execute(db)
  const count = (kind: string) => rows.find(row => row.kind === kind)?.n ?? 0
  const teams = rows.filter(({ kind }) => kind.startsWith('team:')).map(({ kind, n }) => [kind.slice(5), n])
  return {
    ...{ mine: count('mine'), unassigned: count('unassigned'), bot: count('bot') },
    ...{
      snoozed: count('snoozed'),
      open: count('open'),
      mentioned: count('mentioned'),
      unread: count('unread'),
      teams: Object.fromEntries(teams),
    },
  }
}

async function linesWhere(
  db: Sql,
  viewer: Viewer,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select c.*, k.name as contact_name, k.email as contact_email, k.verified as contact_verified,
      coalesce(r.seq, 0) as read_seq, m.author as last_author, left(m.text, ${EXCERPT}) as last_text,
      m.created_at as last_at, ${mentions(viewer, 'new')} as mentioned, ${hasWaitingDraft} as draft_waits,
      array(select label_id from conversation_labels l where l.conversation_id = c.id order by label_id) as labels
    from conversations c
    left join contacts k on k.id = c.contact_id
    left join messages m on m.conversation_id = c.id and m.seq = c.last_seq
    left join conversation_reads r on r.conversation_id = c.id and r.member_id = ${viewer.memberId}
    where ${where}
    order by c.updated_at desc, c.id desc limit ${limit}`.execute(db)
  return rows
}

/** Whether a colleague named whoever looks in a note. */
const mentions = ({ memberId }: Viewer, which: 'new' | 'any') => sql`exists (select from mentions
  where mentions.conversation_id = c.id and mentions.member_id = ${memberId}
    ${which === 'new' ? sql`and mentions.read_at is null` : sql``})`

const ofWorkspace = ({ workspaceId }: Viewer) =>
  sql`c.workspace_id = ${workspaceId} and c.merged_into is null`

function conditionsOf(viewer: Viewer, filter: InboxFilter): RawBuilder<unknown>[] {
  return [
    viewOf(filter.view, viewer),
    ...(filter.teamId ? [sql`c.team_id = ${filter.teamId}`] : []),
    ...(filter.priority ? [sql`c.priority = ${filter.priority}`] : []),
    ...(filter.contactId ? [sql`c.contact_id = ${filter.contactId}`] : []),
    ...(filter.labelId
      ? [sql`c.id in (select conversation_id from conversation_labels where label_id = ${filter.labelId})`]
      : []),
  ]
}

function viewOf(view: InboxFilter['view'], viewer: Viewer): RawBuilder<unknown> {
  const ours = ofWorkspace(viewer)
  const me = viewer.memberId ?? ''
  switch (view) {
    case 'mine':
      return sql`${ours} and c.status = 'open' and (c.holder = ${`member:${me}`} or c.assignee_id = ${me})`
    case 'unassigned':
      return sql`${ours} and c.status = 'open' and c.holder = 'queue' and c.assignee_id is null`
    case 'team':
      return sql`${ours} and c.status = 'open' and c.team_id in (select team_id from team_members where member_id = ${me})`
    case 'bot':
      return sql`${ours} and c.status = 'open' and c.holder = 'bot' and c.last_seq > 0`
    case 'mentioned':
      return sql`${ours} and ${mentions(viewer, 'any')}`
    case 'snoozed':
    case 'resolved':
      return sql`${ours} and c.status = ${view}`
    case 'all':
      // Who asked for a person without a word waits as well.
      return sql`${ours} and (c.last_seq > 0 or c.holder <> 'bot')`
  }
}

const cursorOf = ({ updated_at, id }: LineRow) => `${updated_at.toISOString()}_${id}`

function olderThan(cursor: string): RawBuilder<unknown> {
  const [, at, id] = /^(\d{4}-[\dT:.Z-]+)_(\w+)$/.exec(cursor) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw new CarelineError('invalid', 'after must be the `next` of the page before.')
  return sql`(c.updated_at, c.id) < (${new Date(at)}, ${id})`
}

function lineOf(row: LineRow): InboxLine {
  return {
    id: row.id,
    botId: row.bot_id,
    holder: row.holder,
    status: row.status,
    priority: row.priority,
    teamId: row.team_id,
    assigneeId: row.assignee_id,
    language: row.language,
    contact: row.contact_id
      ? {
          ...{ id: row.contact_id, name: row.contact_name, email: row.contact_email },
          verified: row.contact_verified === true,
        }
      : null,
    labels: row.labels,
    waitingSince: row.waiting_since?.toISOString() ?? null,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    unread: Math.max(0, row.last_seq - row.read_seq),
    mentioned: row.mentioned,
    draftWaits: row.draft_waits,
    lastMessage:
      row.last_author && row.last_at
        ? { author: row.last_author, text: row.last_text ?? '', at: row.last_at.toISOString() }
        : null,
    updatedAt: row.updated_at.toISOString(),
  }
}
