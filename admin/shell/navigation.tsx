import { Button, Menu } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Right } from '../../src/contract/rights.ts'
import { useTexts } from '../texts/index.ts'
import { useAccount } from './account.ts'

/** The screens in the order of the bar; each is shown to whoever holds one of its rights, and to all where it asks none. */
const screens = [
  { to: '/inbox', text: 'app.inbox', rights: ['conversation:list'] },
  { to: '/contacts', text: 'app.contacts', rights: ['contact:list'] },
  { to: '/knowledge', text: 'app.knowledge', rights: ['source:read'] },
  { to: '/report', text: 'app.report', rights: ['report:read'] },
  { to: '/bots', text: 'app.bots', rights: ['bot:read'] },
  { to: '/people', text: 'app.people', rights: ['member:read'] },
  { to: '/settings', text: 'app.settings', rights: ['api-key:read', 'macro:read'] },
  { to: '/settings/audit', text: 'app.audit', rights: ['audit-log:read'] },
  { to: '/account', text: 'app.account', rights: [] },
] as const satisfies readonly { to: string; text: string; rights: readonly Right[] }[]

/** The screens that whoever is signed in may see. */
export function useScreens() {
  const { rights } = useAccount()
  return useMemo(
    () =>
      screens.filter(
        screen => screen.rights.length === 0 || screen.rights.some((right: Right) => rights.includes(right)),
      ),
    [rights],
  )
}

/** The way between the screens: a row of links, and on a phone a menu that names where one is. */
export function Navigation() {
  const say = useTexts()
  const { pathname } = useLocation()
  const shown = useScreens()
  const here = shown.findLast(({ to }) => pathname.startsWith(to))
  return (
    <nav aria-label="Careline">
      {shown.map(({ to, text }) => (
        <Button
          key={to}
          component={Link}
          to={to}
          variant={here?.to === to ? 'light' : 'subtle'}
          aria-current={here?.to === to ? 'page' : undefined}
          size="compact-sm"
          visibleFrom="md"
        >
          {say(text)}
        </Button>
      ))}
      <Menu>
        <Menu.Target>
          <Button variant="light" size="compact-sm" hiddenFrom="md">
            {say(here?.text ?? 'app.menu')} ▾
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.map(({ to, text }) => (
            <Menu.Item key={to} component={Link} to={to}>
              {say(text)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}
