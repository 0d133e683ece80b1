import { Code, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { addressedProviders, type ModelTaskName, modelTasks } from '../../src/contract/language-models.ts'
import { LinesInput } from '../shell/lines-input.tsx'
import { useTexts } from '../texts/index.ts'
import type { BotSettings, FieldsProps } from './bot.ts'
import { ModelTrial } from './model-trial.tsx'
import { type Choice, useChoice } from './use-choice.ts'
import { useModels } from './use-models.ts'

/** Which language models a bot uses for each task, in which order, and where those of one's own servers are. */
export function ModelFields({ botId, settings, change }: FieldsProps) {
  const say = useTexts()
  const models = useModels(botId)
  const { modelAddresses } = settings
  return (
    <>
      <Text size="sm">{say('models.hint')}</Text>
      {modelTasks.map(task => (
        <TaskModels
          key={task}
          task={task}
          botId={botId}
          chosen={settings.models[task]}
          servers={models.data?.server[task] ?? []}
          change={chosen => change({ models: { ...settings.models, [task]: chosen } })}
        />
      ))}
      {addressedProviders.map(provider => (
        <TextInput
          key={provider}
          label={say('models.address', { provider })}
          description={say('models.addressHint')}
          dir="ltr"
          value={modelAddresses[provider] ?? ''}
          onChange={event =>
            change({
              modelAddresses: { ...modelAddresses, [provider]: event.currentTarget.value.trim() || null },
            })
          }
        />
      ))}
      {models.data && (
        <Text size="sm">
          {say('models.search')}: {models.data.index.embedder ?? '–'}
        </Text>
      )}
    </>
  )
}

function TaskModels({
  task,
  botId,
  chosen,
  servers,
  change,
}: {
  task: ModelTaskName
  botId: string
  chosen: BotSettings['models'][ModelTaskName]
  servers: readonly string[]
  change: (chosen: string[] | null) => void
}) {
  const say = useTexts()
  const { choice, choose } = useChoice(chosen, servers, change)
  const used = choice === 'server' ? servers : (chosen ?? [])
  const asServer = servers.join(', ') || say(`models.without.${task}`)
  return (
    <Stack gap={6}>
      <NativeSelect
        label={say(`models.task.${task}`)}
        value={choice}
        onChange={event => choose(event.currentTarget.value as Choice)}
        data={[
          { value: 'server', label: say('models.asServer', { models: asServer }) },
          { value: 'own', label: say('models.own') },
          { value: 'none', label: say('models.none', { instead: say(`models.without.${task}`) }) },
        ]}
      />
      {choice === 'own' && (
        <LinesInput
          label={say('models.list', { task: say(`models.task.${task}`) })}
          description={say('models.listHint')}
          lines={chosen ?? []}
          onChange={change}
        />
      )}
      {used.map(model => (
        <Group key={model} gap="xs">
          <Code dir="ltr">{model}</Code>
          <ModelTrial botId={botId} model={model} />
        </Group>
      ))}
    </Stack>
  )
}
