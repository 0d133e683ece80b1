import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { authorize } from '../../accounts/index.ts'
import { TellActivity } from '../../contract/activity.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import * as contract from '../../contract/desk-api.ts'
import { ConversationAnswer, MessageAnswer } from '../../contract/visitor-api.ts'
import {
  blockVisitor,
  type ConversationDeps,
  changeStatus,
  mergeConversation,
  release,
  type StatusChanges,
  sendMemberMessage,
  takeOver,
  tellMemberActivity,
  unmergeConversation,
} from '../../conversations/index.ts'
import {
  countInbox,
  listInbox,
  markPresence,
  markRead,
  markSeen,
  readDeskConversation,
  searchMessages,
  setLabels,
  writeNote,
} from '../../desk/index.ts'
import { lastEventNumber } from '../../events/index.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type HttpEnv, type Router } from '../../platform/http/edge.ts'
import { done, staff } from '../describe.ts'
import { memberOf, principalOf, staffOf } from '../principal.ts'
import { alsoOf } from './also.ts'
import { shownConversation, shownLine } from './shown.ts'
import { type DeskStream, streamDesk } from './stream.ts'

const shared = { ...staff, tags: ['Desk'] }
const Id = z.object({ id: z.string().max(80) })
const EventNumber = z.string().regex(/^\d{1,15}$/, 'must be the number of an event')
const base = '/desk/conversations'

