import { type App, type AppOptions, createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'
import { createEmbedders, createHashEmbedder } from '../../src/models/index.ts'
import { giveMigratedDatabase } from './database.ts'

/**
 * The whole program without pages and without a model to load; `environment` as for `readConfig`. Its embedded database
 * is a copy, which saves each test file the seconds of a first start.
 */
export async function createSmallApp(
  environment: Record<string, string | undefined>,
  options: AppOptions = {},
): Promise<App> {
  const config = readConfig({
    NO_EXAMPLE: 'true',
    LOG_LEVEL: 'silent',
    LIMIT_REQUESTS: '100000',
    ...environment,
  })
  if (!config.DATABASE_URL) await giveMigratedDatabase(config.DATA_DIR)
  const embedders = createEmbedders({
    ...{ modelsDirs: [], dataDir: config.DATA_DIR, fixed: createHashEmbedder(64) },
  })
  const { replace = {}, ...rest } = options
  const models: typeof replace.models = built => {
    const small = { ...built, embedders }
    return replace.models?.(small) ?? small
  }
  return createApp(config, { ...rest, replace: { ...replace, models } })
}

/** One visitor of the bot of such an app, over its routes. */
export async function visitorOf(app: App) {
  const call = (path: string, init: RequestInit = {}) =>
    app.http.fetch(new Request(`http://localhost${path}`, init))
  const started = await call('/api/v1/conversations', post({ botId: app.botId }))
  const { conversation, sessionToken } = (await started.json()) as {
    conversation: { id: string }
    sessionToken: string
  }
  const path = `/api/v1/conversations/${conversation.id}`
  const authorization = `Bearer ${sessionToken}`
  return {
    call,
    conversationId: conversation.id,
    say: (text: string) => {
      const clientId = text.replaceAll(/\W/g, '-').slice(0, 64)
      return call(`${path}/messages`, post({ clientId, text }, authorization))
    },
    askForPerson: (note: string) => call(`${path}/handoff`, post({ note }, authorization)),
    async texts(): Promise<string[]> {
      const answer = await call(`${path}/messages?limit=200`, { headers: { authorization } })
      const { messages } = (await answer.json()) as {
        messages: { seq: number; author: string; text: string }[]
      }
      return messages.map(({ author, text }) => `${author}: ${text}`)
    },
    /** The names of the events of the live stream as they come; ends when the stream does. */
    stream: () => call(`${path}/events?after=0`, { headers: { authorization } }),
  }
}

/** A request with a JSON body. */
export const post = (body: object, authorization?: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
  body: JSON.stringify(body),
})
