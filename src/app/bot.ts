import {
  createGate,
  createGenerate,
  createModelJudge,
  createResponder,
  createRewrite,
  type Responder,
} from '../bot/index.ts'
import { modelUseOf } from '../conversations/index.ts'
import type { Clock } from '../kit/clock.ts'
import { loadPageRows } from '../knowledge/index.ts'
import type { ChatModels } from '../models/index.ts'
import { crashPoint } from '../platform/crash-points.ts'
import type { Database } from '../platform/database/index.ts'
import type { Log } from '../platform/log.ts'
import type { ChatOf } from './bot-models.ts'
import type { Knowledge } from './knowledge.ts'
import type { Models } from './models.ts'

/** Builds the bot: search and gate always, a language model for what the owner gave one. */
export function buildBot(
  database: Database,
  knowledge: Pick<Knowledge, 'search' | 'pinned'>,
  models: Pick<Models, 'detector' | 'reranker'> & { chatOf: ChatOf },
  options: { clock: Clock; basePath: string; log: Log },
): Responder {
  const built = new WeakMap<ChatModels, Responder>()
  const responderWith = (chat: ChatModels) => {
    const responder = built.get(chat) ?? buildResponder(database, knowledge, { ...models, chat }, options)
    built.set(chat, responder)
    return responder
  }
  return { respond: async turn => responderWith(await models.chatOf(turn.botId)).respond(turn) }
}

/** The same with these language models. */
function buildResponder(
  database: Database,
  knowledge: Pick<Knowledge, 'search' | 'pinned'>,
  models: Pick<Models, 'chat' | 'detector' | 'reranker'>,
  options: { basePath: string; log: Log },
): Responder {
  const judge = createModelJudge(models.chat)
  const rewrite = createRewrite({ models: models.chat })
  const generate = createGenerate({
    models: models.chat,
    onModelRequest: () => crashPoint('S09-llm-request-sent'),
    onFirstToken: () => crashPoint('S10-llm-first-token'),
  })
  return createResponder({
    search: knowledge.search,
    pinned: knowledge.pinned,
    gate: createGate({
      ...(judge ? { judge } : {}),
      ...(models.reranker ? { reranker: models.reranker } : {}),
      onRerankerFailure: error =>
        options.log.error({ error }, 'the reranker fails; answers are given without it'),
    }),
    pagePassages: async (_workspaceId, pageId) =>
      (await loadPageRows(database.sql, [pageId], { basePath: options.basePath })).map(
        ({ passage }) => passage,
      ),
    ...(generate ? { generate } : {}),
    ...(rewrite ? { rewrite } : {}),
    usedToday: turn => modelUseOf(database.sql, turn.botId, turn.now),
    detectLanguage: models.detector,
    onRetrieved: () => crashPoint('S08-retrieval-done'),
  })
}