const routes = {
  list: createRoute({
    ...shared,
    method: 'get',
    path: base,
    summary: 'The inbox, the last changed first',
    request: { query: contract.InboxQuery },
    responses: { 200: answer('A page of lines', contract.InboxPage), ...problems },
  }),
  counts: createRoute({
    ...shared,
    method: 'get',
    path: '/desk/counts',
    summary: 'How many conversations each view holds',
    responses: { 200: answer('Counts', contract.InboxCounts), ...problems },
  }),
  read: createRoute({
    ...shared,
    method: 'get',
    path: `${base}/{id}`,
    summary: 'A conversation with everything around it',
    request: { params: Id },
    responses: { 200: answer('The conversation', contract.DeskConversation), ...problems },
  }),
  change: createRoute({
    ...shared,
    method: 'patch',
    path: `${base}/{id}`,
    summary: 'Change status, snooze, priority, team, assignee or labels',
    request: { params: Id, body: body(contract.ChangeConversation) },
    responses: done,
  }),
  changeMany: createRoute({
    ...shared,
    method: 'patch',
    path: base,
    summary: 'The same for many conversations',
    request: { body: body(contract.ChangeMany) },
    responses: done,
  }),
  takeOver: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/{id}/takeover`,
    summary: 'Take a conversation over: the bot falls silent',
    request: { params: Id, body: body(contract.TakeOver) },
    responses: { 200: answer('Yours', ConversationAnswer), ...problems },
  }),
  release: createRoute({
    ...shared,
    method: 'delete',
    path: `${base}/{id}/takeover`,
    summary: 'Give a conversation back to the bot or the queue',
    request: { params: Id, body: body(contract.Release) },
    responses: { 200: answer('Given back', ConversationAnswer), ...problems },
  }),
  merge: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/{id}/merge`,
    summary: 'Show a conversation with another one, where it is dealt with from now on',
    request: { params: Id, body: body(contract.Merge) },
    responses: done,
  }),
  unmerge: createRoute({
    ...shared,
    method: 'delete',
    path: `${base}/{id}/merge`,
    summary: 'Undo a merge: it stands for itself again, held as before',
    request: { params: Id, body: body(contract.Merge) },
    responses: done,
  }),
  block: createRoute({
    ...shared,
    method: 'put',
    path: `${base}/{id}/block`,
    summary: 'Refuse further messages of its visitor, and of their contact everywhere, or take them again',
    request: { params: Id, body: body(contract.Block) },
    responses: done,
  }),
  reply: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/{id}/messages`,
    summary: 'Answer the visitor, and resolve or snooze in the same step',
    request: { params: Id, body: body(contract.Reply) },
    responses: { 201: answer('Sent', MessageAnswer), ...problems },
  }),
  note: createRoute({
    ...shared,
    method: 'post',
    path: `${base}/{id}/notes`,
    summary: 'Write a note that only members see',
    request: { params: Id, body: body(contract.WriteNote) },
    responses: { 201: answer('The note', contract.Note), ...problems },
  }),
  markRead: createRoute({
    ...shared,
    method: 'put',
    path: `${base}/{id}/read`,
    summary: 'Say how far you have read',
    request: { params: Id, body: body(contract.MarkRead) },
    responses: done,
  }),
  activity: createRoute({
    ...shared,
    method: 'put',
    path: `${base}/{id}/activity`,
    summary: 'Say that you look at it, type in it, or have stopped; while you type the bot keeps still',
    request: { params: Id, body: body(TellActivity) },
    responses: done,
  }),
  search: createRoute({
    ...shared,
    method: 'get',
    path: '/desk/search',
    summary: 'Find messages by their words',
    request: {
      query: z.object({
        q: z.string().min(1).max(200),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      }),
    },
    responses: { 200: answer('Messages, best first', contract.Found), ...problems },
  }),
  presence: createRoute({
    ...shared,
    method: 'put',
    path: '/desk/presence',
    summary: 'Say whether you are there',
    request: { body: body(contract.PresenceState) },
    responses: done,
  }),
  events: createRoute({
    ...shared,
    method: 'get',
    path: '/desk/events',
    summary: 'Live events of the workspace (server-sent events); resume with Last-Event-ID or ?after=',
    request: {
      headers: z.object({ 'last-event-id': EventNumber.optional() }),
      query: z.object({ after: EventNumber.optional() }),
    },
    responses: {
      200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
      ...problems,
    },
  }),
}

/** The inbox and what members do in it. Mounted below `/api/v1`, behind the guard. */
export function createInboxRoutes(deps: {
  conversations: ConversationDeps
  stream: DeskStream
  ring: () => void
}): Router {
  const { conversations } = deps
  const { database, clock } = conversations
  const desk = { database, clock, ring: deps.ring }
  const app = createRouter()

  app.openapi(routes.list, async c => {
    const query = given(c.req.valid('query'))
    const { workspaceId } = principalOf(c)
    if (query.view === 'unassigned') authorize(principalOf(c), 'read', { kind: 'queue', workspaceId })
    const { conversations: lines, next } = await listInbox(database.sql, viewerOf(c), query)
    const shown = lines.map(line => shownLine(staffOf(c), line))
    return c.json({ conversations: shown, next, lastEvent: await lastEventNumber(database.sql) }, 200)
  })
  app.openapi(routes.counts, async c => c.json(await countInbox(database.sql, viewerOf(c)), 200))
  app.openapi(routes.read, async c => {
    const whole = await readDeskConversation(database.sql, viewerOf(c), c.req.valid('param').id)
    return c.json(shownConversation(staffOf(c), whole), 200)
  })
  app.openapi(routes.change, async c => {
    await change(c, c.req.valid('param').id, c.req.valid('json'))
    return c.body(null, 204)
  })
  app.openapi(routes.changeMany, async c => {
    const { ids, changes } = c.req.valid('json')
    for (const id of ids) await change(c, id, changes)
    return c.body(null, 204)
  })
  const change = async (c: Context<HttpEnv>, id: string, wanted: contract.ChangeConversation) => {
    const { labelIds, snoozedUntil, ...changes } = given(wanted)
    const act = actOf(c, id)
    const fields = {
      ...changes,
      ...(snoozedUntil === undefined ? {} : { snoozedUntil: snoozedUntil && new Date(snoozedUntil) }),
    }
    if (Object.keys(fields).length > 0)
      await changeStatus(conversations, { ...act, changes: fields as StatusChanges })
    if (labelIds) await setLabels(desk, { ...act, labelIds })
  }
  app.openapi(routes.takeOver, async c => {
    const { conversation } = await takeOver(conversations, {
      ...actOf(c, c.req.valid('param').id),
      ...c.req.valid('json'),
    })
    return c.json({ conversation }, 200)
  })
  app.openapi(routes.release, async c => {
    const conversation = await release(conversations, {
      ...actOf(c, c.req.valid('param').id),
      ...c.req.valid('json'),
    })
    return c.json({ conversation }, 200)
  })
  app.openapi(routes.merge, async c => {
    const { into } = c.req.valid('json')
    await mergeConversation(conversations, { ...actOf(c, c.req.valid('param').id), into })
    return c.body(null, 204)
  })
  app.openapi(routes.unmerge, async c => {
    const { into } = c.req.valid('json')
    await unmergeConversation(conversations, { ...actOf(c, c.req.valid('param').id), into })
    return c.body(null, 204)
  })
  app.openapi(routes.block, async c => {
    await blockVisitor(conversations, { ...actOf(c, c.req.valid('param').id), ...c.req.valid('json') })
    return c.body(null, 204)
  })
  app.openapi(routes.reply, async c => {
    const { also, snoozeUntil, attachments, ...message } = c.req.valid('json')
    const act = actOf(c, c.req.valid('param').id)
    const sent = await sendMemberMessage(conversations, {
      ...{ ...act, ...message, ...alsoOf(also, snoozeUntil) },
      ...(attachments ? { attachmentIds: attachments } : {}),
    })
    return c.json({ message: sent }, 201)
  })
  app.openapi(routes.note, async c => {
    return c.json(
      await writeNote(desk, { ...actOf(c, c.req.valid('param').id), ...c.req.valid('json') }),
      201,
    )
  })
  app.openapi(routes.markRead, async c => {
    const act = actOf(c, c.req.valid('param').id)
    await markRead(database.sql, { ...act, ...c.req.valid('json') }, clock.now())
    return c.body(null, 204)
  })
  app.openapi(routes.activity, async c => {
    const { doing } = c.req.valid('json')
    const act = actOf(c, c.req.valid('param').id)
    // It silences the bot, so looking on is not enough.
    if (doing === 'typing') authorize(principalOf(c), 'reply', { kind: 'conversation', ...act })
    await tellMemberActivity(conversations, { ...act, doing })
    return c.body(null, 204)
  })
  app.openapi(routes.search, async c => {
    const { q, limit } = c.req.valid('query')
    const { workspaceId } = principalOf(c)
    authorize(principalOf(c), 'read', { kind: 'message', workspaceId })
    const found = await searchMessages(database.sql, workspaceId, { query: q, limit })
    return c.json({ results: found.map(one => ({ ...one, at: one.at.toISOString() })) }, 200)
  })
  app.openapi(routes.presence, async c => {
    await markPresence(desk, { ...memberOf(c), ...c.req.valid('json') })
    return c.body(null, 204)
  })
  app.openapi(routes.events, async c => {
    const after = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after
    return (await streamDesk(c, deps.stream, {
      principal: staffOf(c),
      onSignOfLife: member => markSeen(desk, member),
      after: after === undefined ? undefined : Number(after),
    })) as never
  })
  return app
}

/** Views such as "mine" are of whoever looks; a program has none of its own. */
function viewerOf(c: Context<HttpEnv>) {
  const principal = principalOf(c)
  return {
    workspaceId: principal.workspaceId,
    memberId: principal.kind === 'member' ? principal.memberId : null,
  }
}

const actOf = (c: Context<HttpEnv>, conversationId: string) => ({ ...memberOf(c), conversationId })
