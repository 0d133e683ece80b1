/** One event of a streamed chat completion, as OpenAI and those compatible with it write them. */
export const chatChunk = (choice: object) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'scripted', choices: [{ index: 0, ...choice }] })}\n\n`

/** What ends such a stream in order. */
export const lastChatChunks = `${chatChunk({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`
