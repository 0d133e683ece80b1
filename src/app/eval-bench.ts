import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BotOptions, ensureDefaultWorkspace } from '../accounts/index.ts'
import type { Config } from '../config.ts'
import { botSettings } from '../conversations/index.ts'
import type { EvalDeps } from '../evals/index.ts'
import { systemClock } from '../kit/clock.ts'
import { addSource, getSource } from '../knowledge/index.ts'
import { createMemoryBus } from '../platform/bus/bus.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createLog } from '../platform/log.ts'
import { buildBot } from './bot.ts'
import { buildKnowledge } from './knowledge.ts'
import { buildModels } from './models.ts'
import { SYNC_JOB } from './reading.ts'

/**
 * A bot over a folder of documents in a throw-away database in memory, built of the same parts as the server's and with
 * the settings given.
 */
export function evalDeps(
  config: Config,
  { botId = 'bot_eval', options }: { botId?: string; options: BotOptions },
): EvalDeps {
  return {
    async openBench(docsDir, tell) {
      const folder = mkdtempSync(join(tmpdir(), 'careline-eval-'))
      const database = await openDatabase({ memory: true })
      const storage = {
        database,
        bus: createMemoryBus(),
        journal: undefined,
        relay: { ring: () => undefined, stop: async () => undefined },
        isFlushed: true,
        flush: async () => undefined,
        forget: async () => undefined,
        close: () => database.close(),
      }
      const log = createLog('error', 'error')
      const models = await buildModels(config, log)
      const clock = systemClock
      const knowledge = await buildKnowledge(storage, models, {
        clock,
        log,
        basePath: '',
        snapshotDir: join(folder, 'index'),
        publicUrl: 'http://localhost',
      })
      const { id: workspaceId } = await ensureDefaultWorkspace(database)
      const { id: sourceId } = await addSource(
        database,
        workspaceId,
        { kind: 'folder', location: docsDir },
        { now: clock.now() },
      )
      const job = {
        id: 'eval',
        workspaceId,
        kind: SYNC_JOB,
        payload: { sourceId },
        attempt: 1,
        maxAttempts: 1,
      }
      await knowledge.syncHandler.run(job, {
        signal: new AbortController().signal,
        progress: async ({ done, total, note }) =>
          tell({ stage: note?.startsWith('reading') ? 'read' : 'embed', done, total: total ?? done }),
      })
      // Built anew: it was opened, empty, before there was a page, and no bus rings here for it to follow.
      await knowledge.index.reload(workspaceId)
      const { failures } = await getSource(database.sql, workspaceId, sourceId)
      for (const { path, reason } of failures) log.error({ path }, reason)
      // With the server's keys: those of the bot's workspace are sealed, and not in the throw-away database.
      const chat = await models.chatFor({
        ...{ keys: {}, models: options.models, addresses: options.modelAddresses },
      })
      const responder = buildBot(
        database,
        knowledge,
        { ...models, chatOf: async () => chat },
        { clock, basePath: '', log },
      )
      return {
        workspaceId,
        botId,
        settings: botSettings(options),
        respond: turn => responder.respond(turn),
        async close() {
          await knowledge.close()
          await database.close()
          await models.close()
          rmSync(folder, { recursive: true, force: true })
        },
      }
    },
  }
}
