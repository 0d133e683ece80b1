import { describe, expect, test } from 'vitest'
import { dateFrame } from '../../src/bot/answers/dates.ts'
import { createGate, createGenerate, createResponder } from '../../src/bot/index.ts'
import { createScriptedModel } from '../../src/models/language/scripted.ts'
import { knowledgeFrom } from '../support/small-knowledge.ts'
import { claimsOf, pageSource } from './claim-files.ts'

/** A model that says every sentence it is given, each resting on all sources it was shown. */
const saying = (sentences: readonly string[]) =>
  createScriptedModel(({ messages }) => {
    const prompt = messages.map(message => message.text).join('\n')
    const shown = [...prompt.matchAll(/<source number="(\d+)"/g)].map(([, number]) => `[${number}]`).join('')
    return sentences.map(text => `${text} ${shown || '[1]'}`).join('\n')
  }, 'scripted:liar')

const now = new Date('2026-11-23T10:00:00Z')

describe.each(['shop', 'invented', 'later', 'held', 'fresh'])('a model that lies about %s', name => {
  const pages = [...new Set(claimsOf(name).map(claim => claim.page))]
  test('tells the visitor nothing of it', async () => {
    const reached: string[] = []
    let asked = 0
    let truths = 0
    for (const page of pages) {
      const lies = claimsOf(name).filter(claim => claim.page === page && !claim.holds)
      if (lies.length === 0) continue
      const truth = firstTruthOf(page)
      const knowledge = await knowledgeFrom({ [page]: pageSource(page) })
      const generate = createGenerate({
        models: { for: task => (task === 'answer' ? [saying([truth, ...lies.map(lie => lie.text)])] : []) },
      })
      const responder = createResponder({
        search: knowledge.search,
        gate: createGate(),
        ...(generate ? { generate } : {}),
      })
      const said: string[] = []
      const { trace } = await responder.respond({
        workspaceId: 'ws',
        botId: 'bot',
        question: truth,
        history: [],
        language: 'en',
        now,
        settings: { name: 'Ada', companyName: 'Ours', instructions: '', maxTokens: 2_000, timeoutMs: 5_000, allowedLinkHosts: [] },
        onSentence: async ({ sentence }) => void said.push(sentence.text),
      }) // biome-ignore format: one turn
      asked += trace.support.length
      truths += said.includes(truth) ? 1 : 0
      // Whatever is neither the truth nor our own line in front of a dated page came of a lie, however it was altered.
      const ours = knowledge.passages.map(passage => dateFrame(passage, 'en', now))
      reached.push(...said.filter(text => text !== truth && !ours.includes(text)))
      reached.push(
        ...trace.support.filter(row => row.verdict !== 'dropped' && row.text !== truth).map(row => row.text),
      )
    }
    expect(reached).toEqual([])
    expect(asked).toBeGreaterThan(20)
    // The same model is heard where it says what stands on the page.
    expect(truths).toBeGreaterThanOrEqual(Math.min(3, pages.length))
  }, 60_000)
})

/** A sentence of the page, which surely finds it. */
function firstTruthOf(page: string): string {
  const lines = pageSource(page)
    .split('\n')
    .filter(line => /^[A-ZÀ-Ž][^|#]{40,}/u.test(line))
  return lines[0]?.split(/(?<=[.]) /)[0] ?? page
}
