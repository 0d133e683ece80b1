/**
 * The server under test: the whole program as `careline start` builds it, plus routes for members that need no sign-in,
 * and faults that the parent asks for over IPC. Nothing in src/ knows of it.
 */
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'
import { changeHolder, readConversation, sendMemberMessage } from '../../src/conversations/index.ts'
import { createEmbedders, createHashEmbedder } from '../../src/models/index.ts'
import { clock, disturbBus, installFaults, mortal, openJournalFile } from './child-faults.ts'
import type { ChildOptions, FromChild } from './child-messages.ts'

/** Short, so that what a killed or stopped process left is taken up again within the run. */
const jobs = { leaseMs: 1_500, pollMs: 200, backoff: () => 50 }

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions
installFaults()
const embedded = options.databaseUrl ? undefined : mortal(options.dataDir)
const config = readConfig({
  DATA_DIR: options.dataDir,
  DATABASE_URL: options.databaseUrl,
  NO_EXAMPLE: 'true',
  LOG_LEVEL: process.env['CARELINE_FAULTS_LOG'] ?? 'silent',
  LIMIT_MESSAGES: '100000',
  LIMIT_REQUESTS: '1000000',
  MODEL_ANSWER: 'compatible:scripted',
  COMPATIBLE_BASE_URL: options.modelUrl,
  MODEL_TIMEOUT_MS: '3000',
  DATABASE_TIMEOUT_MS: '5000',
})
const app = await createApp(config, {
  ...{ clock, jobs, openJournalFile },
  replace: {
    models: models => ({
      ...models,
      embedders: createEmbedders({
        ...{ modelsDirs: [], dataDir: options.dataDir, fixed: createHashEmbedder(64) },
      }),
    }),
  },
})
for (const statement of options.sql) await sql.raw(statement).execute(app.storage.database.sql)
disturbBus(app.storage.bus)
embedded?.of(app.storage.database)

// What members do at the desk, without the sign-in that would come before.
app.http.post('/member/:id/holder', async c => {
  const { from, to } = await c.req.json()
  return c.json(await changeHolder(app.conversations, { conversationId: c.req.param('id'), from, to }))
})
app.http.post('/member/:id/messages', async c => {
  const { memberId, epoch, text } = await c.req.json()
  const conversationId = c.req.param('id')
  const said = { conversationId, memberId, epoch, text }
  return c.json({ message: await sendMemberMessage(app.conversations, said) })
})
app.http.get('/member/:id', async c => c.json(await readConversation(app.conversations, c.req.param('id'))))

process.on('disconnect', () => process.exit(0))
await app.start()
serve({ fetch: app.http.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.send?.({ type: 'ready', port } satisfies FromChild)
})
