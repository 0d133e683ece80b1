import { type RawBuilder, sql } from 'kysely'
import type { Figure } from '../contract/report-api.ts'
import type { Period } from './period.ts'

/**
 * A query for the occurrences of a figure in a period: `conversation_id`, `at`, `text` (what was asked), `detail` (the
 * outcome or reason) and `value` (seconds waited, or the score).
 */
export function occurrencesOf(figure: Figure, period: Period): RawBuilder<unknown> {
  switch (figure) {
    case 'asked':
      return turns(period, sql`t.outcome in ('answered', 'refused', 'clarify', 'handoff', 'failed')`)
    case 'answered':
    case 'refused':
      return turns(period, sql`t.outcome = ${figure}`)
    case 'handed-over':
      return handoffs(period, sql`h.requested_at`, sql`true`)
    case 'waited':
      return handoffs(period, sql`h.picked_up_at`, sql`h.picked_up_at is not null`)
    case 'resolved':
      return resolutions(period, sql`r.resolved_at`)
    case 'rated':
      return resolutions(period, sql`r.scored_at`)
  }
}

const within = ({ from, to }: Period, at: RawBuilder<unknown>) =>
  sql`${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz`

/** What visitors asked of the bot; small talk is no question, and what was overtaken is part of the next. */
function turns(period: Period, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select t.conversation_id, t.started_at as at, m.text, t.outcome as detail, null::float8 as value
    from turns t join messages m on m.conversation_id = t.conversation_id and m.seq = t.upto_seq
    where t.workspace_id = ${period.workspaceId} and t.state = 'ended' and ${where}
      and ${within(period, sql`t.started_at`)}`
}

function handoffs(period: Period, at: RawBuilder<unknown>, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select h.conversation_id, ${at} as at, null::text as text, h.reason as detail,
      extract(epoch from h.picked_up_at - h.requested_at)::float8 as value
    from handoffs h where h.workspace_id = ${period.workspaceId} and ${where} and ${within(period, at)}`
}

function resolutions(period: Period, at: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select r.conversation_id, ${at} as at, r.comment as text, null::text as detail, r.score::float8 as value
    from resolutions r where r.workspace_id = ${period.workspaceId} and ${within(period, at)}`
}
