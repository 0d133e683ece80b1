import { createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router'
import { ContactScreen } from '../contacts/contact-screen.tsx'
import { ContactsScreen } from '../contacts/contacts-screen.tsx'
import { InboxScreen } from '../inbox/inbox-screen.tsx'
import { PeopleScreen } from '../people/people-screen.tsx'
import { AuditScreen } from '../settings/audit-screen.tsx'
import { Frame } from './frame.tsx'

const root = createRootRoute({ component: Frame, notFoundComponent: () => <Navigate to="/inbox" /> })
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <Navigate to="/inbox" />,
})
const inbox = createRoute({ getParentRoute: () => root, path: '/inbox', component: InboxScreen })
const conversation = createRoute({
  getParentRoute: () => root,
  path: '/inbox/$conversationId',
  component: InboxScreen,
})
const people = createRoute({ getParentRoute: () => root, path: '/people', component: PeopleScreen })
const audit = createRoute({ getParentRoute: () => root, path: '/settings/audit', component: AuditScreen })
const contacts = createRoute({ getParentRoute: () => root, path: '/contacts', component: ContactsScreen })
const contact = createRoute({
  getParentRoute: () => root,
  path: '/contacts/$contactId',
  component: ContactScreen,
})

export const router = createRouter({
  routeTree: root.addChildren([home, inbox, conversation, people, contacts, contact, audit]),
  basepath: new URL(document.baseURI).pathname,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
