/** A visitor's side of one conversation, over HTTP and the live stream as the widget does it. */
export interface Talk {
  /** Sends a message; resolves when the turn about it has ended, with its answer on the stream. */
  ask(text: string): Promise<void>
  close(): void
}

/** Starts a conversation and listens to it. */
export async function converse(url: string, botId: string): Promise<Talk> {
  const base = `${url}/api/v1/conversations`
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  const started = await post(base, headers, { botId })
  const { conversation, sessionToken } = started as { conversation: { id: string }; sessionToken: string }
  headers['authorization'] = `Bearer ${sessionToken}`
  const gone = new AbortController()
  const stream = await fetch(`${base}/${conversation.id}/events?after=0`, { headers, signal: gone.signal })
  let ended: () => void = () => undefined
  void follow(stream, () => ended()).catch(() => undefined)
  return {
    async ask(text) {
      const over = new Promise<void>(resolve => {
        ended = resolve
      })
      await post(`${base}/${conversation.id}/messages`, headers, { text })
      await over
    },
    close: () => gone.abort(),
  }
}

async function follow(stream: Response, onTurnEnded: () => void): Promise<void> {
  if (!stream.ok || !stream.body) throw new Error(`the stream answers ${stream.status}`)
  let rest = ''
  for await (const bytes of stream.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + bytes).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line === 'event: turn.ended') onTurnEnded()
  }
}

async function post(url: string, headers: Record<string, string>, body: unknown): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  return response.json()
}
