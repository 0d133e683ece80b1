import { Button, Menu } from '@mantine/core'
import type { ChangeConversation } from '../../src/contract/desk-api.ts'
import { useMembers, useTeams } from '../people/people.ts'
import { useAccount } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'

/** To whom: oneself, a colleague, a team, or nobody in particular. */
export function AssignMenu(props: {
  assigneeId?: string | null
  teamId?: string | null
  /** For keys and the command bar, where it stands for the conversation that is shown. */
  command?: string
  onChoose: (changes: ChangeConversation) => void
}) {
  const say = useTexts()
  const { memberId } = useAccount()
  const members = useMembers()
  const teams = useTeams()
  const colleagues = members.data?.filter(({ id }) => id !== memberId) ?? []
  const mark = (chosen: boolean) => (chosen ? '✓' : undefined)
  return (
    <Menu>
      <Menu.Target>
        <Button size="compact-sm" variant="default" data-command={props.command}>
          {say('actions.assign')} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Item
          rightSection={mark(props.assigneeId === memberId)}
          onClick={() => props.onChoose({ assigneeId: memberId })}
        >
          {say('actions.assignMe')}
        </Menu.Item>
        {colleagues.map(({ id, name }) => (
          <Menu.Item
            key={id}
            rightSection={mark(props.assigneeId === id)}
            onClick={() => props.onChoose({ assigneeId: id })}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => props.onChoose({ assigneeId: null })}>
          {say('actions.assignNobody')}
        </Menu.Item>
        {teams.data && teams.data.length > 0 && <Menu.Label>{say('people.teams')}</Menu.Label>}
        {teams.data?.map(({ id, name }) => (
          <Menu.Item
            key={id}
            rightSection={mark(props.teamId === id)}
            onClick={() => props.onChoose({ teamId: id })}
          >
            {name}
          </Menu.Item>
        ))}
        {props.teamId && (
          <Menu.Item onClick={() => props.onChoose({ teamId: null })}>{say('actions.noTeam')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
