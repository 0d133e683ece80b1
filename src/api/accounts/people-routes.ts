import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type AccountDeps,
  deleteRole,
  deleteTeam,
  listMembers,
  listRoles,
  listTeams,
  type Member,
  removeMember,
  saveRole,
  saveTeam,
  updateMember,
} from '../../accounts/index.ts'
import * as contract from '../../contract/accounts-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { type ConversationDeps, releaseRemoved } from '../../conversations/index.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { createAudit } from '../audit.ts'
import { done, staff } from '../describe.ts'
import { staffOf, workspaceOf } from '../principal.ts'

const shared = { ...staff, tags: ['People'] }
const Id = z.object({ id: z.string().max(80) })

const routes = {
  members: createRoute({
    ...shared,
    method: 'get',
    path: '/members',
    summary: 'Who works here',
    responses: { 200: answer('Members', z.object({ members: z.array(contract.Member) })), ...problems },
  }),
  changeMember: createRoute({
    ...shared,
    method: 'patch',
    path: '/members/{id}',
    summary: 'Change role, languages, skills or capacity',
    request: { params: Id, body: body(contract.ChangeMember) },
    responses: { 200: answer('The member', contract.Member), ...problems },
  }),
  removeMember: createRoute({
    ...shared,
    method: 'delete',
    path: '/members/{id}',
    summary: 'Take somebody out of the workspace',
    request: { params: Id },
    responses: done,
  }),
  roles: createRoute({
    ...shared,
    method: 'get',
    path: '/roles',
    summary: 'Roles and their rights',
    responses: { 200: answer('Roles', z.object({ roles: z.array(contract.Role) })), ...problems },
  }),
  createRole: createRoute({
    ...shared,
    method: 'post',
    path: '/roles',
    summary: 'Make a role of named rights',
    request: { body: body(contract.GiveRole) },
    responses: { 201: answer('The role', contract.Role), ...problems },
  }),
  changeRole: createRoute({
    ...shared,
    method: 'put',
    path: '/roles/{id}',
    summary: 'Change a role',
    request: { params: Id, body: body(contract.GiveRole) },
    responses: { 200: answer('The role', contract.Role), ...problems },
  }),
  deleteRole: createRoute({
    ...shared,
    method: 'delete',
    path: '/roles/{id}',
    summary: 'Delete a role nobody has',
    request: { params: Id },
    responses: done,
  }),
  teams: createRoute({
    ...shared,
    method: 'get',
    path: '/teams',
    summary: 'Teams, their members and hours',
    responses: { 200: answer('Teams', z.object({ teams: z.array(contract.Team) })), ...problems },
  }),
  createTeam: createRoute({
    ...shared,
    method: 'post',
    path: '/teams',
    summary: 'Make a team',
    request: { body: body(contract.GiveTeam) },
    responses: { 201: answer('The team', contract.Team), ...problems },
  }),
  changeTeam: createRoute({
    ...shared,
    method: 'put',
    path: '/teams/{id}',
    summary: 'Change a team',
    request: { params: Id, body: body(contract.GiveTeam) },
    responses: { 200: answer('The team', contract.Team), ...problems },
  }),
  deleteTeam: createRoute({
    ...shared,
    method: 'delete',
    path: '/teams/{id}',
    summary: 'Delete a team',
    request: { params: Id },
    responses: done,
  }),
}

/** Members, roles and teams. Mounted below `/api/v1`, behind the guard. Every change is in the audit log. */
export function createPeopleRoutes(options: {
  accounts: AccountDeps
  conversations: ConversationDeps
}): Router {
  const { accounts, conversations } = options
  const app = createRouter()
  const { database, clock } = accounts
  const audit = createAudit(accounts)

  app.openapi(routes.members, async c => {
    const members = (await listMembers(database.sql, workspaceOf(c))).map(shownMember)
    return c.json({ members }, 200)
  })
  app.openapi(routes.changeMember, async c => {
    const { id } = c.req.valid('param')
    const changes = given(c.req.valid('json'))
    const member = await updateMember(accounts, staffOf(c), id, changes)
    await audit(c, 'member.changed', 'member', id, { changed: Object.keys(changes), role: member.role })
    return c.json(shownMember(member), 200)
  })
  app.openapi(routes.removeMember, async c => {
    const { id } = c.req.valid('param')
    await removeMember(accounts, staffOf(c), id)
    await audit(c, 'member.removed', 'member', id)
    await releaseRemoved(conversations)
    return c.body(null, 204)
  })

  app.openapi(routes.roles, async c => c.json({ roles: await listRoles(database.sql, workspaceOf(c)) }, 200))
  app.openapi(routes.createRole, async c => {
    const role = await saveRole(database, staffOf(c), c.req.valid('json'), clock.now())
    await audit(c, 'role.created', 'role', role.id, { rights: role.rights })
    return c.json(role, 201)
  })
  app.openapi(routes.changeRole, async c => {
    const { id } = c.req.valid('param')
    const role = await saveRole(database, staffOf(c), { ...c.req.valid('json'), id }, clock.now())
    await audit(c, 'role.changed', 'role', id, { rights: role.rights })
    return c.json(role, 200)
  })
  app.openapi(routes.deleteRole, async c => {
    const { id } = c.req.valid('param')
    await deleteRole(database, workspaceOf(c), id)
    await audit(c, 'role.deleted', 'role', id)
    return c.body(null, 204)
  })

  app.openapi(routes.teams, async c => c.json({ teams: await listTeams(database.sql, workspaceOf(c)) }, 200))
  app.openapi(routes.createTeam, async c => {
    const team = await saveTeam(database, workspaceOf(c), c.req.valid('json'), clock.now())
    await audit(c, 'team.created', 'team', team.id)
    return c.json(team, 201)
  })
  app.openapi(routes.changeTeam, async c => {
    const { id } = c.req.valid('param')
    const team = await saveTeam(database, workspaceOf(c), { ...c.req.valid('json'), id }, clock.now())
    await audit(c, 'team.changed', 'team', id)
    return c.json(team, 200)
  })
  app.openapi(routes.deleteTeam, async c => {
    const { id } = c.req.valid('param')
    await deleteTeam(database, workspaceOf(c), id)
    await audit(c, 'team.deleted', 'team', id)
    return c.body(null, 204)
  })
  return app
}

function shownMember({ workspaceId: _, accountId: __, createdAt, ...member }: Member): contract.Member {
  return { ...member, createdAt: createdAt.toISOString() }
}
