import { NativeSelect, Radio, Stack } from '@mantine/core'
import type { BotMode, Channel } from '../../src/contract/bot-mode.ts'
import { useTexts } from '../texts/index.ts'
import type { FieldsProps } from './bot.ts'

const modes: readonly BotMode[] = ['bot-first', 'people-first', 'draft-only', 'off']
const channels: readonly Channel[] = ['widget']

/** Who answers first, and in which channels it is another one. */
export function ModeFields({ settings, change }: FieldsProps) {
  const say = useTexts()
  const { mode, channelModes } = settings
  const set = (channel: Channel, value: string) =>
    change({ channelModes: { ...channelModes, [channel]: value === '' ? null : (value as BotMode) } })
  return (
    <>
      <Radio.Group
        label={say('mode.title')}
        description={say('mode.hint')}
        value={mode}
        onChange={value => change({ mode: value as BotMode })}
      >
        <Stack gap="sm" mt="sm">
          {modes.map(one => (
            <Radio key={one} value={one} label={say(`mode.${one}`)} description={say(`mode.${one}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      {channels.map(channel => (
        <NativeSelect
          key={channel}
          label={say('mode.inChannel', { channel: say(`channel.${channel}`) })}
          description={say(channelHint(channelModes[channel]))}
          value={channelModes[channel] ?? ''}
          onChange={event => set(channel, event.currentTarget.value)}
          data={[
            { value: '', label: say('mode.asBot', { mode: say(`mode.${mode}`) }) },
            ...modes.map(value => ({ value, label: say(`mode.${value}`) })),
          ]}
        />
      ))}
    </>
  )
}

const channelHint = (mode: BotMode | null | undefined) =>
  mode ? (`mode.${mode}Hint` as const) : 'mode.asBotHint'
