import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { answer, body, problems } from '../contract/describe.ts'
import * as contract from '../contract/operator-api.ts'
import {
  goldQuestionOf,
  keepGoldenQuestion,
  listGoldenQuestions,
  removeGoldenQuestion,
} from '../evals/index.ts'
import type { Clock } from '../kit/clock.ts'
import { getPage } from '../knowledge/index.ts'
import type { Database } from '../platform/database/database.ts'
import { createRouter, type Router } from '../platform/http/edge.ts'
import { done, staff } from './describe.ts'
import type { Operations } from './operations.ts'
import { workspaceOf } from './principal.ts'

const Id = z.object({ id: z.string().max(80) })
const shared = { ...staff, tags: ['Knowledge'] }

const routes = {
  upload: createRoute({
    ...shared,
    method: 'post',
    path: '/sources/files',
    summary: 'Add a file as a source and read it; one of the same name is replaced',
    request: { body: body(contract.UploadFile) },
    responses: {
      201: answer('Added; the job reads it', z.object({ source: contract.Source, job: contract.Job })),
      ...problems,
    },
  }),
  passages: createRoute({
    ...shared,
    method: 'get',
    path: '/pages/{id}/passages',
    summary: 'What a page was cut into',
    request: { params: Id },
    responses: { 200: answer('The page and its passages', contract.PagePassages), ...problems },
  }),
  golden: createRoute({
    ...shared,
    method: 'get',
    path: '/golden-questions',
    summary: 'Questions with what is right for them',
    responses: {
      200: answer('All of them', z.object({ goldenQuestions: z.array(contract.GoldenQuestion) })),
      ...problems,
    },
  }),
  goldenFile: createRoute({
    ...shared,
    method: 'get',
    path: '/golden-questions.jsonl',
    summary: 'The same as the questions.jsonl that `careline eval` reads',
    responses: {
      200: { description: 'A question a line', content: { 'application/x-ndjson': { schema: z.string() } } },
      ...problems,
    },
  }),
  keepGolden: createRoute({
    ...shared,
    method: 'post',
    path: '/golden-questions',
    summary: 'Keep a golden question; one that is kept already is changed',
    request: { body: body(contract.GiveGoldenQuestion) },
    responses: { 201: answer('The question', contract.GoldenQuestion), ...problems },
  }),
  removeGolden: createRoute({
    ...shared,
    method: 'delete',
    path: '/golden-questions/{id}',
    summary: 'Forget a golden question',
    request: { params: Id },
    responses: done,
  }),
}

/** What the knowledge screen needs beside the sources themselves. Mounted below `/api/v1`, behind the guard. */
export function createKnowledgeRoutes(options: {
  database: Database
  clock: Clock
  operationsOf: (workspaceId: string) => Operations
}): Router {
  const app = createRouter()
  const { sql } = options.database
  app.openapi(routes.upload, async c => {
    const { name, base64, language } = c.req.valid('json')
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    const operations = options.operationsOf(workspaceOf(c))
    return c.json(await operations.addFile({ name, bytes, ...(language ? { language } : {}) }), 201)
  })
  app.openapi(routes.passages, async c => {
    const {
      blocks: _,
      passages,
      indexedAt: __,
      ...page
    } = await getPage(sql, workspaceOf(c), c.req.valid('param').id)
    const shown = passages.map(({ id, kind, headingPath, text, startLine, endLine }) => ({
      ...{ id, kind, headingPath, text, startLine, endLine },
    }))
    return c.json({ page, passages: shown }, 200)
  })

  app.openapi(routes.golden, async c =>
    c.json({ goldenQuestions: await listGoldenQuestions(sql, workspaceOf(c)) }, 200),
  )
  app.openapi(routes.goldenFile, async c => {
    const lines = (await listGoldenQuestions(sql, workspaceOf(c))).map(goldQuestionOf)
    return c.body(lines.map(line => `${JSON.stringify(line)}\n`).join(''), 200, {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': 'attachment; filename="questions.jsonl"',
    }) as never
  })
  app.openapi(routes.keepGolden, async c =>
    c.json(await keepGoldenQuestion(sql, workspaceOf(c), c.req.valid('json'), options.clock.now()), 201),
  )
  app.openapi(routes.removeGolden, async c => {
    await removeGoldenQuestion(sql, workspaceOf(c), c.req.valid('param').id)
    return c.body(null, 204)
  })
  return app
}
