import { MultiSelect, NumberInput } from '@mantine/core'
import { attachmentTypes, MOST_MEGABYTES } from '../../src/contract/choices.ts'
import type { AttachmentType } from '../../src/contract/conversation.ts'
import { useTexts } from '../texts/index.ts'
import type { FieldsProps } from './bot.ts'

/** What visitors and members may attach to messages. */
export function AttachmentFields({ settings, change }: FieldsProps) {
  const say = useTexts()
  const { attachments } = settings
  const set = (changes: Partial<typeof attachments>) =>
    change({ attachments: { ...attachments, ...changes } })
  return (
    <>
      <MultiSelect
        label={say('bots.attachmentTypes')}
        data={attachmentTypes}
        value={attachments.types}
        onChange={types => set({ types: types as AttachmentType[] })}
      />
      <NumberInput
        label={say('bots.attachmentSize')}
        min={1}
        max={MOST_MEGABYTES}
        value={attachments.megabytes}
        onChange={value => set({ megabytes: Number(value) })}
      />
      <NumberInput
        label={say('bots.attachmentRate')}
        min={1}
        max={100}
        value={attachments.perMinute}
        onChange={value => set({ perMinute: Number(value) })}
      />
    </>
  )
}
