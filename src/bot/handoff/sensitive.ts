import { SensitiveTopic } from '../../contract/handoff-policy.ts'
import { createPhraseFinder, type PhraseFinder } from './phrases.ts'
import { billingDispute } from './topics/billing-dispute.ts'
import { legal } from './topics/legal.ts'
import { recall } from './topics/recall.ts'
import { selfHarm } from './topics/self-harm.ts'
import { threat } from './topics/threat.ts'

const finders: Readonly<Record<SensitiveTopic, PhraseFinder>> = {
  'billing-dispute': createPhraseFinder(billingDispute),
  legal: createPhraseFinder(legal),
  recall: createPhraseFinder(recall),
  threat: createPhraseFinder(threat),
  'self-harm': createPhraseFinder(selfHarm),
}

/** Of two topics in one message the graver is named: somebody in danger comes before money. */
const gravest: readonly SensitiveTopic[] = ['self-harm', 'threat', 'recall', 'legal', 'billing-dispute']

/** The topic of `topics` that a message is about, and the words that tell; in any of the twelve languages. */
export function findSensitive(
  message: string,
  topics: readonly SensitiveTopic[] = SensitiveTopic.options,
): { topic: SensitiveTopic; words: string } | undefined {
  for (const topic of gravest) {
    const words = topics.includes(topic) ? finders[topic](message) : undefined
    if (words !== undefined) return { topic, words }
  }
  return undefined
}
