import { Button, Menu } from '@mantine/core'
import type { DeskConversation } from '../../src/contract/desk-api.ts'
import { useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import type { useAct } from './use-change.ts'
import { useEarlier } from './use-earlier.ts'

/** What is done seldom: merging into another conversation of the same contact, and blocking. */
export function MoreMenu({ shown, act }: { shown: DeskConversation; act: ReturnType<typeof useAct> }) {
  const say = useTexts()
  const [mayMerge, mayBlock] = [useMay('conversation:merge'), useMay('conversation:update')]
  const others = useEarlier(shown).data ?? []
  if (!mayMerge && !mayBlock) return null
  return (
    <Menu>
      <Menu.Target>
        <Button size="compact-sm" variant="default" data-command="more">
          {say('actions.more')} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw={320}>
        {mayBlock && (
          <Menu.Item onClick={() => act.mutate(['block', 'PUT', { blocked: !shown.blocked }])}>
            {say(shown.blocked ? 'actions.unblock' : 'actions.block')}
          </Menu.Item>
        )}
        {mayMerge && !shown.mergedInto && <Menu.Label>{say('actions.mergeInto')}</Menu.Label>}
        {mayMerge && !shown.mergedInto && others.length === 0 && (
          <Menu.Item disabled>{say('actions.noOther')}</Menu.Item>
        )}
        {mayMerge &&
          !shown.mergedInto &&
          others.map(({ id, lastText, updatedAt }) => (
            <Menu.Item key={id} onClick={() => act.mutate(['merge', 'POST', { into: id }])}>
              {new Date(updatedAt).toLocaleDateString()} {lastText?.slice(0, 60)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
