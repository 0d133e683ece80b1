import { crashPoint } from '../../src/platform/crash-points.ts'

/**
 * Asks the scripted model before `respond`, and passes the two crash points on the way, as long as the bot writes no
 * answers with a language model by itself. Whatever the model does, the turn goes on without it.
 */
export async function asking<T>(modelUrl: string, respond: () => Promise<T>): Promise<T> {
  await crashPoint('S09-llm-request-sent')
  try {
    const response = await fetch(`${modelUrl}/chat/completions`, {
      method: 'POST',
      signal: AbortSignal.timeout(1_500),
    })
    for await (const _part of response.body ?? []) break
  } catch {
    // A model that is away, slow or cut off.
  }
  await crashPoint('S10-llm-first-token')
  return respond()
}
