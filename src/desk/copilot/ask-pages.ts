import { getBot } from '../../accounts/index.ts'
import type { AskedDraft } from '../../contract/copilot-api.ts'
import type { Decision } from '../../contract/decision.ts'
import { HandoffPolicy } from '../../contract/handoff-policy.ts'
import { askBot, botSettings, findOwnConversation, keepAskedDraft } from '../../conversations/index.ts'
import type { CopilotDeps } from './deps.ts'
import { findOpenQuestion } from './open-question.ts'

interface Asking {
  workspaceId: string
  conversationId: string
  signal: AbortSignal
}

/** A person asks, so nobody has to be fetched: every trigger is off. */
const nobodyFetched = HandoffPolicy.parse(
  Object.fromEntries(Object.keys(HandoffPolicy.shape).map(trigger => [trigger, { on: false }])),
)

/**
 * Lets the bot answer what is open in a conversation, for a member: a draft, of which the visitor hears nothing. Where the
 * pages hold no answer there is none, and the decision says so.
 * @throws CarelineError `not-found`; `conflict` where the visitor has asked nothing yet.
 */
export async function draftFromPages(
  deps: CopilotDeps,
  { memberId, signal, ...of }: Asking & { memberId: string },
): Promise<AskedDraft> {
  const { conversation, question, history, spoken } = await findOpenQuestion(deps.database.sql, of)
  const { decision, traceId } = await ask(deps, { ...of, signal }, conversation, {
    question,
    history,
    spoken,
  })
  const asked = { ...of, memberId, uptoSeq: conversation.last_seq, decision, traceId }
  const draft = isAnswer(decision) ? await keepAskedDraft(deps, asked) : undefined
  return { draft: draft ?? null, decision, traceId }
}

/** Lets the bot of a conversation answer a question of a member's own from its pages. @throws CarelineError `not-found`. */
export async function askPages(
  deps: CopilotDeps,
  { question, ...asking }: Asking & { question: string },
): Promise<{ decision: Decision; traceId: string }> {
  const conversation = await findOwnConversation(deps.database.sql, asking)
  // Not in the visitor's language: whoever asks reads the answer.
  return await ask(deps, asking, { bot_id: conversation.bot_id, language: null }, { question, history: [] })
}

async function ask(
  deps: CopilotDeps,
  { workspaceId, conversationId, signal }: Asking,
  { bot_id: botId, language }: { bot_id: string; language: string | null },
  asked: Pick<Parameters<typeof askBot>[1], 'question' | 'history' | 'spoken'>,
) {
  const { settings } = await getBot(deps.database.sql, botId)
  return await askBot(deps, {
    ...{ workspaceId, botId, conversationId, signal, ...asked },
    settings: { ...botSettings(settings), handoff: nobodyFetched },
    ...(language ? { language } : {}),
  })
}

const isAnswer = ({ kind }: Decision) => kind === 'answered' || kind === 'clarify' || kind === 'smalltalk'
