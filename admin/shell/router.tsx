import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router'
import { InboxScreen } from '../inbox/inbox-screen.tsx'
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
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('../people/people-screen.tsx'), 'PeopleScreen'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../account/account-screen.tsx'), 'AccountScreen'),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/settings/audit',
  component: lazyRouteComponent(() => import('../settings/audit-screen.tsx'), 'AuditScreen'),
})
const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  component: lazyRouteComponent(() => import('../contacts/contacts-screen.tsx'), 'ContactsScreen'),
})
const contact = createRoute({
  getParentRoute: () => root,
  path: '/contacts/$contactId',
  component: lazyRouteComponent(() => import('../contacts/contact-screen.tsx'), 'ContactScreen'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, inbox, conversation, people, account, contacts, contact, audit]),
  basepath: new URL(document.baseURI).pathname,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
