import { beforeAll, describe, expect, test } from 'vitest'
import {
  createGate,
  createGenerate,
  createModelJudge,
  createResponder,
  createRewrite,
  type Turn,
} from '../../src/bot/index.ts'
import type { ModelTask } from '../../src/models/index.ts'
import { createScriptedModel } from '../../src/models/language/scripted.ts'
import { hangingModel } from '../support/hanging-model.ts'
import { knowledgeFrom, type SmallKnowledge } from '../support/small-knowledge.ts'

let knowledge: SmallKnowledge
beforeAll(async () => {
  knowledge = await knowledgeFrom({
    'refunds.md': '# Refunds\n\nRefunds take 5 days. They go to the card you paid with.\n',
    'delivery.md': '# Delivery\n\nStandard delivery to Norway costs nine euros and takes four days.\n',
    'care.md': '# Care\n\nWash the pan by hand with warm water.\n',
    'hours.md': '# Opening hours\n\nWe are open from nine to five on working days.\n',
  })
})

const says: Partial<Record<ModelTask, string>> = {
  answer: 'Refunds take 5 days. [1]',
  rewrite: 'How many days do refunds take?',
  judge: '90',
}

/** A turn in which the models of some tasks hang and the others do as they should. */
async function ask(hang: readonly ModelTask[], turn: Partial<Turn> = {}) {
  const models = {
    for: (task: ModelTask) => [
      hang.includes(task) ? hangingModel : createScriptedModel(() => says[task] ?? '', 'scripted:1'),
    ],
  }
  const [rewrite, generate] = [createRewrite({ models }), createGenerate({ models })]
  const judge = createModelJudge(models)
  const responder = createResponder({
    search: knowledge.search,
    gate: createGate(judge ? { judge } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(generate ? { generate } : {}),
  })
  const timeoutMs = 1_500
  return responder.respond({
    ...{ workspaceId: 'ws', botId: 'bot', question: 'And how many days do they take?', language: 'en' },
    history: [
      { role: 'visitor', text: 'Do you give refunds?' },
      { role: 'bot', text: 'Yes, refunds go to the card you paid with.' },
    ],
    now: new Date('2026-11-23T10:00:00Z'),
    settings: { name: 'Ada', companyName: '', instructions: '', maxTokens: 64, timeoutMs, allowedLinkHosts: [], gateThreshold: 0 },
    signal: AbortSignal.timeout(timeoutMs),
    ...turn,
  }) // biome-ignore format: one turn
}

describe('a language model that hangs', () => {
  test.each([
    ['none', [], 'generated'],
    ['rewrite', ['rewrite'], 'generated'],
    ['judge', ['judge'], 'generated'],
    ['answer', ['answer'], 'extractive'],
    ['all', ['rewrite', 'judge', 'answer'], 'extractive'],
  ] as const)('(%s) leaves the turn time to end in an answer', async (_name, hang, mode) => {
    const { decision, trace } = await ask(hang)
    expect(trace.models.map(row => row.task)).toContain('judge')
    expect(decision).toMatchObject({ kind: 'answered', mode })
    for (const task of hang)
      expect(
        trace.models.find(row => row.task === task),
        task,
      ).toMatchObject({ model: 'hanging:1' })
  })

  test('does not keep a turn that was taken over: that ends at once, and not with an answer', async () => {
    const over = new AbortController()
    const asked = ask(['rewrite'], { signal: over.signal })
    over.abort(new Error('taken over'))
    await expect(asked).rejects.toThrow('taken over')
  })
})
