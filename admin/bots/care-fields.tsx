import { NativeSelect, NumberInput } from '@mantine/core'
import { useTexts } from '../texts/index.ts'
import { AttachmentFields } from './attachment-fields.tsx'
import type { FieldsProps } from './bot.ts'
import { GateRisk } from './gate-risk.tsx'

/** How sure the bot must be, what it may use, and what may be attached. */
export function CareFields({ botId, settings, change }: FieldsProps) {
  const say = useTexts()
  const { limits } = settings
  const limit =
    (name: 'messagesPerMinute' | 'modelTokensPerDay' | 'costPerDay') => (value: string | number) =>
      change({ limits: { ...limits, [name]: value === '' ? null : Number(value) } })
  return (
    <>
      <GateRisk botId={botId} settings={settings} change={change} />
      <NumberInput
        label={say('bots.threshold')}
        description={say('bots.thresholdHint')}
        min={0}
        max={1}
        step={0.01}
        decimalScale={3}
        value={settings.gateThreshold ?? ''}
        onChange={value => change({ gateThreshold: value === '' ? null : Number(value) })}
      />
      <NumberInput
        label={say('bots.messages')}
        description={say('bots.noneMeans')}
        min={1}
        value={limits.messagesPerMinute ?? ''}
        onChange={limit('messagesPerMinute')}
      />
      <NumberInput
        label={say('bots.tokens')}
        description={say('bots.unlimited')}
        min={0}
        value={limits.modelTokensPerDay ?? ''}
        onChange={limit('modelTokensPerDay')}
      />
      <NumberInput
        label={say('bots.cost')}
        description={say('bots.unlimited')}
        min={0}
        decimalScale={2}
        value={limits.costPerDay ?? ''}
        onChange={limit('costPerDay')}
      />
      <NativeSelect
        label={say('bots.usedUp')}
        value={limits.whenUsedUp}
        onChange={event =>
          change({ limits: { ...limits, whenUsedUp: event.currentTarget.value as 'quote' | 'refuse' } })
        }
        data={(['quote', 'refuse'] as const).map(value => ({ value, label: say(`bots.${value}`) }))}
      />
      <NumberInput
        label={say('bots.answerTokens')}
        min={64}
        max={16_000}
        value={settings.maxTokens}
        onChange={value => change({ maxTokens: Number(value) })}
      />
      <AttachmentFields botId={botId} settings={settings} change={change} />
    </>
  )
}
