import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router'
import { Failed } from './failed.tsx'
import { Frame } from './frame.tsx'
import { Loading } from './loading.tsx'

const root = createRootRoute({ component: Frame, notFoundComponent: () => <Navigate to="/inbox" /> })
const getParentRoute = () => root
const home = createRoute({ getParentRoute, path: '/', component: () => <Navigate to="/inbox" /> })

// Each screen is a file of its own, fetched when it is first opened.
const InboxScreen = lazyRouteComponent(() => import('../inbox/inbox-screen.tsx'), 'InboxScreen')
const inbox = createRoute({ getParentRoute, path: '/inbox', component: InboxScreen })
const conversation = createRoute({ getParentRoute, path: '/inbox/$conversationId', component: InboxScreen })
const people = createRoute({
  getParentRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('../people/people-screen.tsx'), 'PeopleScreen'),
})
const knowledge = createRoute({
  getParentRoute,
  path: '/knowledge',
  component: lazyRouteComponent(() => import('../knowledge/knowledge-screen.tsx'), 'KnowledgeScreen'),
})

const report = createRoute({
  getParentRoute,
  path: '/report',
  component: lazyRouteComponent(() => import('../report/report-screen.tsx'), 'ReportScreen'),
})

const bots = createRoute({
  getParentRoute,
  path: '/bots',
  component: lazyRouteComponent(() => import('../bots/bots-screen.tsx'), 'BotsScreen'),
})

const start = createRoute({
  getParentRoute,
  path: '/start',
  component: lazyRouteComponent(() => import('../start/start-screen.tsx'), 'StartScreen'),
})

const settings = createRoute({
  getParentRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsScreen'),
})

const account = createRoute({
  getParentRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../account/account-screen.tsx'), 'AccountScreen'),
})

const audit = createRoute({
  getParentRoute,
  path: '/settings/audit',
  component: lazyRouteComponent(() => import('../settings/audit-screen.tsx'), 'AuditScreen'),
})

const contacts = createRoute({
  getParentRoute,
  path: '/contacts',
  component: lazyRouteComponent(() => import('../contacts/contacts-screen.tsx'), 'ContactsScreen'),
})

const contact = createRoute({
  getParentRoute,
  path: '/contacts/$contactId',
  component: lazyRouteComponent(() => import('../contacts/contact-screen.tsx'), 'ContactScreen'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    ...[home, start, inbox, conversation, contacts, contact, knowledge, report],
    ...[bots, people, settings, audit, account],
  ]),
  basepath: new URL(document.baseURI).pathname,
  defaultPendingComponent: () => <Loading />,
  defaultErrorComponent: ({ reset }) => <Failed retry={reset} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
