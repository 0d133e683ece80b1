import { HandoffPolicy } from '../contract/handoff-policy.ts'
import { CarelineError } from '../kit/errors.ts'

type TriggerName = keyof HandoffPolicy

/** The number or list that a trigger has beside being on. */
const details: Partial<Record<TriggerName, string>> = {
  sensitive: 'topics',
  unresolved: 'times',
  turnsCap: 'turns',
}
const triggers = Object.keys(HandoffPolicy.shape) as TriggerName[]

/** What `careline bot set` takes of the handoff policy. */
export const handoffNames = triggers.map(name => `handoff.${name}`).join(', ')

/**
 * `handoff.unresolved=3` as the part of the policy it changes: `on`, `off`, a number, or topics parted by commas; empty:
 * the default. `undefined` when the name is none of a trigger.
 * @throws CarelineError `invalid` for another value.
 */
export function readTrigger(name: string, value: string): [trigger: string, settings: object] | undefined {
  const trigger = triggers.find(one => name === `handoff.${one}`)
  if (!trigger) return undefined
  if (value === '') return [trigger, {}]
  if (value === 'on' || value === 'off') return [trigger, { on: value === 'on' }]
  if (details[trigger] === 'topics')
    return [trigger, { on: true, topics: value.split(',').map(one => one.trim()) }]
  if (details[trigger] && /^\d+$/.test(value))
    return [trigger, { on: true, [details[trigger]]: Number(value) }]
  throw new CarelineError('invalid', `${name} is on or off${details[trigger] ? ', or a number' : ''}.`)
}

/** The policy as rows of the table that `careline bot` shows. */
export function triggerRows(policy: HandoffPolicy): [name: string, value: string][] {
  return triggers.map(name => {
    const { on, ...rest } = policy[name] as { on: boolean } & Record<string, unknown>
    const detail = Object.values(rest).map(value => (Array.isArray(value) ? value.join(', ') : `${value}`))
    return [`handoff.${name}`, [on ? 'on' : 'off', ...(on ? detail : [])].join(': ')]
  })
}
