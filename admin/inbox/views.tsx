import { NavLink, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { InboxCounts } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useTexts } from '../texts/index.ts'
import type { View } from './view.ts'

const views: readonly View[] = ['mine', 'unassigned', 'bot', 'snoozed', 'resolved', 'all']

/** The views of the inbox with how many conversations each holds. */
export function Views({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const say = useTexts()
  const counts = useQuery({ queryKey: ['counts'], queryFn: () => call<InboxCounts>('desk/counts') })
  const countOf = (one: View) =>
    one === 'mine' || one === 'unassigned' || one === 'bot' || one === 'snoozed'
      ? counts.data?.[one]
      : undefined
  return (
    <nav className="views" aria-label={say('inbox.views')}>
      {views.map(one => (
        <NavLink
          key={one}
          component="button"
          type="button"
          active={one === view}
          aria-current={one === view}
          label={say(`inbox.${one as 'mine'}`)}
          rightSection={countOf(one) ? <Text size="xs">{countOf(one)}</Text> : undefined}
          onClick={() => onChange(one)}
        />
      ))}
    </nav>
  )
}
