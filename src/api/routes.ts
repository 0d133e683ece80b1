import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { listBots, type Staff } from '../accounts/index.ts'
import { ModelTrial, TryModel } from '../contract/bot-models.ts'
import { GateCalibration, KeepCalibration } from '../contract/calibration-api.ts'
import { answer, body, json, problems } from '../contract/describe.ts'
import * as contract from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { listPages } from '../knowledge/index.ts'
import type { Database } from '../platform/database/database.ts'
import { createRouter, type HttpEnv, type Router } from '../platform/http/edge.ts'
import { eventStream } from '../platform/http/event-stream.ts'
import type { Limiter } from '../platform/http/limits.ts'
import { problemOf } from '../platform/http/problem.ts'
import { staff } from './describe.ts'
import type { Operations } from './operations.ts'
import { staffOf, workspaceOf } from './principal.ts'

const Id = z.object({ id: z.string().max(80) })
const shared = { ...staff, tags: ['Operator'] }

const routes = {
  listSources: createRoute({
    ...shared,
    method: 'get',
    path: '/sources',
    summary: 'Where the answers come from',
    responses: { 200: answer('All sources', z.object({ sources: z.array(contract.Source) })), ...problems },
  }),
  addSource: createRoute({
    ...shared,
    method: 'post',
    path: '/sources',
    summary: 'Add a source and read it',
    request: { body: body(contract.AddSource) },
    responses: {
      201: answer('Added; the job reads it', z.object({ source: contract.Source, job: contract.Job })),
      ...problems,
    },
  }),
  getSource: createRoute({
    ...shared,
    method: 'get',
    path: '/sources/{id}',
    summary: 'A source with what could not be read',
    request: { params: Id },
    responses: { 200: answer('The source', z.object({ source: contract.Source })), ...problems },
  }),
  updateSource: createRoute({
    ...shared,
    method: 'patch',
    path: '/sources/{id}',
    summary: 'Change how a source is read, and read it again; the other settings stay',
    request: { params: Id, body: body(contract.UpdateSource) },
    responses: {
      200: answer('Changed; the job reads it', z.object({ source: contract.Source, job: contract.Job })),
      ...problems,
    },
  }),
  removeSource: createRoute({
    ...shared,
    method: 'delete',
    path: '/sources/{id}',
    summary: 'Remove a source and all its pages',
    request: { params: Id },
    responses: { 204: { description: 'Removed' }, ...problems },
  }),
  syncSource: createRoute({
    ...shared,
    method: 'post',
    path: '/sources/{id}/sync',
    summary: 'Read a source again; only what changed is indexed anew',
    request: { params: Id },
    responses: { 202: answer('The job that does it', z.object({ job: contract.Job })), ...problems },
  }),
  listPages: createRoute({
    ...shared,
    method: 'get',
    path: '/sources/{id}/pages',
    summary: 'The pages of a source, by path',
    request: {
      params: Id,
      query: z.object({
        after: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    },
    responses: { 200: answer('Pages', z.object({ pages: z.array(contract.Page) })), ...problems },
  }),
  getJob: createRoute({
    ...shared,
    method: 'get',
    path: '/jobs/{id}',
    summary: 'How far a job has come',
    request: { params: Id },
    responses: { 200: answer('The job', contract.Job), ...problems },
  }),
  ask: createRoute({
    ...shared,
    method: 'post',
    path: '/ask',
    summary: 'One question, one decision; with Accept: text/event-stream its sentences as they are ready',
    request: { body: body(contract.Ask) },
    responses: {
      200: {
        description: 'The decision, or a stream of `sentence` events that ends with `decision`',
        content: { ...json(contract.Asked), 'text/event-stream': { schema: z.string() } },
      },
      ...problems,
    },
  }),
  getTrace: createRoute({
    ...shared,
    method: 'get',
    path: '/traces/{id}',
    summary: 'How a decision came about',
    request: { params: Id },
    responses: { 200: answer('The trace', contract.StoredTrace), ...problems },
  }),
  models: createRoute({
    ...shared,
    method: 'get',
    path: '/models',
    summary: 'Embedding and language models in use, of a bot',
    request: { query: z.object({ botId: z.string().max(80).optional() }) },
    responses: { 200: answer('Models', contract.ModelList), ...problems },
  }),
  backup: createRoute({
    ...shared,
    method: 'post',
    path: '/backups',
    summary: 'Write a consistent backup into a folder of the server',
    request: { body: body(contract.MakeBackup) },
    responses: { 201: answer('Written', contract.BackupMade), ...problems },
  }),
  keys: createRoute({
    ...shared,
    method: 'get',
    path: '/secret-keys',
    summary: 'The keys that seal secrets, without the keys themselves',
    responses: { 200: answer('Keys', contract.KeyList), ...problems },
  }),
  rotateKeys: createRoute({
    ...shared,
    method: 'post',
    path: '/secret-keys/rotation',
    summary: 'Seal all secrets with a new key; what is not over goes on',
    responses: { 202: answer('The job that does it', z.object({ job: contract.Job })), ...problems },
  }),
  listBots: createRoute({
    ...shared,
    method: 'get',
    path: '/bots',
    summary: 'The bots and their settings',
    responses: { 200: answer('Bots', z.object({ bots: z.array(contract.BotSettings) })), ...problems },
  }),
  updateBot: createRoute({
    ...shared,
    method: 'patch',
    path: '/bots/{id}',
    summary: 'Change settings of a bot; the others stay',
    request: { params: Id, body: body(z.record(z.string(), z.unknown())) },
    responses: { 200: answer('The bot', contract.BotSettings), ...problems },
  }),
  calibration: createRoute({
    ...shared,
    method: 'get',
    path: '/bots/{id}/calibration',
    summary: 'Wrong answers and refusals at each threshold of the gate, as they were measured',
    request: { params: Id },
    responses: { 200: answer('The curves', GateCalibration), ...problems },
  }),
  keepCalibration: createRoute({
    ...shared,
    method: 'put',
    path: '/bots/{id}/calibration',
    summary: 'Keep a curve measured on a folder of questions, and set the threshold',
    request: { params: Id, body: body(KeepCalibration) },
    responses: { 200: answer('The curves', GateCalibration), ...problems },
  }),
  calibrate: createRoute({
    ...shared,
    method: 'post',
    path: '/bots/{id}/calibration',
    summary: 'Measure the curve on the golden questions; the threshold stays',
    request: { params: Id },
    responses: { 202: answer('The job that does it', z.object({ job: contract.Job })), ...problems },
  }),
  tryModel: createRoute({
    ...shared,
    method: 'post',
    path: '/bots/{id}/model-trial',
    summary: 'Ask a model one word, with the keys and addresses of the bot as they are set',
    request: { params: Id, body: body(TryModel) },
    responses: { 200: answer('What came of it', ModelTrial), ...problems },
  }),
}

/** The operator's side of the API. Mounted below `/api/v1`, behind the guard. */
export function createApiRoutes(options: {
  database: Database
  /** The default workspace. */
  workspaceId: string
  operationsOf: (workspaceId: string) => Operations
  modelTrials: Limiter
}): Router {
  const { database } = options
  const app = createRouter()
  const operationsOf = (c: Context<HttpEnv>) => options.operationsOf(workspaceOf(c))

  app.openapi(routes.listSources, async c => {
    return c.json({ sources: await operationsOf(c).listSources() }, 200)
  })
  app.openapi(routes.addSource, async c => {
    const source = c.req.valid('json')
    refuseFilesOfServer(staffOf(c), source.kind)
    return c.json(await operationsOf(c).addSource(source), 201)
  })
  app.openapi(routes.getSource, async c => {
    return c.json({ source: await operationsOf(c).getSource(c.req.valid('param').id) }, 200)
  })
  app.openapi(routes.updateSource, async c => {
    return c.json(await operationsOf(c).updateSource(c.req.valid('param').id, c.req.valid('json')), 200)
  })
  app.openapi(routes.removeSource, async c => {
    await operationsOf(c).removeSource(c.req.valid('param').id)
    return c.body(null, 204)
  })
  app.openapi(routes.syncSource, async c => {
    return c.json({ job: await operationsOf(c).syncSource(c.req.valid('param').id) }, 202)
  })
  app.openapi(routes.listPages, async c => {
    const { after, limit } = c.req.valid('query')
    const pages = await listPages(database.sql, workspaceOf(c), {
      sourceId: c.req.valid('param').id,
      limit,
      ...(after ? { after } : {}),
    })
    return c.json({ pages }, 200)
  })
  app.openapi(routes.getJob, async c => {
    return c.json(await operationsOf(c).getJob(c.req.valid('param').id), 200)
  })
  app.openapi(routes.ask, async c => {
    const question = c.req.valid('json')
    if (!c.req.header('accept')?.includes('text/event-stream')) {
      return c.json(await operationsOf(c).ask(question, { signal: c.req.raw.signal }), 200)
    }
    return eventStream(c, async stream => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const onPart = (part: object) => stream.writeSSE({ event: 'sentence', data: JSON.stringify(part) })
      try {
        await stream.writeSSE({
          event: 'decision',
          data: JSON.stringify(await operationsOf(c).ask(question, { signal: gone.signal, onPart })),
        })
      } catch (error) {
        await stream.writeSSE({ event: 'problem', data: await problemOf(c, error, () => undefined).text() })
      }
    }) as never
  })
  app.openapi(routes.getTrace, async c => {
    return c.json(await operationsOf(c).getTrace(c.req.valid('param').id), 200)
  })
  app.openapi(routes.models, async c => {
    return c.json(await operationsOf(c).models(c.req.valid('query').botId), 200)
  })
  app.openapi(routes.backup, async c => {
    if (workspaceOf(c) !== options.workspaceId)
      throw new CarelineError('forbidden', 'A backup holds every workspace: make it from the first one.')
    return c.json(await operationsOf(c).backup(c.req.valid('json').folder), 201)
  })
  app.openapi(routes.keys, async c => c.json(await operationsOf(c).keys(), 200))
  app.openapi(routes.rotateKeys, async c => {
    return c.json({ job: await operationsOf(c).rotateKeys() }, 202)
  })
  app.openapi(routes.listBots, async c => {
    const bots = await listBots(database.sql, workspaceOf(c))
    return c.json({ bots: bots.map(({ id, settings }) => ({ botId: id, settings })) }, 200)
  })
  app.openapi(routes.updateBot, async c => {
    const { id, settings } = await operationsOf(c).updateBot(c.req.valid('param').id, c.req.valid('json'))
    return c.json({ botId: id, settings }, 200)
  })
  app.openapi(routes.calibration, async c =>
    c.json(await operationsOf(c).calibration(c.req.valid('param').id), 200),
  )
  app.openapi(routes.keepCalibration, async c => {
    return c.json(await operationsOf(c).keepCalibration(c.req.valid('param').id, c.req.valid('json')), 200)
  })
  app.openapi(routes.calibrate, async c => {
    return c.json({ job: await operationsOf(c).calibrate(c.req.valid('param').id) }, 202)
  })
  app.openapi(routes.tryModel, async c => {
    await options.modelTrials.use(workspaceOf(c))
    const { model } = c.req.valid('json')
    return c.json(await operationsOf(c).tryModel(c.req.valid('param').id, model, c.req.raw.signal), 200)
  })
  return app
}

/** Members and keys of a workspace must not read what else lies on the server. @throws CarelineError `forbidden`. */
function refuseFilesOfServer(staff: Staff, kind: contract.AddSource['kind']): void {
  if (staff.kind === 'server' || (kind !== 'folder' && kind !== 'file')) return
  throw new CarelineError(
    'forbidden',
    'Folders and files of the server are added on its command line, with `careline ingest`.',
  )
}
