import { getBot } from '../../accounts/index.ts'
import { readBudget, type Summarise } from '../../bot/index.ts'
import type { HandoffReason } from '../../contract/decision.ts'
import type { HandoffPack } from '../../contract/desk-api.ts'
import { countModelUse, HandoffJob, modelUseOf } from '../../conversations/index.ts'
import { appendEvents } from '../../events/index.ts'
import type { DeskDeps } from '../deps.ts'
import { queueNotifications } from '../notifications/queue.ts'
import { buildPack } from './build-pack.ts'
import { isSoundSummary, mustHold } from './check-summary.ts'
import { hideAccounts } from './identifiers.ts'
import { type HandoffRow, readStory } from './read-story.ts'
import { type Story, visitorWords } from './story.ts'
import { SUMMARY_WORDS } from './summary.ts'

export interface PackDeps extends DeskDeps {
  /** What sums up for a bot; `undefined` where no language model is set for its summaries. */
  summariserOf?: (botId: string) => Promise<Summarise | undefined>
}

/** A person is about to look: a model that takes longer comes too late. */
const MODEL_MS = 15_000

type Waiting = HandoffRow & { bot_id: string }

/**
 * Makes the pack of a handoff and tells of it, once, whatever is tried again: the row says whether it was told, in the
 * transaction that tells. The summary is a model's where there is one that gives a sound one, else by rules.
 */
export async function packHandoff(
  deps: PackDeps,
  job: { payload: unknown },
  { signal = new AbortController().signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const { handoffId } = HandoffJob.parse(job.payload)
  const handoff = await findUntold(deps, handoffId)
  if (!handoff) return
  const story = await readStory(deps.database.sql, handoff)
  const pack = buildPack(story)
  const { text, models } = await summaryOf(deps, handoff, story, pack, signal)
  await tell(deps, handoff, text === undefined ? pack : { ...pack, summary: text, by: 'model' }, models)
}

async function findUntold(deps: PackDeps, id: string): Promise<Waiting | undefined> {
  return await deps.database.sql
    .selectFrom('handoffs')
    .innerJoin('conversations', 'conversations.id', 'handoffs.conversation_id')
    .selectAll('handoffs')
    .select('conversations.bot_id')
    .where('handoffs.id', '=', id)
    .where('packed_at', 'is', null)
    .executeTakeFirst()
}

async function summaryOf(
  deps: PackDeps,
  { bot_id: botId }: Waiting,
  story: Story,
  pack: HandoffPack,
  signal: AbortSignal,
): ReturnType<Summarise> {
  const none = { models: [] }
  const summarise = visitorWords(story).length > 0 ? await deps.summariserOf?.(botId) : undefined
  if (!summarise) return none
  const { settings } = await getBot(deps.database.sql, botId)
  const budget = await readBudget({ settings }, () => modelUseOf(deps.database.sql, botId, deps.clock.now()))
  if (budget?.usedUp) return none
  const lines = linesOf(story)
  const said = [...lines.map(({ text }) => text), ...mustHold(pack)]
  return await summarise({
    ...{ lines, signal, mustHold: mustHold(pack), maxWords: SUMMARY_WORDS },
    language: story.language ?? 'en',
    maxTokens: settings.maxTokens,
    timeoutMs: Math.min(settings.timeoutMs, MODEL_MS),
    isSound: summary => isSoundSummary(summary, pack, said),
  })
}

function linesOf({ messages, notes, email }: Story) {
  const said = messages.flatMap(({ author, text }) =>
    author === 'system' ? [] : [{ role: author, text: hideAccounts(text) }],
  )
  const asked = [...notes, ...(email ? [email] : [])]
  return [...said, ...asked.map(text => ({ role: 'visitor' as const, text: hideAccounts(text) }))]
}

async function tell(
  deps: PackDeps,
  handoff: Waiting,
  pack: HandoffPack,
  models: Awaited<ReturnType<Summarise>>['models'],
): Promise<void> {
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    await countModelUse(tx, handoff.bot_id, models, now)
    const told = await tx
      .updateTable('handoffs')
      .set({ pack: JSON.stringify(pack), packed_at: now })
      .where('id', '=', handoff.id)
      .where('packed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!told) return
    const { id: handoffId, conversation_id: conversationId, engagement } = handoff
    const data = { handoffId, conversationId, reason: handoff.reason as HandoffReason, engagement, pack }
    const place = { workspaceId: handoff.workspace_id, botId: handoff.bot_id, conversationId }
    await queueNotifications(tx, { id: handoffId, workspaceId: handoff.workspace_id }, now)
    await appendEvents(tx, [{ name: 'agent.handoff', data, ...place }], now)
  })
  deps.ring()
}
