/** How each provider's API is addressed, and how it spells a streamed answer. */
export interface Protocol {
  /** Where its base address lies on the test server; unlike its neighbours', so that a mix-up is seen. */
  base: string
  /** The path asked below the base, and the header that carries the key. */
  path: RegExp
  key: (headers: Record<string, string | string[] | undefined>) => unknown
  /** The pieces of text as stream events, with the end. */
  stream(pieces: readonly string[]): string[]
  /** An event whose JSON breaks off. */
  malformed: string
  /** The body of an error. */
  error(message: string): object
}

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`
const named = (type: string, value: object) => `event: ${type}\n${data({ type, ...value })}`
const bearer: Protocol['key'] = headers => headers['authorization']

const chat = (base: string, key: Protocol['key'] = bearer): Protocol => ({
  base,
  path: /^\/chat\/completions$/,
  key,
  stream: pieces => [
    ...pieces.map(content => chunk({ delta: { role: 'assistant', content }, finish_reason: null })),
    chunk({ delta: {}, finish_reason: 'stop' }),
    // Groq tells what was used in a place of its own.
    data({ ...chunkHead, choices: [], usage, x_groq: { id: 'g', usage } }),
    'data: [DONE]\n\n',
  ],
  malformed: 'data: {"id":"c","choices":[{"index":0,"delta":{"content":"Ref\n\n',
  error: message => ({ error: { message, type: 'server_error', code: null, param: null } }),
})
const usage = { prompt_tokens: 120, completion_tokens: 9, total_tokens: 129 }
const chunkHead = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'wire' }
const chunk = (choice: object) => data({ ...chunkHead, choices: [{ index: 0, ...choice }] })

const anthropic: Protocol = {
  base: '/anthropic/v1',
  path: /^\/messages$/,
  key: headers => headers['x-api-key'],
  stream: pieces => [
    named('message_start', {
      message: { id: 'm', type: 'message', role: 'assistant', model: 'wire', content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 120, output_tokens: 1 } },
    }), // biome-ignore format: one event
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...pieces.map(text => named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    named('content_block_stop', { index: 0 }),
    named('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 9 },
    }),
    named('message_stop', {}),
  ],
  malformed: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"te\n\n',
  error: message => ({ type: 'error', error: { type: 'api_error', message } }),
}

const google: Protocol = {
  base: '/google/v1beta',
  path: /^\/models\/wire:streamGenerateContent\?alt=sse$/,
  key: headers => headers['x-goog-api-key'],
  stream: pieces => [
    ...pieces.map(text =>
      data({ candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] } }] }),
    ),
    data({
      candidates: [{ index: 0, content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 120, candidatesTokenCount: 9, totalTokenCount: 129 },
    }),
  ],
  malformed: 'data: {"candidates":[{"content":{"parts":[{"te\n\n',
  error: message => ({ error: { code: 500, message, status: 'INTERNAL' } }),
}

/** By the name a model is given in the configuration. */
export const protocols = {
  openai: chat('/openai/v1'),
  anthropic,
  google,
  groq: chat('/groq/openai/v1'),
  openrouter: chat('/openrouter/api/v1'),
  ollama: chat('/ollama/v1', () => 'Bearer secret-key'),
  compatible: chat('/compatible/v1'),
} as const satisfies Record<string, Protocol>
export type WireProvider = keyof typeof protocols
export const wireProviders = Object.keys(protocols) as WireProvider[]
