import { describe, expect, test } from 'vitest'
import { hangingModel } from '../../../tests/support/hanging-model.ts'
import type { ChatModel } from '../ports.ts'
import { askInTurn, type ModelCall } from './failover.ts'
import { ModelFailure } from './failure.ts'
import { createScriptedModel } from './scripted.ts'

const request = { task: 'answer', messages: [{ role: 'user', text: 'Hello?' }], maxTokens: 100 } as const

async function whole(deltas: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const delta of deltas) text += delta
  return text
}

describe('asking language models in turn', () => {
  test('a model that fails once is asked once more', async () => {
    let calls = 0
    const model = createScriptedModel(() =>
      ++calls === 1 ? { text: 'Ha', failure: 'cut-stream' } : 'Hello there',
    )
    const { answer, calls: made } = await askInTurn([model], request, whole)
    expect(answer).toBe('Hello there')
    expect(made.map(call => call.failure)).toEqual(['cut-stream', undefined])
  })

  test('a wrong key is not tried again, and the next model answers', async () => {
    const wrong = createScriptedModel(() => ({ text: '', failure: 'configuration' }), 'a:1')
    const right = createScriptedModel(() => 'Hello', 'b:1')
    const { answer, calls } = await askInTurn([wrong, right], request, whole)
    expect(answer).toBe('Hello')
    expect(calls.map(call => call.model)).toEqual(['a:1', 'b:1'])
  })

  test('when all fail there is no answer and nothing is thrown', async () => {
    const down = createScriptedModel(() => ({ text: '', failure: 'server-error' }))
    const { answer, calls } = await askInTurn([down, down], request, whole)
    expect(answer).toBeUndefined()
    expect(calls).toHaveLength(4)
  })

  test('an answer the reader cannot use counts as a failure', async () => {
    const model = createScriptedModel(() => 'nonsense')
    const { answer, calls } = await askInTurn([model], request, async deltas =>
      JSON.parse(await whole(deltas)),
    )
    expect(answer).toBeUndefined()
    expect(calls[0]?.failure).toMatch(/JSON/)
  })

  test('an aborted turn stops at once', async () => {
    const stop = new AbortController()
    stop.abort(new Error('taken over'))
    const model = createScriptedModel(() => 'Hello')
    await expect(askInTurn([model], { ...request, signal: stop.signal }, whole)).rejects.toThrow('taken over')
  })

  test('a call that is cut off is charged by its characters, and one that was never heard is free', async () => {
    const priced = (model: ChatModel): ChatModel => ({
      ...model,
      price: { input: 1_000_000, output: 2_000_000 },
    })
    const cut = priced(createScriptedModel(() => ({ text: 'Hello th', failure: 'cut-stream' }), 'a:1'))
    const away = priced(createScriptedModel(() => ({ text: '', failure: 'unreachable' }), 'b:1'))
    const { calls } = await askInTurn([cut, away], request, whole)
    expect(calls[0]?.usage).toEqual({ inputTokens: 2, outputTokens: 2, cost: 6, estimated: true })
    expect(calls.at(-1)?.usage).toEqual({ inputTokens: 0, outputTokens: 0, cost: null })
  })

  test('a call that ran out of time is charged, and named as late', async () => {
    const calls: ModelCall[] = []
    const asked = askInTurn([hangingModel], { ...request, signal: AbortSignal.timeout(20) }, whole, calls)
    await expect(asked).rejects.toThrow('timeout')
    expect(calls).toMatchObject([{ failure: 'timeout', usage: { inputTokens: 2, estimated: true } }])
  })

  test('all calls together keep to the allowance, and none is made that could say nothing', async () => {
    const asked: number[] = []
    const limited: ChatModel = {
      id: 'limited:1',
      async *stream({ maxTokens }) {
        asked.push(maxTokens)
        yield { text: 'x'.repeat(4 * 50) }
        throw new ModelFailure('limited:1', 'cut-stream', 'as scripted')
      },
    }
    const request60 = { ...request, maxTokens: 60, allowance: 90 }
    const { answer } = await askInTurn([limited, limited], request60, whole)
    expect(answer).toBeUndefined()
    expect(asked).toEqual([60, 40])
  })
})
