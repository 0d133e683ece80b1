import { MultiSelect, Textarea, TextInput } from '@mantine/core'
import { careLanguages, languageName } from '../shell/languages.ts'
import { LinesInput } from '../shell/lines-input.tsx'
import { useTexts } from '../texts/index.ts'
import type { FieldsProps } from './bot.ts'

/** Who the bot is, what it handles and what it leaves to people, and how it begins. */
export function SpeechFields({ settings, change }: FieldsProps) {
  const say = useTexts()
  return (
    <>
      <TextInput
        label={say('bots.name')}
        value={settings.name}
        onChange={event => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={say('bots.company')}
        value={settings.companyName}
        onChange={event => change({ companyName: event.currentTarget.value })}
      />
      <Textarea
        label={say('bots.persona')}
        description={say('bots.personaHint')}
        autosize
        minRows={2}
        maxLength={2_000}
        value={settings.persona}
        onChange={event => change({ persona: event.currentTarget.value })}
      />
      <LinesInput
        label={say('bots.handles')}
        description={say('bots.handlesHint')}
        lines={settings.handles}
        onChange={handles => change({ handles })}
      />
      <LinesInput
        label={say('bots.leaves')}
        description={say('bots.leavesHint')}
        lines={settings.leavesToPeople}
        onChange={leavesToPeople => change({ leavesToPeople })}
      />
      <MultiSelect
        label={say('bots.languages')}
        description={say('bots.languagesHint')}
        data={careLanguages.map(value => ({ value, label: languageName(value) }))}
        value={settings.languages}
        onChange={chosen => change({ languages: chosen })}
        searchable
      />
      <Textarea
        label={say('bots.instructions')}
        description={say('bots.instructionsHint')}
        autosize
        minRows={5}
        maxRows={20}
        value={settings.instructions}
        onChange={event => change({ instructions: event.currentTarget.value })}
      />
      <Textarea
        label={say('bots.greeting')}
        description={say('bots.greetingHint')}
        autosize
        minRows={2}
        value={settings.greeting ?? ''}
        onChange={event => change({ greeting: event.currentTarget.value || null })}
      />
      <LinesInput
        label={say('bots.starters')}
        description={say('bots.startersHint')}
        lines={settings.starters}
        onChange={starters => change({ starters })}
      />
    </>
  )
}
