import { NativeSelect, Skeleton, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { useTexts } from '../texts/index.ts'
import { BotForm } from './bot-form.tsx'
import { IdentityKey } from './identity-key.tsx'
import { ModelKeys } from './model-keys.tsx'
import { Snippet } from './snippet.tsx'
import { useBots } from './use-bots.ts'

/** How a bot speaks and looks, where it may be shown, how careful it is, and with which models. */
export function BotsScreen() {
  const say = useTexts()
  const bots = useBots()
  const [chosen, setChosen] = useState<string>()
  const maySecrets = useMay('secret:list')
  const bot = bots.data?.find(({ botId }) => botId === chosen) ?? bots.data?.[0]
  const names = bots.data?.map(({ botId, settings }) => ({ value: botId, label: settings.name })) ?? []
  return (
    <Screen
      title={say('app.bots')}
      actions={
        names.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={say('bots.which')}
            value={bot?.botId}
            onChange={event => setChosen(event.currentTarget.value)}
            data={names}
          />
        )
      }
    >
      {bots.isLoadingError && <Failed retry={() => void bots.refetch()} />}
      {bots.isPending && <Skeleton h={300} />}
      {bots.data && !bot && <Text c="dimmed">{say('bots.none')}</Text>}
      {bot && (
        <Tabs defaultValue="speech" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="speech">{say('bots.speech')}</Tabs.Tab>
            <Tabs.Tab value="look">{say('bots.look')}</Tabs.Tab>
            <Tabs.Tab value="mode">{say('mode.title')}</Tabs.Tab>
            <Tabs.Tab value="handoff">{say('bots.handoff')}</Tabs.Tab>
            <Tabs.Tab value="care">{say('bots.care')}</Tabs.Tab>
            <Tabs.Tab value="identity">{say('bots.identity')}</Tabs.Tab>
            <Tabs.Tab value="models">{say('bots.models')}</Tabs.Tab>
          </Tabs.List>
          {(['speech', 'look', 'mode', 'handoff', 'care', 'identity', 'models'] as const).map(part => (
            <Tabs.Panel key={part} value={part}>
              <BotForm key={bot.botId + part} bot={bot} part={part} />
              {part === 'look' && <Snippet botId={bot.botId} />}
              {part === 'identity' && maySecrets && <IdentityKey />}
              {part === 'models' && maySecrets && <ModelKeys botId={bot.botId} />}
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Screen>
  )
}
