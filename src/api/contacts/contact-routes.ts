import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type AccountDeps, actorOf, writeAudit } from '../../accounts/index.ts'
import { changeContact, deleteContact, listContacts, readContact } from '../../contacts/index.ts'
import * as contract from '../../contract/contacts-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { eraseConversationsOf } from '../../conversations/index.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { createAudit } from '../audit.ts'
import { done, staff } from '../describe.ts'
import { principalOf, workspaceOf } from '../principal.ts'

const shared = { ...staff, tags: ['Contacts'] }
const Id = z.object({ id: z.string().max(80) })

const routes = {
  list: createRoute({
    ...shared,
    method: 'get',
    path: '/contacts',
    summary: 'The people who write, newest first',
    request: { query: contract.ContactQuery },
    responses: { 200: answer('Contacts', contract.ContactList), ...problems },
  }),
  read: createRoute({
    ...shared,
    method: 'get',
    path: '/contacts/{id}',
    summary: 'A contact with their conversations',
    request: { params: Id },
    responses: { 200: answer('The contact', contract.ContactDetail), ...problems },
  }),
  change: createRoute({
    ...shared,
    method: 'patch',
    path: '/contacts/{id}',
    summary: 'Change name, address or attributes; what is not given stays',
    request: { params: Id, body: body(contract.ChangeContact) },
    responses: { 200: answer('The contact', contract.ContactDetail), ...problems },
  }),
  remove: createRoute({
    ...shared,
    method: 'delete',
    path: '/contacts/{id}',
    summary: 'Delete a contact with all that is theirs',
    request: { params: Id },
    responses: done,
  }),
}

/** Contacts. `forget` makes a deletion last also where the embedded database is restored from its journal. */
export function createContactRoutes(accounts: AccountDeps, forget: () => Promise<void>): Router {
  const app = createRouter()
  const { database, clock } = accounts
  const audit = createAudit(accounts)

  app.openapi(routes.list, async c => {
    return c.json(await listContacts(database.sql, workspaceOf(c), given(c.req.valid('query'))), 200)
  })
  app.openapi(routes.read, async c => {
    return c.json(await readContact(database.sql, workspaceOf(c), c.req.valid('param').id), 200)
  })
  app.openapi(routes.change, async c => {
    const which = { workspaceId: workspaceOf(c), id: c.req.valid('param').id }
    const changes = given(c.req.valid('json'))
    await changeContact(database.sql, which, changes, clock.now())
    await audit(c, 'contact.changed', 'contact', which.id, { changed: Object.keys(changes) })
    return c.json(await readContact(database.sql, which.workspaceId, which.id), 200)
  })
  app.openapi(routes.remove, async c => {
    const principal = principalOf(c)
    const { workspaceId } = principal
    const { id } = c.req.valid('param')
    await database.transaction(async tx => {
      const conversations = await eraseConversationsOf(tx, { workspaceId, contactId: id })
      await deleteContact(tx, workspaceId, id)
      const line = { workspaceId, actor: actorOf(principal), action: 'contact.deleted', object: 'contact' }
      const details = { conversations: conversations.length }
      await writeAudit(tx, { ...line, objectId: id, details, address: c.get('clientAddress') }, clock.now())
    })
    await forget()
    return c.body(null, 204)
  })
  return app
}
