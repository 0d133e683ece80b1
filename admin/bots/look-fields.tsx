import { ColorInput, NativeSelect, TextInput } from '@mantine/core'
import { LinesInput } from '../shell/lines-input.tsx'
import { useTexts } from '../texts/index.ts'
import type { FieldsProps } from './bot.ts'

/** How the widget looks, and which sites may show it. */
export function LookFields({ settings, change }: FieldsProps) {
  const say = useTexts()
  return (
    <>
      <ColorInput
        label={say('bots.colour')}
        format="hex"
        value={settings.colour ?? ''}
        onChange={colour => change({ colour: colour || null })}
      />
      <NativeSelect
        label={say('bots.position')}
        value={settings.position}
        onChange={event => change({ position: event.currentTarget.value as 'left' | 'right' })}
        data={(['left', 'right'] as const).map(value => ({ value, label: say(`bots.${value}`) }))}
      />
      <TextInput
        label={say('bots.privacy')}
        value={settings.privacyUrl ?? ''}
        onChange={event => change({ privacyUrl: event.currentTarget.value || null })}
      />
      <LinesInput
        label={say('bots.origins')}
        description={say('bots.originsHint')}
        lines={settings.allowedOrigins}
        onChange={allowedOrigins => change({ allowedOrigins })}
      />
      <LinesInput
        label={say('bots.hosts')}
        description={say('bots.hostsHint')}
        lines={settings.linkHosts}
        onChange={linkHosts => change({ linkHosts })}
      />
    </>
  )
}
