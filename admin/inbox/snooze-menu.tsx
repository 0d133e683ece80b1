import { Button, type ButtonProps, Menu, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../texts/index.ts'
import { snoozeTimes } from './snooze-times.ts'

/** Until when: one of the usual times, or any other. */
export function SnoozeMenu({
  label,
  onChoose,
  command,
  ...button
}: ButtonProps & { label: string; onChoose: (until: Date) => void; command?: string }) {
  const say = useTexts()
  const [own, setOwn] = useState('')
  const [open, setOpen] = useState(false)
  const choose = (at: Date) => {
    setOpen(false)
    onChoose(at)
  }
  const ownTime = own === '' ? undefined : new Date(own)
  return (
    <Menu opened={open} onChange={setOpen} closeOnItemClick={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" data-command={command} {...button}>
          {label} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {snoozeTimes().map(({ key, at }) => (
          <Menu.Item key={key} onClick={() => choose(at)}>
            {say(`snooze.${key}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <TextInput
          type="datetime-local"
          size="xs"
          px="xs"
          label={say('snooze.own')}
          value={own}
          onChange={event => setOwn(event.currentTarget.value)}
          // The menu would take arrows for its own.
          onKeyDown={event => event.stopPropagation()}
        />
        <Menu.Item disabled={!ownTime || ownTime <= new Date()} onClick={() => ownTime && choose(ownTime)}>
          {say('snooze.set')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
