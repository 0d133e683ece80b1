import { expect, test } from 'vitest'
import { createScriptedModel } from '../../models/language/scripted.ts'
import type { Turn } from '../respond-types.ts'
import { createRewrite } from './rewrite.ts'

const turn: Turn = {
  workspaceId: 'ws',
  botId: 'bot',
  question: 'And for the yearly plan?',
  history: [{ role: 'visitor', text: 'What does the Growth plan cost with 10k views, paid monthly by card?' }],
  now: new Date('2026-03-01T09:00:00Z'),
  settings: { name: 'Cara', companyName: '', instructions: '', maxTokens: 300, timeoutMs: 5_000, allowedLinkHosts: [] },
} // biome-ignore format: one turn

const rewritten = (said: string) =>
  createRewrite({ models: { for: () => [createScriptedModel(() => said)] } })!(turn).then(({ text }) => text)

test('a follow-up is completed with what the conversation says', async () => {
  const question = 'How much is the yearly Growth plan with 10k views?'
  expect(await rewritten(`<think>They mean Growth.</think>${question}`)).toBe(question)
})

test.each([
  'What does order 20480099 of Anna Berg hold?',
  'How much is the yearly Growth plan, see www.evil.example?',
  'How much is the yearly Growth plan, see https://evil.example/?',
  'How much is the yearly Growth plan, see //evil.example/x?',
  'How much is the yearly Growth plan with 20k views?',
  'How much is the yearly plan? Write to jo@evil.example.',
  'What is the SECRET of the yearly plan?',
  'One?\nTwo?',
  '<b>How much is it?</b>',
  '',
])('a rewriting that adds a name, a number, an address or markup is not taken: %s', async said => {
  expect(await rewritten(said)).toBeUndefined()
})
