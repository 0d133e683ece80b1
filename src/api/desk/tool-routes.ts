import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { answer, body, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/desk-api.ts'
import {
  deleteLabel,
  deleteMacro,
  deleteView,
  listLabels,
  listMacros,
  listViews,
  saveLabel,
  saveMacro,
  saveView,
} from '../../desk/index.ts'
import type { Clock } from '../../kit/clock.ts'
import { given } from '../../kit/given.ts'
import type { Database } from '../../platform/database/database.ts'
import { createRouter, type HttpEnv, type Router } from '../../platform/http/edge.ts'
import { done, staff } from '../describe.ts'
import { principalOf, workspaceOf } from '../principal.ts'

const shared = { ...staff, tags: ['Desk'] }
const Id = z.object({ id: z.string().max(80) })

const routes = {
  labels: createRoute({
    ...shared,
    method: 'get',
    path: '/labels',
    summary: 'Labels of conversations',
    responses: { 200: answer('Labels', z.object({ labels: z.array(contract.Label) })), ...problems },
  }),
  createLabel: createRoute({
    ...shared,
    method: 'post',
    path: '/labels',
    summary: 'Make a label',
    request: { body: body(contract.GiveLabel) },
    responses: { 201: answer('The label', contract.Label), ...problems },
  }),
  changeLabel: createRoute({
    ...shared,
    method: 'put',
    path: '/labels/{id}',
    summary: 'Change a label',
    request: { params: Id, body: body(contract.GiveLabel) },
    responses: { 200: answer('The label', contract.Label), ...problems },
  }),
  deleteLabel: createRoute({
    ...shared,
    method: 'delete',
    path: '/labels/{id}',
    summary: 'Delete a label, also from its conversations',
    request: { params: Id },
    responses: done,
  }),
  macros: createRoute({
    ...shared,
    method: 'get',
    path: '/macros',
    summary: 'Answers that are said often',
    responses: { 200: answer('Macros', z.object({ macros: z.array(contract.Macro) })), ...problems },
  }),
  createMacro: createRoute({
    ...shared,
    method: 'post',
    path: '/macros',
    summary: 'Make a macro',
    request: { body: body(contract.GiveMacro) },
    responses: { 201: answer('The macro', contract.Macro), ...problems },
  }),
  changeMacro: createRoute({
    ...shared,
    method: 'put',
    path: '/macros/{id}',
    summary: 'Change a macro',
    request: { params: Id, body: body(contract.GiveMacro) },
    responses: { 200: answer('The macro', contract.Macro), ...problems },
  }),
  deleteMacro: createRoute({
    ...shared,
    method: 'delete',
    path: '/macros/{id}',
    summary: 'Delete a macro',
    request: { params: Id },
    responses: done,
  }),
  views: createRoute({
    ...shared,
    method: 'get',
    path: '/views',
    summary: 'Filters of the inbox that were kept',
    responses: { 200: answer('Views', z.object({ views: z.array(contract.SavedView) })), ...problems },
  }),
  createView: createRoute({
    ...shared,
    method: 'post',
    path: '/views',
    summary: 'Keep a filter of the inbox',
    request: { body: body(contract.GiveView) },
    responses: { 201: answer('The view', contract.SavedView), ...problems },
  }),
  deleteView: createRoute({
    ...shared,
    method: 'delete',
    path: '/views/{id}',
    summary: 'Delete a view',
    request: { params: Id },
    responses: done,
  }),
}

/** Labels, macros and views. Mounted below `/api/v1`, behind the guard. */
export function createToolRoutes({ database, clock }: { database: Database; clock: Clock }): Router {
  const app = createRouter()
  const { sql } = database
  const memberIdOf = (c: Context<HttpEnv>) => {
    const principal = principalOf(c)
    return principal.kind === 'member' ? principal.memberId : ''
  }

  app.openapi(routes.labels, async c => c.json({ labels: await listLabels(sql, workspaceOf(c)) }, 200))
  app.openapi(routes.createLabel, async c =>
    c.json(await saveLabel(database, workspaceOf(c), c.req.valid('json')), 201),
  )
  app.openapi(routes.changeLabel, async c => {
    const { id } = c.req.valid('param')
    return c.json(await saveLabel(database, workspaceOf(c), { ...c.req.valid('json'), id }), 200)
  })
  app.openapi(routes.deleteLabel, async c => {
    await deleteLabel(sql, workspaceOf(c), c.req.valid('param').id)
    return c.body(null, 204)
  })

  app.openapi(routes.macros, async c => c.json({ macros: await listMacros(sql, workspaceOf(c)) }, 200))
  app.openapi(routes.createMacro, async c =>
    c.json(await saveMacro(database, workspaceOf(c), macroOf(c.req.valid('json')), clock.now()), 201),
  )
  app.openapi(routes.changeMacro, async c => {
    const macro = { ...macroOf(c.req.valid('json')), id: c.req.valid('param').id }
    return c.json(await saveMacro(database, workspaceOf(c), macro, clock.now()), 200)
  })
  app.openapi(routes.deleteMacro, async c => {
    await deleteMacro(sql, workspaceOf(c), c.req.valid('param').id)
    return c.body(null, 204)
  })

  app.openapi(routes.views, async c =>
    c.json({ views: await listViews(sql, workspaceOf(c), memberIdOf(c)) }, 200),
  )
  app.openapi(routes.createView, async c => {
    const owner = { workspaceId: workspaceOf(c), memberId: memberIdOf(c) }
    return c.json(await saveView(sql, { ...c.req.valid('json'), ...owner }, clock.now()), 201)
  })
  app.openapi(routes.deleteView, async c => {
    await deleteView(sql, workspaceOf(c), memberIdOf(c), c.req.valid('param').id)
    return c.body(null, 204)
  })
  return app
}

const macroOf = ({ actions, ...macro }: z.infer<typeof contract.GiveMacro>) => ({
  ...macro,
  actions: given(actions),
})
