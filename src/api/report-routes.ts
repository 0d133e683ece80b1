import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { listOccurrences, periodOf, readReport } from '../analytics/index.ts'
import { answer, problems } from '../contract/describe.ts'
import * as contract from '../contract/report-api.ts'
import type { Clock } from '../kit/clock.ts'
import { given } from '../kit/given.ts'
import type { Database } from '../platform/database/database.ts'
import { createRouter, type HttpEnv, type Router } from '../platform/http/edge.ts'
import { staff } from './describe.ts'
import { has } from './desk/shown.ts'
import { staffOf, workspaceOf } from './principal.ts'

const shared = { ...staff, tags: ['Report'] }

const routes = {
  report: createRoute({
    ...shared,
    method: 'get',
    path: '/report',
    summary: 'What came of the conversations of the last days',
    request: { query: contract.ReportQuery },
    responses: { 200: answer('The figures', contract.Report), ...problems },
  }),
  occurrences: createRoute({
    ...shared,
    method: 'get',
    path: '/report/occurrences',
    summary: 'What a figure counts, with the conversation of each',
    request: { query: contract.OccurrenceQuery },
    responses: { 200: answer('As many as the figure says', contract.Occurrences), ...problems },
  }),
}

/** The report and what is behind it. Mounted below `/api/v1`, behind the guard. */
export function createReportRoutes({ database, clock }: { database: Database; clock: Clock }): Router {
  const app = createRouter()
  const { sql } = database
  const period = (c: Context<HttpEnv>, span: { days: number; timeZone: string }) =>
    periodOf(sql, { ...span, workspaceId: workspaceOf(c), now: clock.now() })
  const maySee = (c: Context<HttpEnv>) => has(staffOf(c), 'message:read')

  app.openapi(routes.report, async c => {
    const report = await readReport(sql, await period(c, c.req.valid('query')))
    return c.json(maySee(c) ? report : { ...report, mostAsked: [], mostRefused: [] }, 200)
  })
  app.openapi(routes.occurrences, async c => {
    const { days, timeZone, ...asked } = c.req.valid('query')
    const found = await listOccurrences(sql, await period(c, { days, timeZone }), {
      ...{ figure: asked.figure, skip: asked.skip, limit: asked.limit },
      ...given({ detail: asked.detail, words: asked.words }),
    })
    if (maySee(c)) return c.json(found, 200)
    return c.json({ ...found, occurrences: found.occurrences.map(one => ({ ...one, text: null })) }, 200)
  })
  return app
}
