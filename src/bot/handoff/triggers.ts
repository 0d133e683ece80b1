import type { Decision, HandoffReason } from '../../contract/decision.ts'
import { HandoffPolicy } from '../../contract/handoff-policy.ts'
import type { Trace, Turn } from '../respond-types.ts'
import { type BotTexts, botTexts } from '../texts/index.ts'
import { findWishForPerson } from './asked-for.ts'
import { findLeftToPeople } from './left-to-people.ts'
import { findSensitive } from './sensitive.ts'
import { countUnresolved, isComplaint } from './unresolved.ts'

/** That a person is fetched: with which words to the visitor, and what the trace tells of the reason. */
export interface Trigger {
  trace: NonNullable<Trace['handoff']>
  text: keyof BotTexts
}

const defaults = HandoffPolicy.parse({})

/** When this bot hands over. */
export const policyOf = ({ settings }: Turn): HandoffPolicy => settings.handoff ?? defaults

/** What fetches a person before anything is looked up; danger first. */
export function findTrigger(turn: Turn): Trigger | undefined {
  const policy = policyOf(turn)
  const sensitive = policy.sensitive.on ? findSensitive(turn.question, policy.sensitive.topics) : undefined
  if (sensitive) {
    const found = trigger('sensitive', `${sensitive.topic}: “${sensitive.words}”`)
    return sensitive.topic === 'self-harm' ? { ...found, text: 'handoffSelfHarm' } : found
  }
  const wish = policy.askedFor.on ? findWishForPerson(turn.question) : undefined
  if (wish !== undefined) return trigger('asked-for', `“${wish}”`)
  const left = policy.rule.on ? findLeftToPeople(turn) : undefined
  if (left !== undefined) return trigger('rule', `left to people: “${left}”`)
  const { on, turns } = policy.turnsCap
  const spoken = turn.spoken ?? 0
  if (on && spoken >= turns) return trigger('turns-cap', `${spoken} replies of ${turns}`)
  return isComplaint(turn.question) ? leftOpen(turn, 0) : undefined
}

/** What fetches a person instead of a refusal. */
export function findTriggerOfRefusal(
  turn: Turn,
  refusal: Extract<Decision, { kind: 'refused' }>,
): Trigger | undefined {
  const policy = policyOf(turn)
  const { reason } = refusal
  if (reason !== 'none-relevant' && reason !== 'not-supported') return undefined
  if (reason === 'none-relevant' && policy.noneRelevant.on)
    return trigger('no-answer', 'no page bears on the question')
  if (reason === 'not-supported' && policy.lowSupport.on)
    return trigger('low-support', 'no sentence could be backed by a page')
  return leftOpen(turn, 1)
}

/** The language models failed, and the pages' own words gave nothing either. */
export function triggerOfFailure(turn: Turn, failures: readonly string[]): Trigger | undefined {
  if (!policyOf(turn).modelFailure.on) return undefined
  return trigger('model-failure', failures.join('; ') || 'no model answered')
}

/** The decision that carries a trigger out. */
export function handOver({ trace, text }: Trigger, language: string): Decision {
  return { kind: 'handoff', reason: trace.trigger, text: botTexts(language)[text] }
}

const texts: Readonly<Record<HandoffReason, keyof BotTexts>> = {
  'asked-for': 'handoffAsked',
  sensitive: 'handoffRule',
  rule: 'handoffRule',
  mode: 'handoffMode',
  unresolved: 'handoffUnable',
  'no-answer': 'handoffUnable',
  'low-support': 'handoffUnable',
  'turns-cap': 'handoffUnable',
  'model-failure': 'handoffFailure',
}

/** How the visitor is told that a person is fetched, and why, in the language of a BCP 47 tag. */
export function handoffText(reason: HandoffReason, language: string | null): string {
  return botTexts(language ?? undefined)[texts[reason]]
}

/** @param now 1 when this message is left open as well. */
function leftOpen(turn: Turn, now: 0 | 1): Trigger | undefined {
  const { on, times } = policyOf(turn).unresolved
  const count = on ? countUnresolved(turn.question, turn.history) + now : 0
  if (!on || count < times) return undefined
  return trigger('unresolved', `the same need was left open ${count} times`)
}

function trigger(reason: HandoffReason, by: string): Trigger {
  return { trace: { trigger: reason, by: by.slice(0, 300) }, text: texts[reason] }
}
