import { Checkbox, Group, NumberInput, Stack, Switch, Text } from '@mantine/core'
import type { SensitiveTopic } from '../../src/contract/handoff-policy.ts'
import { useTexts } from '../texts/index.ts'
import type { BotSettings, FieldsProps } from './bot.ts'

type Policy = BotSettings['handoff']

const topics: readonly SensitiveTopic[] = ['billing-dispute', 'legal', 'recall', 'threat', 'self-harm']
const triggers = [
  'askedFor',
  'sensitive',
  'unresolved',
  'noneRelevant',
  'lowSupport',
  'turnsCap',
  'modelFailure',
  'rule',
] as const

/** When the bot hands a conversation to a person: each trigger with its switch, and the numbers some of them count to. */
export function HandoffFields({ settings, change }: FieldsProps) {
  const say = useTexts()
  const { handoff } = settings
  const set = <K extends keyof Policy>(trigger: K, more: Partial<Policy[K]>) =>
    change({ handoff: { ...handoff, [trigger]: { ...handoff[trigger], ...more } } })
  return (
    <Stack gap="md">
      <Text size="sm">{say('bots.handoffWhat')}</Text>
      {triggers.map(trigger => (
        <div key={trigger}>
          <Switch
            label={say(`trigger.${trigger}`)}
            description={say(`trigger.${trigger}Hint`)}
            checked={handoff[trigger].on}
            onChange={event => set(trigger, { on: event.currentTarget.checked })}
          />
          {trigger === 'sensitive' && handoff.sensitive.on && (
            <Checkbox.Group
              mt="xs"
              ms="xl"
              label={say('trigger.topics')}
              value={handoff.sensitive.topics}
              onChange={chosen => set('sensitive', { topics: chosen as SensitiveTopic[] })}
            >
              <Group gap="sm">
                {topics.map(topic => (
                  <Checkbox key={topic} size="xs" value={topic} label={say(`topic.${topic}`)} />
                ))}
              </Group>
            </Checkbox.Group>
          )}
          {trigger === 'unresolved' && handoff.unresolved.on && (
            <NumberInput
              ms="xl"
              label={say('trigger.times')}
              min={2}
              max={10}
              value={handoff.unresolved.times}
              onChange={times => set('unresolved', { times: Number(times) })}
            />
          )}
          {trigger === 'turnsCap' && handoff.turnsCap.on && (
            <NumberInput
              ms="xl"
              label={say('trigger.turns')}
              min={1}
              max={1_000}
              value={handoff.turnsCap.turns}
              onChange={turns => set('turnsCap', { turns: Number(turns) })}
            />
          )}
        </div>
      ))}
    </Stack>
  )
}
